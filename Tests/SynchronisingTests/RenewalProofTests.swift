// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Night
import Records
import Support
import Testing

@testable import Synchronising

/// What proves that a new address is an old document's: its bytes, and nothing that a server says instead.
@Suite(.timeLimit(.minutes(5)))
struct `Of a document under another address` {
  typealias Link = (target: String, text: String, heading: String)

  static func list(_ site: Partnership, _ links: [Link]) {
    let items = links.map {
      #"<h2>\#($0.heading)</h2><p><a href="\#($0.target)">\#($0.text)</a></p>"#
    }
    let page = "<title>R</title><main><h1>Reviews</h1>\(items.joined())</main>"
    site.serve("/reviews/") { _ in .ok(Array(page.utf8), type: "text/html; charset=utf-8") }
  }

  /// Addresses of which one part names the document and looks as if it were of one load.
  static let forms = [
    "/download?token=*", "/files/report.pdf?v=*", "/media/*/report.pdf", "/get.pdf?sid=*",
  ]

  /// What a server has to say of a file that was not asked for before.
  static let witnesses: [[(String, String)]] = [
    [("Last-Modified", "Mon, 02 Feb 2026 08:00:00 GMT")], [("ETag", "W/\"1\"")],
    [("ETag", "\"1\""), ("Last-Modified", "Mon, 02 Feb 2026 08:00:00 GMT")],
  ]

  static func name(_ number: Int) -> String { "5a7f1b2aed915d74e33f450\(number)" }

  @Test(arguments: forms, witnesses.indices)
  func `no answer without a body is believed`(form: String, witness: Int) async throws {
    try await Partnership.run { site in
      let targets = (0..<6).map { form.replacing("*", with: Self.name($0)) }
      for target in targets {
        site.serve(target) { request in
          let isAsked = request.headers.contains {
            ["if-modified-since", "if-none-match"].contains($0.name.lowercased())
          }
          return isAsked
            ? .status(304, Self.witnesses[witness])
            : .ok(Bodies.pdf(target), type: "application/pdf", headers: Self.witnesses[witness])
        }
      }
      for night in 1...4 {
        // The second leaves, and the fifth comes, under the same text and another heading.
        let listed = (0..<6).filter { night < 3 ? $0 != 4 : $0 != 1 }
        Self.list(site, listed.map { (targets[$0], "Download the report", "Case \($0)") })
        let report = try await site.night()
        let news = report.news.map { "\($0.news.word) \($0.address.text.contains(Self.name(4)))" }
        switch night {
        case 1: #expect(report.counts.new == 5)
        case 3:
          #expect(news == ["appeared true", "delisted false"])
          #expect(!report.news.contains { $0.sentence.contains("take the place") })
          #expect(report.sources.first?.advice == nil)
        default: #expect(news.isEmpty)
        }
      }
      #expect(try site.body(of: targets[4], version: 1) == Bodies.pdf(targets[4]))
      #expect(try await site.standing(of: targets[1]) == "delisted")
    }
  }

  @Test func `a tag that promises equal bytes spares them once they were seen to be equal`()
    async throws
  {
    try await Partnership.run { site in
      let form = "/files/*.pdf?X-Amz-Date=2026030#T020000Z&X-Amz-Signature=f0#ab"
      for night in 1...5 {
        _ = `Documents under addresses that are signed anew each night`.sign(site, form, night)
        let report = try await site.night()
        #expect(report.hasNews == (night == 1))
        #expect((report.counts.bytes > 5_000) == (night < 3), "\(report.counts.bytes)")
      }
    }
  }

  @Test func `several under one text are told apart by their bytes`() async throws {
    try await Partnership.run { site in
      for night in 1...3 {
        site.serveAnythingElse { _ in .status(404) }
        let names = night < 3 ? ["a", "b", "c"] : ["n", "a", "b", "c"]
        let targets = names.map { "/get?token=\($0)\(night)k9&expires=177000\(night)" }
        Self.list(site, targets.map { ($0, "Download", "Reviews") })
        for (name, target) in zip(names, targets) { site.serve(target, Bodies.pdf(name)) }
        let report = try await site.night()
        #expect(report.counts.new == [3, 0, 1][night - 1], "\(report.news)")
        #expect(report.hasNews == (night != 2), "\(report.news)")
        #expect(!report.news.contains { $0.news != .appeared })
      }
    }
  }

  @Test(arguments: ["v", "t", "token"])
  func `the same new bytes at its old address make a version of it`(mark: String) async throws {
    try await Partnership.run { site in
      for night in 1...5 {
        let number = night < 3 ? 1 : 2
        for old in 1...2 {
          site.serve("/files/a.pdf?\(mark)=\(old)", Bodies.pdf("edition \(number)"))
          site.serve("/files/b.pdf?\(mark)=\(old)", Bodies.pdf("b"))
        }
        let targets = ["a", "b"].map { "/files/\($0).pdf?\(mark)=\(number)" }
        Self.list(site, targets.map { ($0, "Report \($0.prefix(8))", "Reviews") })
        let report = try await site.night()
        let news = report.news.map(\.news)
        #expect(news == (night == 1 ? [.appeared, .appeared] : night == 3 ? [.replaced] : []))
        #expect(report.sources.first?.advice == nil)
      }
      #expect(try await site.versions(of: "/files/a.pdf?\(mark)=1") == 2)
      #expect(try await site.standing(of: "/files/a.pdf?\(mark)=1") == "present")
    }
  }
}
