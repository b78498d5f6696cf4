// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// Fourteen nights under a clock of their own, with what goes wrong in a fortnight.
@Suite("A fortnight of nights", .timeLimit(.minutes(5)))
struct FortnightTests {
  /// What stands between a program and its clock; `faketime` itself would be a process of its own, and get the signals.
  static let library: String? = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
    return folders.map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }
      .first(where: FileManager.default.fileExists)
  }()
  /// A program under this clock may end with 1 where the machine is very busy, so the test has a target of its own.
  static let isClockPresent =
    library != nil && ProcessInfo.processInfo.environment["HANAPER_FORTNIGHT"] != nil
  private static let whatIsMissing = "skipped: `make fortnight` runs it, under a clock by faketime"

  private struct News: Decodable {
    let runs: [Run]

    struct Run: Decodable {
      let news: [Item]
    }

    struct Item: Decodable {
      let news: String
      let address: String
    }
  }

  @Test(.enabled(if: isClockPresent, Comment(rawValue: whatIsMissing)))
  func `tells each piece of news once, whatever comes between, and loses nothing`() async throws {
    let site = FortnightSite()
    let pdf = try SampleSite.document("triennial-2014-2017.pdf")
    let script: ScriptedServer.Script = { request in
      request.path == "/s.pdf" ? .ok(pdf, type: "application/pdf") : .status(404)
    }
    try await ScratchDirectory.run { folder in
      let authority = try await TestAuthority.make(in: folder, days: 3000)
      let hosts = [FortnightSecureHost.name]
      // The first holds for a week from now.
      let identities = [
        try await authority.identity(for: hosts, days: 7),
        try await authority.identity(for: hosts, days: 2000),
      ]
      try await ScriptedServer.run(tls: identities[0], script: script) { old in
        try await ScriptedServer.run(tls: identities[1], script: script) { renewed in
          let secure = [old, renewed].map {
            FortnightSecureHost(authority: authority.certificatePath, port: $0.port)
          }
          try await live(site, secure)
        }
      }
    }
  }

  private func live(_ site: FortnightSite, _ secure: [FortnightSecureHost]) async throws {
    try await Installation.run(connections: 1, script: { site.answer($0) }) {
      installation,
      server in
      var nights = try FortnightNights(installation, site, secure[0])
      site.change { $0.listed = ["a", "b", "c"] }
      nights.serve("a", "b", "c")
      try await nights.expect(1, says: ["New (4)"])
      try FileManager.default.createDirectory(
        atPath: nights.copy.string,
        withIntermediateDirectories: true
      )
      try await nights.copyExpecting(1)
      try await nights.expect(2)
      try await nights.copyExpecting(2)
      nights.serve("a", edition: 2)
      let mail = try await nights.runUnderCron(3)
      #expect(mail.words.contains("Changed: a new version is kept (1)"), "\(mail.text)")
      site.change { $0.files["/b.pdf"] = nil }
      try await nights.expect(4, says: ["Missing tonight (1)"])

      // Killed while it fetches.
      let asked = AsyncStream.makeStream(of: Void.self)
      site.change {
        $0.listed += ["d"]
        ($0.slow, $0.asked) = ("/d.pdf", asked.continuation)
      }
      try await RunningProgram.run(
        try Program.path.string,
        nights.arguments(),
        environment: nights.environment(5)
      ) { run in
        for await _ in asked.stream { break }
        run.send(SIGKILL)
        _ = await run.ending()
      }
      site.change { $0.slow = nil }
      nights.serve("d")
      try await nights.expect(6, says: ["New (1)", "Review d"])
      // The disk of the copy is not there.
      let away = installation.scratch.appending("away")
      try FileManager.default.moveItem(atPath: nights.copy.string, toPath: away.string)
      try await nights.copyExpecting(6, 1)
      try FileManager.default.moveItem(atPath: away.string, toPath: nights.copy.string)
      try await nights.copyExpecting(6)

      // Without network, nothing is judged; where that cannot be had, the site is down.
      let shut = try await ProgramRun("/usr/bin/unshare", ["-rn", "/bin/true"])
      let here = "127.0.0.1:\(server.port)"
      if shut.status == 0 {
        // From a place that has no network card, nothing comes there.
        try nights.configure([here: "192.0.2.1:80"])
        let dark = try await ProgramRun(
          "/usr/bin/unshare",
          ["-rn", Program.path.string] + nights.arguments(),
          environment: nights.environment(7)
        )
        #expect(dark.status == 69, "\(dark.text)\(dark.errorText)")
        #expect(dark.words.contains("our own network seems to be down"), "\(dark.text)")
      } else {
        try nights.configure([here: "127.0.0.1:9"])
        try await nights.expect(7, 4, says: ["Could not read the source reviews"])
      }
      try nights.configure()
      // The certificate of the other host has expired.
      try await nights.expect(8, says: ["Gone (1)", "Review b", "Review s", "certificate"])

      // The disk is as good as full.
      nights.serve("e")
      site.change { $0.listed += ["e"] }
      try nights.configure(["freeSpace: 0B": "freeSpace: 900TB"])
      try await nights.expect(9, 1, says: ["free"])
      try nights.configure()

      // A clock that is a year ahead, for a night.
      let ahead = try await nights.run(10, plus: 365)
      #expect(ahead.status == 0, "\(ahead.text)\(ahead.errorText)")
      #expect(ahead.words.contains("New (1)") && ahead.text.contains("Review e"), "\(ahead.text)")
      try await nights.copyExpecting(10, plus: 365)
      nights.serve("f")
      site.change { $0.listed += ["f"] }
      try nights.replace(by: secure[1])
      try await nights.expect(11, says: ["New (1)", "Review f", "Back again (1)", "Review s"])

      // Two at the same time.
      let both = AsyncStream.makeStream(of: Void.self)
      site.change {
        $0.listed += ["g"]
        ($0.slow, $0.asked) = ("/g.pdf", both.continuation)
      }
      try await RunningProgram.run(
        try Program.path.string,
        nights.arguments(),
        environment: nights.environment(12)
      ) { run in
        for await _ in both.stream { break }
        let other = try await nights.run(12)
        #expect(other.status == 75 && other.text == "", "\(other.text)\(other.errorText)")
        run.send(SIGTERM)
        _ = await run.ending()
      }
      site.change { $0.slow = nil }
      nights.serve("g")

      // A mail server that is not there.
      try nights.configure(
        mail: "  mail: { to: [a@example.org], server: \"smtp://127.0.0.1:9\" }\n"
      )
      try await nights.expect(13, says: ["Review g", "the output mail does not work"])
      try nights.configure()

      nights.serve("b")
      site.change { $0.listed.removeAll { $0 == "c" } }
      try await nights.expect(14, says: ["Back again (1)", "no longer listed (1)"])
      try await nights.expect(15)
      // Killed while it copies, wherever it is.
      for pause in 1...10 {
        try await RunningProgram.run(
          try Program.path.string,
          nights.arguments(["replicate", "--everything"]),
          environment: nights.environment(15)
        ) { run in
          try await Task.sleep(for: .milliseconds(20 * pause))
          run.send(SIGKILL)
          _ = await run.ending()
        }
      }
      try await nights.copyExpecting(15)

      try await check(nights)
    }
  }

  private func check(_ nights: FortnightNights) async throws {
    let installation = nights.installation
    let verified = try await nights.run(16, "verify")
    #expect(verified.status == 0, "\(verified.text)\(verified.errorText)")
    #expect(try await installation.complaints() == [])
    let read = try await nights.run(16, "replicate", "--audit", "--everything")
    #expect(read.status == 0, "\(read.text)\(read.errorText)")
    if OCFLJudge.isPresent {
      #expect(try await OCFLJudge.complaints(about: nights.copy.appending("ocfl")) == [])
    }
    let told = try await nights.run(16, plus: 400, "news", "--since", "2020-01-01", "--json")
    let answer = try JSONDecoder().decode(News.self, from: Data(told.output))
    let all = answer.runs.flatMap(\.news).map { "\($0.news) \($0.address.suffix(5))" }
    let wanted = [
      "appeared a.pdf", "appeared b.pdf", "appeared c.pdf", "appeared d.pdf", "appeared e.pdf",
      "appeared f.pdf", "appeared g.pdf", "appeared s.pdf", "delisted c.pdf", "faulty s.pdf",
      "gone b.pdf", "missing b.pdf", "replaced a.pdf", "returned b.pdf", "returned s.pdf",
    ]
    #expect(all.sorted() == wanted)
    let scratch = installation.scratch
    for name in ["page.html", "news.atom", "hanaper.prom"] {
      #expect(try !Files.readBytes(scratch.appending(name)).isEmpty)
    }
    if OutputJudge.feed.isPresent {
      let judged = try await OutputJudge.feed.ask(about: scratch.appending("news.atom"))
      #expect(judged.status == 0, "\(judged.errorText)")
    }
    let kept = try await installation.program.answer(ListAnswer.self, "list").documents
    #expect(kept.map(\.versions).reduce(0, +) == 9)
  }
}
