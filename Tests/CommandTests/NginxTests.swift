// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// The program against a server that is not our own.
@Suite(
  .enabled(if: Nginx.isPresent, "needs Debian's package nginx-light"),
  .timeLimit(.minutes(10))
)
struct `Two nights with nginx` {
  private static let host = "www.northbrookscp.example"
  private static let files = ["child-a", "child-b", "child-d", "jason"]

  private static func page(_ names: [String]) -> [UInt8] {
    let items = names.map { "<li><a href=\"../files/\($0).pdf\">The review of \($0)</a></li>" }
    return Array(
      """
      <!doctype html><html><head><title>Reviews</title></head><body><main><h1>Reviews</h1>
      <ul>\(items.joined(separator: "\n"))
      <li><a href="/private/minutes.pdf">Minutes of the board</a></li></ul></main></body></html>
      """.utf8
    )
  }

  /// A site as an editor fills it, with a robots.txt that closes a part.
  private static func fill(_ nginx: Nginx) throws {
    let documents = [
      "child-a-overview-2013.pdf", "child-b-overview-2017.pdf", "child-d-first-edition.pdf",
      "lessons-and-messages.pdf",
    ]
    for (name, document) in zip(files, documents) {
      try nginx.write(try SampleSite.document(document), to: "files/\(name).pdf")
    }
    try nginx.write(try SampleSite.document(documents[0]), to: "private/minutes.pdf")
    try nginx.write(page(files), to: "reviews/index.html")
    try nginx.write(Array("User-agent: *\nDisallow: /private/\n".utf8), to: "robots.txt")
  }

  /// What nginx noted while `work` was done.
  private func requests(
    to nginx: Nginx,
    during work: () async throws -> Void
  ) async throws -> [String] {
    let before = try nginx.requests().count
    try await work()
    return try Array(nginx.requests().dropFirst(before))
  }

  @Test func `are mirrored, cost next to nothing where nothing is new, and are told`() async throws
  {
    try await ScratchDirectory.run { scratch in
      try await Nginx.run(in: scratch) { nginx in
        try Self.fill(nginx)
        let installation = try await Installation(
          in: scratch.appending("northbrook"),
          hosts: ["\(Self.host):80"],
          at: nginx.port,
          sources: "  - { id: reviews, page: \"http://\(Self.host)/reviews/\" }"
        )
        let program = installation.program
        let first = try await program.run("sync")
        #expect(first.status == 0, "\(first.errorText)")
        #expect(first.text.contains("New (4)"), "\(first.text)")

        let second = try await requests(to: nginx) {
          let quiet = try await program.run("sync")
          #expect(quiet.status == 0 && quiet.text.isEmpty, "\(quiet.text)\(quiet.errorText)")
        }
        let visits = second.filter { $0.contains(" /files/") }.sorted()
        #expect(visits == Self.files.sorted().map { "GET /files/\($0).pdf 304 0" })

        try await checkChanges(nginx, program)
        #expect(try await program.run("verify").status == 0)
        let complaints = try await installation.complaints()
        #expect(complaints.isEmpty)
        #expect(try nginx.requests().allSatisfy { !$0.contains("/private/") })
        #expect(try nginx.requests().contains { $0.hasPrefix("GET /robots.txt 200 ") })
      }
    }
  }

  private func checkChanges(_ nginx: Nginx, _ program: Program) async throws {
    let edition = try SampleSite.document("child-d-second-edition.pdf")
    try nginx.write(edition, to: "files/child-d.pdf")
    try nginx.remove("files/child-a.pdf")
    let third = try await requests(to: nginx) {
      let run = try await program.run("sync", "--fail-on", "missing")
      #expect(run.status == 2, "\(run.errorText)")
      #expect(run.text.contains("Missing tonight (1)"), "\(run.text)")
      #expect(run.text.contains("Changed: a new version is kept (1)"), "\(run.text)")
    }
    #expect(third.contains("GET /files/child-d.pdf 200 \(edition.count)"))
    let documents = try await program.answer(ListAnswer.self, "list").documents
    let versions = documents.first { $0.address.hasSuffix("child-d.pdf") }?.versions
    #expect(versions == 2)

    let fourth = try await requests(to: nginx) {
      let check = try await program.run("check", "reviews")
      #expect(check.status == 2)
      #expect(check.text.contains("child-a.pdf"))
      #expect(!check.text.contains("child-b.pdf"), "what is alive is not told")
    }
    // What is served decides, and no head of an answer.
    #expect(fourth.count { $0.hasPrefix("GET /files/child-b.pdf 200") } == 1)
    #expect(!fourth.contains { $0.hasPrefix("HEAD ") })
  }
}
