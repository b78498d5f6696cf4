// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Night
import Records
import Support
import Testing

@testable import Synchronising

/// Addresses with a signature, a token or a mark that is another each night, of documents that are the same.
@Suite(.timeLimit(.minutes(5)))
struct `Documents under addresses that are signed anew each night` {
  /// How an address looks: `#` is another each night, `*` the document's own name.
  static let forms = [
    "/files/*.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=2026030#T020000Z&X-Amz-Expires=900&X-Amz-Signature=f0#ab",
    "/files/*.pdf?AWSAccessKeyId=AKIA1&Expires=177000#&Signature=vj%2Bb#Q%3D",
    "/files/*.pdf?X-Goog-Date=2026030#T020000Z&X-Goog-Signature=90#aa",
    "/files/*.pdf?Expires=177000#&Signature=Ab#~x_&Key-Pair-Id=K1",
    "/files/*.pdf?sv=2024-11-04&se=2026-03-0#T03%3A00%3A00Z&sr=b&sp=r&sig=d#%2Fz%3D",
    "/files/*.pdf?OSSAccessKeyId=LTA1&Expires=177000#&Signature=q#",
    "/files/*.pdf?token=k#9&expires=177000#", "/files/*.pdf?hdnea=exp=177000#~acl=/*~hmac=a#",
    "/files/*.pdf?id=7&token=k#", "/download?file=*&sig=a#", "/files/*.pdf?5f#a09cc",
    "/files/*.pdf?v=#", "/s/Zk3#bQ8x7Lm2Pw9Rt4v/*.pdf",
    "/files/*.pdf?key=9f86d081884c7d6#&expires=177000000#",
    "/get?id=*&st=_e4Nc3iduzkWRm01TBBNY#&e=177000000#",
    "/s/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0#/*.pdf",
  ]

  static let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]

  static func address(_ form: String, _ name: String, _ night: Int) -> String {
    form.replacing("*", with: name).replacing("#", with: "\(night)")
  }

  /// Puts documents on the list under tonight's addresses; those of other nights are refused.
  static func sign(
    _ site: Partnership,
    _ form: String,
    _ night: Int,
    _ names: [String] = names,
    body: (String) -> String = { $0 }
  ) -> [String] {
    let targets = names.map { address(form, $0, night) }
    let links = zip(names, targets).map { #"<li><a href="\#($1)">Report \#($0), PDF</a></li>"# }
    let page = "<title>R</title><main><h1>Reviews</h1><ul>\(links.joined())</ul></main>"
    site.serveAnythingElse { _ in .status(403) }
    site.serve("/reviews/") { _ in .ok(Array(page.utf8), type: "text/html; charset=utf-8") }
    for old in 1..<night { for name in Self.names { site.drop(address(form, name, old)) } }
    for (name, target) in zip(names, targets) { site.serve(target, Bodies.pdf(body(name))) }
    return targets
  }

  @Test(arguments: forms)
  func `are ten, with one version each, and asked for as the list has them`(
    form: String
  ) async throws {
    try await Partnership.run { site in
      var first: [String] = []
      for night in 1...4 {
        let targets = Self.sign(site, form, night)
        if night == 1 { first = targets }
        let asked = try await site.requests {
          let report = try await site.night()
          #expect(report.counts.new == (night == 1 ? 10 : 0), "\(report.news.map(\.address))")
          #expect(report.hasNews == (night == 1), "\(report.news.map(\.news)) \(report.sources)")
          #expect(report.sources.map(\.listed) == [10])
        }
        #expect(asked == (targets + ["/reviews/"]).sorted())
      }
      for target in first {
        #expect(try await site.standing(of: target) == "present")
        #expect(try await site.versions(of: target) == 1)
      }
    }
  }

  @Test func `are two where both stand on the list at once`() async throws {
    try await Partnership.run { site in
      for night in 1...3 {
        site.serveAnythingElse { _ in .status(403) }
        let targets = ["a", "b"].map { "/download?token=\($0)\(night)" }
        let links = zip(["One", "Two"], targets).map { #"<a href="\#($1)">\#($0)</a>"# }
        let page = "<title>R</title><main><h1>Reviews</h1>\(links.joined())</main>"
        site.serve("/reviews/") { _ in .ok(Array(page.utf8), type: "text/html; charset=utf-8") }
        for target in targets { site.serve(target, Bodies.pdf(String(target.dropLast()))) }
        let report = try await site.night()
        #expect(report.counts.new == (night == 1 ? 2 : 0))
        #expect(report.hasNews == (night == 1), "\(report.news)")
      }
    }
  }

  @Test func `are others where their bytes are, and the advice to join them is told once`()
    async throws
  {
    let form = "/files/*.pdf?Expires=177000#&Signature=Ab#&Key-Pair-Id=K1"
    try await Partnership.run { site in
      _ = Self.sign(site, form, 1)
      _ = try await site.night()
      _ = Self.sign(site, form, 2) { $0 == "a" ? "a, second edition" : $0 }
      let report = try await site.night()
      #expect(report.counts.new == 1 && report.counts.changed == 0)
      let new = report.news.first { $0.news == .appeared }
      #expect(new?.address == (try site.address(Self.address(form, "a", 2))))
      #expect(new?.sentence.contains(Self.address(form, "a", 1)) == true)
      #expect(report.sources.first?.proposedNoise == ["Expires", "Key-Pair-Id", "Signature"])
      #expect(
        report.sources.first?.advice?.contains("queryNoise: [Expires, Key-Pair-Id, Signature]")
          == true
      )
      _ = Self.sign(site, form, 3) { ["a", "b"].contains($0) ? "\($0), second edition" : $0 }
      let second = try await site.night()
      #expect(second.counts.new == 1)
      #expect(second.sources.first?.advice == nil, "it was told")
      let setting = second.sources.first?.noiseSetting
      #expect(setting == "`queryNoise: [Expires, Key-Pair-Id, Signature]`", "it lasts")
      // Heeded, it makes a change of what it was.
      for night in 4...5 {
        _ = Self.sign(site, form, night) { "abc".contains($0) ? "\($0), second edition" : $0 }
        let joined = try await site.night { plan in
          plan.sources[0].queryNoise = ["Expires", "Key-Pair-Id", "Signature"]
        }
        #expect(joined.counts.new == 0 && joined.retired.isEmpty, "\(joined.retired)")
        #expect(joined.counts.changed == (night == 4 ? 1 : 0))
        #expect(joined.sources.first?.proposedNoise == nil)
        #expect(!joined.news.contains { $0.news == .delisted })
      }
      #expect(try await site.versions(of: Self.address(form, "c", 1)) == 2)
    }
  }

  @Test func `are told with advice no more when their addresses are lasting ones`() async throws {
    let form = "/files/*.pdf?Expires=177000#&Signature=Ab#"
    try await Partnership.run { site in
      for night in 1...2 {
        _ = Self.sign(site, form, night) { "\($0), edition \(night)" }
        let report = try await site.night()
        #expect((report.sources.first?.proposedNoise == nil) == (night == 1))
      }
      site.serve("/reviews/") { _ in .status(503) }
      #expect(try await site.night().sources.first?.proposedNoise != nil, "nobody knows")
      _ = Self.sign(site, "/files/*.pdf", 4)
      #expect(try await site.night().sources.first?.proposedNoise == nil)
    }
  }

  @Test(arguments: [400, 401, 403, 404, 410])
  func `are no more than listed no more, where the old signature has come to an end`(
    status: Int
  ) async throws {
    let form = "/files/*.pdf?Expires=177000#&Signature=Ab#&Key-Pair-Id=K1"
    try await Partnership.run { site in
      _ = Self.sign(site, form, 1)
      _ = try await site.night()
      for night in 2...3 {
        _ = Self.sign(site, form, night) { "\($0), edition \(min(night, 2))" }
        site.serveAnythingElse { _ in .status(status) }
        let report = try await site.night()
        let bad: Set<News> = [.blocked, .unreachable, .missing, .gone]
        #expect(!report.news.contains { bad.contains($0.news) })
        #expect(report.degradedHosts.isEmpty)
        let delisted = report.news.filter { $0.news == .delisted }
        #expect(delisted.count == (night == 2 ? 10 : 0))
        #expect(delisted.allSatisfy { $0.sentence.contains("good for a time only") })
        #expect(report.hasNews == (night == 2))
      }
      #expect(try await site.standing(of: Self.address(form, "a", 1)) == "delisted")
    }
  }

  @Test(arguments: [403, 404, 410])
  func `are listed no more, where their signature is named as noise`(status: Int) async throws {
    let form = "/files/*.pdf?Expires=177000#&Signature=Ab#&Key-Pair-Id=K1"
    try await Partnership.run { site in
      for night in 1...4 {
        _ = Self.sign(site, form, night, night < 3 ? Self.names : Array(Self.names.dropFirst(2)))
        site.serveAnythingElse { _ in .status(status) }
        let report = try await site.night {
          $0.sources[0].queryNoise = ["Expires", "Key-Pair-Id", "Signature"]
        }
        guard night > 1 else { continue }
        #expect(report.news.map(\.news) == (night == 3 ? [.delisted, .delisted] : []))
      }
      #expect(try await site.standing(of: "/files/a.pdf") == "delisted")
    }
  }

  @Test(arguments: ["/files/*.pdf", "/get?token=*"])
  func `are missing still, where nothing of their address comes to an end`(
    form: String
  ) async throws {
    try await Partnership.run { site in
      _ = Self.sign(site, form, 1)
      _ = try await site.night()
      _ = Self.sign(site, form, 2, Array(Self.names.dropFirst(1)))
      site.serve(Self.address(form, "a", 1)) { _ in .status(404) }
      let report = try await site.night { $0.sources[0].queryNoise = ["Expires", "Signature"] }
      #expect(report.news.map(\.news) == [.missing])
    }
  }

  @Test func `are kept from us still, where a listed one is refused`() async throws {
    let form = "/files/*.pdf?Expires=1770000&Signature=Ab"
    try await Partnership.run { site in
      let targets = Self.sign(site, form, 1)
      _ = try await site.night()
      site.serve(targets[0]) { _ in .status(403) }
      #expect(try await site.night().news.map(\.news) == [.blocked])
    }
  }

  @Test func `are left alone where the parameter is what tells documents apart`() async throws {
    try await Partnership.run { site in
      for (night, names) in [(1, ["a", "b", "c"]), (2, ["b", "c", "d"])] {
        site.serveAnythingElse { _ in .status(404) }
        let links = names.map { #"<a href="/get?token=\#($0)">Report \#($0)</a>"# }
        let page = "<title>R</title><main><h1>Reviews</h1>\(links.joined())</main>"
        site.serve("/reviews/") { _ in .ok(Array(page.utf8), type: "text/html; charset=utf-8") }
        for name in ["a", "b", "c", "d"] { site.serve("/get?token=\(name)", Bodies.pdf(name)) }
        let report = try await site.night()
        guard night == 2 else { continue }
        #expect(report.news.map(\.news) == [.appeared, .delisted])
        #expect(report.sources.first?.advice == nil)
        #expect(report.news.first?.sentence.contains("take the place") == false)
      }
      #expect(try await site.versions(of: "/get?token=a") == 1)
    }
  }
}
