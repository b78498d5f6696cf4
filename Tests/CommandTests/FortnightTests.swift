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
  private static let library: String? = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
    return folders.map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }
      .first(where: FileManager.default.fileExists)
  }()
  /// A program under this clock may end with 1 where the machine is very busy, so the test has a target of its own.
  private static let isClockPresent =
    library != nil && ProcessInfo.processInfo.environment["HANAPER_FORTNIGHT"] != nil
  private static let whatIsMissing = "skipped: `make fortnight` runs it, under a clock by faketime"

  /// The site, as it is tonight.
  private final class Site: Sendable {
    struct State {
      /// What the list page links to.
      var listed: [String] = []
      /// What is served, by its path.
      var files: [String: [UInt8]] = [:]
      /// What takes a minute.
      var slow: String?
      /// Told when that is asked for.
      var asked: AsyncStream<Void>.Continuation?
    }

    let state = Mutex(State())

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    func answer(_ request: ReceivedRequest) -> Reply {
      state.withLock { state in
        switch request.path {
        case "/robots.txt": return .status(404)
        case "/reviews/":
          return .ok(
            Installation.listing(state.listed.map { ("/\($0).pdf", "Review \($0)") }),
            type: "text/html"
          )
        case state.slow:
          state.asked?.yield()
          return Reply([.pause(.seconds(60)), .close])
        default:
          guard let file = state.files[request.path] else { return .status(404) }
          return .ok(file, type: "application/pdf")
        }
      }
    }
  }

  /// An installation whose nights are dated.
  private struct Nights {
    let installation: Installation
    let site: Site
    private let outputs: String
    private let text: String
    private let pdf: [UInt8]

    init(_ installation: Installation, _ site: Site, _ port: Int) throws {
      (self.installation, self.site) = (installation, site)
      text = try installation.configurationText
      pdf = try SampleSite.document("lessons-and-messages.pdf")
      outputs = """
        outputs:
          html: \(installation.scratch)/page.html
          atom: \(installation.scratch)/news.atom
          metrics: \(installation.scratch)/hanaper.prom

        """
      try configure()
    }

    /// Writes the configuration, for a night on which something of it is otherwise.
    func configure(_ changed: [String: String] = [:], mail: String = "") throws {
      var own = text
      for (old, new) in changed {
        try #require(own.contains(old))
        own = own.replacing(old, with: new)
      }
      try Files.writeBytes(
        Array((outputs + mail + own).utf8),
        to: installation.program.configuration
      )
    }

    func serve(_ names: String..., edition: Int = 1) {
      site.change { state in
        for name in names {
          state.files["/\(name).pdf"] = pdf + Array("\n% \(name) \(edition)\n%%EOF\n".utf8)
        }
      }
    }

    /// So many nights after the first, at two in the morning.
    func clock(_ number: Int, plus days: Int = 0) -> String {
      let day = Calendar(identifier: .iso8601)
        .date(byAdding: .day, value: number + days, to: Date(timeIntervalSince1970: 1_796_083_200))
      let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .gmt)
        .year().month().day().time(includingFractionalSeconds: false)
      return "@" + (day ?? .distantPast).addingTimeInterval(7_200).formatted(style)
    }

    func arguments(_ words: [String] = ["sync"]) -> [String] {
      words + ["--config", installation.program.configuration.string]
    }

    func environment(_ number: Int, plus days: Int = 0) -> [String: String] {
      Program.environment.merging([
        "TZ": "UTC", "LD_PRELOAD": FortnightTests.library ?? "",
        "FAKETIME": clock(number, plus: days),
        // Without names for what several processes share, it takes the arguments away from a program.
        "FAKETIME_SHARED": "/none /none",
      ]) { $1 }
    }

    func run(_ number: Int, plus days: Int = 0, _ words: String...) async throws -> ProgramRun {
      try await ProgramRun(
        Program.path.string,
        arguments(words.isEmpty ? ["sync"] : words),
        environment: environment(number, plus: days)
      )
    }

    /// A night that is like any other, and what it has to say.
    func expect(
      _ number: Int,
      _ status: Int = 0,
      says words: [String] = [],
      location: SourceLocation = #_sourceLocation
    ) async throws {
      let run = try await run(number)
      #expect(
        run.status == status,
        "night \(number): \(run.text)\(run.errorText)",
        sourceLocation: location
      )
      for words in words {
        #expect(
          run.words.contains(words) || run.errorText.contains(words),
          "night \(number): \(run.text)\(run.errorText)",
          sourceLocation: location
        )
      }
      if words.isEmpty {
        #expect(run.text + run.errorText == "", "night \(number)", sourceLocation: location)
      }
    }
  }

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
    let site = Site()
    try await Installation.run(connections: 1, script: { site.answer($0) }) {
      installation,
      server in
      let nights = try Nights(installation, site, server.port)
      site.change { $0.listed = ["a", "b", "c"] }
      nights.serve("a", "b", "c")
      try await nights.expect(1, says: ["New (3)"])
      try await nights.expect(2)
      nights.serve("a", edition: 2)
      try await nights.expect(3, says: ["Changed: a new version is kept (1)"])
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
      try await nights.expect(8, says: ["Gone (1)", "Review b"])

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
      nights.serve("f")
      site.change { $0.listed += ["f"] }
      try await nights.expect(11, says: ["New (1)", "Review f"])

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

      try await check(nights)
    }
  }

  private func check(_ nights: Nights) async throws {
    let installation = nights.installation
    let verified = try await nights.run(16, "verify")
    #expect(verified.status == 0, "\(verified.text)\(verified.errorText)")
    #expect(try await installation.complaints() == [])
    let told = try await nights.run(16, plus: 400, "news", "--since", "2026-01-01", "--json")
    let answer = try JSONDecoder().decode(News.self, from: Data(told.output))
    let all = answer.runs.flatMap(\.news).map { "\($0.news) \($0.address.suffix(5))" }
    let wanted = [
      "appeared a.pdf", "appeared b.pdf", "appeared c.pdf", "appeared d.pdf", "appeared e.pdf",
      "appeared f.pdf", "appeared g.pdf", "delisted c.pdf", "gone b.pdf", "missing b.pdf",
      "replaced a.pdf", "returned b.pdf",
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
    #expect(kept.map(\.versions).reduce(0, +) == 8)
  }
}
