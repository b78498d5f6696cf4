// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// The files of the sample site that ships with the program.
enum SampleSite {
  static let folder = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent().appending("Sources/hanaper/DemoSite")

  static func document(_ name: String) throws -> [UInt8] {
    try Files.readBytes(folder.appending("documents").appending(name))
  }

  static func page(_ name: String) throws -> [UInt8] {
    try Files.readBytes(folder.appending(name))
  }
}

@Suite(.timeLimit(.minutes(10)))
struct `The demo` {
  @Test func `it tells the whole story and leaves nothing behind`() async throws {
    let run = try await Program.runBare("demo")
    #expect(run.status == 0, "\(run.errorText)")
    for line in [
      "7 documents visited, 7 new", "Missing tonight (2)", "Changed: a new version is kept (1)",
      "Still served, but no longer listed (1)", "DAMAGED: 1 finding", "Restored v1",
    ] {
      #expect(run.text.contains(line), "“\(line)” is missing")
    }
    #expect(!run.text.contains("\u{1B}"), "no colour where nobody looks")
  }

  @Test func `what it keeps can be used with every other command`() async throws {
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending("kept")
      let run = try await Program.runBare("demo", "--keep", folder.string)
      #expect(run.status == 0, "\(run.errorText)")
      let program = Program(configuration: folder.appending("Config/hanaper.yaml"))
      let verify = try await program.run("verify")
      #expect(verify.status == 0, "\(verify.text)")
      let list = try await program.answer(ListAnswer.self, "list")
      #expect(list.documents.count == 8)
      let again = try await Program.runBare("demo", "--keep", folder.string)
      #expect(again.status == 1)
      #expect(again.errorText.contains("exists"))
    }
  }
}

/// The demo's story once more, through the program and over a server that can misbehave.
@Suite(.timeLimit(.minutes(10)))
struct `Two nights` {
  private static let host = "www.northbrookscp.example"
  private static let uploads = "/wp-content/uploads"

  private static func serve(
    _ files: [String: [UInt8]],
    _ request: ReceivedRequest
  ) -> Reply {
    guard let body = files[request.path.removingPercentEncoding ?? ""] else {
      return .status(404, [("Content-Type", "text/html")], body: Array("<h1>Not found</h1>".utf8))
    }
    let type = request.path.hasSuffix(".pdf") ? "application/pdf" : "application/octet-stream"
    return .document(body, type: type, etag: "\"\(body.count)\"", for: request)
  }

  private static func nightOne() throws -> [String: [UInt8]] {
    [
      "/guidance/case-reviews/": try SampleSite.page("night-one.html"),
      "\(uploads)/2020/03/Triennial-SCR-Report-2014-to-2017.pdf":
        try SampleSite.document("triennial-2014-2017.pdf"),
      "\(uploads)/2020/02/SCR-Child-D-Final-Report.pdf":
        try SampleSite.document("child-d-first-edition.pdf"),
      "\(uploads)/2020/02/SCR Child D Executive Summary.docx":
        try SampleSite.document("child-d-executive-summary.docx"),
      "\(uploads)/2017/06/Child-B-SCR-Overview-Report-–-MSCB-2017.pdf":
        try SampleSite.document("child-b-overview-2017.pdf"),
      "\(uploads)/2013/10/Child-A-SCR-Overview-Report-MSCB-2013.pdf":
        try SampleSite.document("child-a-overview-2013.pdf"),
      "\(uploads)/2014/10/Briefings-October-2014.odt":
        try SampleSite.document("briefings-october-2014.odt"),
      "\(uploads)/2014/10/Lessons-and-messages.pdf":
        try SampleSite.document("lessons-and-messages.pdf"),
    ]
  }

  @Test func `are mirrored, told, verified and restored`() async throws {
    try await ScratchDirectory.run { scratch in
      let one = try Self.nightOne()
      try await ScriptedServer.run {
        Self.serve(one, $0)
      } _: { server in
        let installation = try await Installation(
          in: scratch.appending("northbrook"),
          hosts: ["\(Self.host):80"],
          at: server.port,
          sources: "  - { id: reviews, page: \"http://\(Self.host)/guidance/case-reviews/\" }"
        )
        let program = installation.program
        let first = try await program.run("sync")
        #expect(first.status == 0, "\(first.errorText)")
        #expect(first.text.contains("New (7)"))
        let quiet = try await program.run("sync")
        #expect(quiet.status == 0)
        #expect(quiet.text.isEmpty && quiet.errorText.isEmpty, "cron mails only news")

        var two = one
        two["/guidance/case-reviews/"] = try SampleSite.page("night-two.html")
        two["\(Self.uploads)/2020/02/SCR-Child-D-Final-Report.pdf"] =
          try SampleSite.document("child-d-second-edition.pdf")
        two["\(Self.uploads)/2013/10/Child-A-SCR-Overview-Report-MSCB-2013.pdf"] = nil
        two["\(Self.uploads)/2014/10/Briefings-October-2014.odt"] =
          try SampleSite.page("not-found.html")
        two["\(Self.uploads)/2021/06/LSCPR-Jason-report.docx"] =
          try SampleSite.document("jason-2021.docx")
        server.replaceScript { [two] in Self.serve(two, $0) }
        let second = try await program.run("sync", "--fail-on", "missing,gone")
        #expect(second.status == 2, "news that --fail-on names")
        #expect(second.text.contains("Missing tonight (2)"))

        try await checkHoldings(installation)
        try await checkRestoring(
          installation,
          first: SampleSite.document("child-d-first-edition.pdf")
        )
        let check = try await program.run("check", "reviews")
        #expect(check.status == 2)
        #expect(check.text.contains("Child-A-SCR-Overview-Report-MSCB-2013.pdf"))
      }
    }
  }

  private func checkHoldings(_ installation: Installation) async throws {
    let program = installation.program
    let documents = try await program.answer(ListAnswer.self, "list").documents
    let standings = Dictionary(grouping: documents, by: \.standing).mapValues(\.count)
    #expect(standings == ["present": 5, "missing": 2, "delisted": 1])
    #expect(
      documents.filter(\.listedBy.isEmpty).map(\.title) == [
        "Child B SCR Final Overview Report – MSCB 2017"
      ]
    )
    #expect(documents.map(\.title).contains("Child D: Serious case review: here"))
    #expect(try await program.run("verify").status == 0)
    let complaints = try await installation.complaints()
    #expect(complaints.isEmpty)

    // The catalogue is only an index: without it, the same answers.
    let before = try await program.run("list").text
    try FileManager.default.removeItem(
      atPath: installation.archive.appending("catalogue.sqlite").string
    )
    #expect(try await program.run("list").status == 1)
    #expect(try await program.run("reindex").status == 0)
    let after = try await program.run("list").text
    #expect(after == before)
  }

  private func checkRestoring(_ installation: Installation, first: [UInt8]) async throws {
    let program = installation.program
    let target = installation.folder.appending("child-d.pdf").string
    let restored = try await program.run(
      "restore",
      "Child D Final",
      "--version",
      "1",
      "--to",
      target
    )
    #expect(restored.status == 0, "\(restored.errorText)")
    #expect(try Files.readBytes(FilePath(target)) == first)
    let refused = try await program.run("restore", "Child D Final", "--to", target)
    #expect(refused.status == 1)
    #expect(refused.errorText.contains("--overwrite"))
    #expect(try Files.readBytes(FilePath(target)) == first, "nothing is overwritten unasked")
    let unknown = try await program.run("restore", "Chidl D Final")
    #expect(unknown.status == 1)
    #expect(unknown.errorText.contains("did you mean"))
    let all = try await program.run(
      "restore",
      "Child D Final",
      "--all",
      "--to",
      installation.folder.string
    )
    #expect(all.status == 0, "\(all.errorText)")
    let second = installation.folder.appending("SCR-Child-D-Final-Report-v2.pdf")
    #expect(try Files.readBytes(second) == SampleSite.document("child-d-second-edition.pdf"))
  }
}
