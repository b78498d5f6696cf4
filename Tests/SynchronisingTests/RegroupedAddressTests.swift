// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Curl
import Night
import Records
import Support
import Testing

@testable import Synchronising

/// Links that look alike, under addresses that are signed anew each night and tell nothing of what they lead to.
@Suite(.timeLimit(.minutes(5)))
struct `Documents under one text and addresses that are signed anew` {
  /// How an address looks: `#` is another each night, `*` is another for each document, and none says which it is.
  static let forms = [
    "/get?token=*#", "/get?X-Amz-Date=2026030#T020000Z&X-Amz-Signature=*#",
    "/s/Zk3*bQ8x#7Lm2Pw9Rt4v/report.pdf",
  ]

  /// Puts documents on the list in this order, each with its own words or with those of all.
  ///
  /// - Returns: their addresses tonight, in this order.
  @discardableResult
  static func list(
    _ names: [String],
    on site: Partnership,
    _ form: String,
    night: Int,
    at host: String = Partnership.host,
    text: (String) -> String = { _ in "Read the report" },
    body: (String) -> String = { $0 }
  ) -> [String] {
    func address(_ name: String, _ night: Int) -> String {
      let key = String(
        repeating: String(name.first.map { $0.asciiValue ?? 0 } ?? 0, radix: 16),
        count: 3
      )
      return form.replacing("*", with: key).replacing("#", with: "\(night)")
    }
    let targets = names.map { address($0, night) }
    let links = zip(names, targets).map {
      #"<p><a href="http://\#(host)\#($1)">\#(text($0))</a></p>"#
    }
    let page = "<title>R</title><main><h1>Reviews</h1>\(links.joined())</main>"
    site.serve("/reviews/") { _ in .ok(Array(page.utf8), type: "text/html; charset=utf-8") }
    site.serveAnythingElse { _ in .status(403) }
    for old in 1...night { for name in "abcdexy" { site.drop(address("\(name)", old)) } }
    for (name, target) in zip(names, targets) { site.serve(target, Bodies.pdf(body(name))) }
    return targets
  }

  @Test(arguments: forms)
  func `are the same whatever their order, and are asked for once`(form: String) async throws {
    try await Partnership.run { site in
      let orders = ["abcde", "edcba", "bcdea", "eabdc", "abcde"].map { $0.map(String.init) }
      for (night, names) in zip(1..., orders) {
        let targets = Self.list(names, on: site, form, night: night)
        let asked = try await site.requests {
          let report = try await site.night()
          #expect(report.counts.new == (night == 1 ? 5 : 0), "\(report.news.map(\.address))")
          #expect(report.hasNews == (night == 1), "\(report.news.map(\.news)) \(report.sources)")
          #expect(report.counts.visited == 5)
        }
        #expect(asked == (targets + ["/reviews/"]).sorted())
      }
      try await Self.expectWholeArchive(of: site, 5)
    }
  }

  @Test(arguments: forms)
  func `are the same where their words change, or stand elsewhere`(form: String) async throws {
    try await Partnership.run { site in
      Self.list(["a", "b", "c"], on: site, form, night: 1) { "Report \($0)" }
      _ = try await site.night()
      Self.list(["c", "a", "b"], on: site, form, night: 2) { "Report \($0), published" }
      let report = try await site.night()
      #expect(report.counts.new == 0 && report.news.isEmpty, "\(report.news)")
      let titles = try await site.archive.catalogue().documents(
        containingAll: [Partnership.host],
        limit: 20
      ).map(
        \.title
      ).sorted()
      #expect(titles.filter { $0.contains("published") }.count == 3, "\(titles)")
      try await Self.expectWholeArchive(of: site, 3)
    }
  }

  @Test(arguments: forms)
  func `are found among what is new, and what is gone is told`(form: String) async throws {
    try await Partnership.run { site in
      Self.list(["a", "b", "c", "d"], on: site, form, night: 1)
      _ = try await site.night()
      Self.list(["d", "x", "a", "b", "y"], on: site, form, night: 2)
      let report = try await site.night()
      #expect(report.counts.new == 2 && report.counts.changed == 0)
      let news = report.news.map(\.news.word).sorted()
      #expect(news == ["appeared", "appeared", "delisted"], "\(news)")
      Self.list(["y", "x", "d", "b", "a"], on: site, form, night: 3)
      let third = try await site.night()
      #expect(third.news.isEmpty, "\(third.news)")
      try await Self.expectWholeArchive(of: site, 6)
    }
  }

  @Test func `are what remains where one of them fails`() async throws {
    try await Partnership.run { site in
      let form = "/get?token=*#"
      Self.list(["a", "b", "c"], on: site, form, night: 1)
      _ = try await site.night()
      let targets = Self.list(["c", "a", "b"], on: site, form, night: 2)
      site.serve(targets[1]) { _ in .status(500) }
      let report = try await site.night()
      #expect(report.counts.new == 0 && report.news.isEmpty, "\(report.news)")
      #expect(report.troubles.map(\.verdict) == [.serverError(status: 500)])
      Self.list(["b", "a", "c"], on: site, form, night: 3)
      let third = try await site.night()
      #expect(third.news.isEmpty && third.troubles.isEmpty, "\(third.news)")
      try await Self.expectWholeArchive(of: site, 3)
    }
  }

  @Test func `are their own where one of them changed and all changed places`() async throws {
    try await Partnership.run { site in
      let form = "/get?Expires=177000#&Signature=*#"
      Self.list(["a", "b", "c"], on: site, form, night: 1)
      _ = try await site.night()
      Self.list(["c", "a", "b"], on: site, form, night: 2) { _ in
        "Read the report"
      } body: {
        $0 == "a" ? "a, second edition" : $0
      }
      let report = try await site.night()
      // Nothing says whose edition it is.
      #expect(report.counts.new == 1 && report.counts.changed == 0)
      #expect(Set(report.news.map(\.news)) == [.appeared, .delisted])
      try await Self.expectWholeArchive(of: site, 4)
    }
  }

  /// As of a site that moves to another host overnight, on which everything is signed anew.
  @Test func `are the same on another host, when their site moves in the night of new signatures`()
    async throws
  {
    let form = "/files/*.pdf?token=k#&expires=177000#"
    try await Partnership.run { site in
      let names = SignedNames.all
      let first = SignedNames.list(site, form, night: 1, on: Partnership.host)
      _ = try await site.night()
      for night in 2...4 {
        _ = SignedNames.list(site, form, night: night, on: "new.partnership.example")
        let report = try await site.night { plan in
          plan.network.connectTo.append("new.partnership.example:80:127.0.0.1:\(site.server.port)")
        }
        #expect(report.counts.new == 0 && report.news.isEmpty, "\(report.news.map(\.address))")
        #expect(report.counts.unchanged == names.count)
      }
      for target in first { #expect(try await site.standing(of: target) == "present") }
    }
  }

  /// Where the new host calls one of them its own, the others are no less there.
  @Test(arguments: ["", "c", "abd"])
  func `are the same on another host, when new ones come there or leave later`(leaving: String)
    async throws
  {
    let form = "/get?token=*#&expires=177000#"
    try await Partnership.run { site in
      var delisted = 0
      let lists = ["abcd", "abcd", "xabcd", "xabcd", "xyabcd", "xyabcd"]
      for (night, list) in zip(1..., lists) {
        let host = night == 1 ? Partnership.host : "new.partnership.example"
        let names = list.filter { night < 4 || !leaving.contains($0) }.map(String.init)
        Self.list(names, on: site, form, night: night, at: host) { "Report \($0)" }
        let report = try await site.night { plan in
          plan.network.connectTo.append("new.partnership.example:80:127.0.0.1:\(site.server.port)")
        }
        #expect(report.counts.new == [4, 0, 1, 0, 1, 0][night - 1], "\(report.news)")
        // A list that loses most of what it had is believed a night later.
        delisted += report.news.count { $0.news == .delisted }
      }
      #expect(delisted == leaving.count)
      let documents = try await site.archive.catalogue().documents(
        containingAll: ["partnership.example/get"],
        limit: 20
      )
      #expect(documents.count == 6, "\(documents.map(\.address))")
    }
  }

  @Test func `are the same where their source gets another id in the night of new signatures`()
    async throws
  {
    let form = "/files/*.pdf?token=k#&expires=177000#"
    try await Partnership.run { site in
      for night in 1...3 {
        let targets = SignedNames.list(site, form, night: night, on: Partnership.host)
        let report = try await site.night { plan in
          guard night > 1 else { return }
          let old = plan.sources[0]
          plan.sources[0] = Source(id: "renamed", title: old.title, place: old.place)
        }
        #expect(report.counts.new == (night == 1 ? targets.count : 0))
        #expect(night == 1 || report.news.isEmpty && report.retired.isEmpty, "\(report.retired)")
      }
      let documents = try await site.archive.catalogue().documents(of: "renamed")
      #expect(documents.count == SignedNames.all.count)
    }
  }

  /// Each is kept once, and the catalogue made again says the same.
  private static func expectWholeArchive(of site: Partnership, _ count: Int) async throws {
    let documents = try await site.archive.catalogue()
      .documents(containingAll: [Partnership.host], limit: 20).filter { $0.role == .document }
    #expect(documents.count == count, "\(documents.map(\.address))")
    #expect(documents.allSatisfy { $0.version == 1 })
    let checked = try await Verification(of: site.archive).full(cores: 1)
    #expect(checked.findings.isEmpty)
  }
}

/// Documents with names, listed under signed addresses of some host.
private enum SignedNames {
  static let all = ["a", "b", "c", "d"]

  static func list(_ site: Partnership, _ form: String, night: Int, on host: String) -> [String] {
    let targets = all.map { form.replacing("*", with: $0).replacing("#", with: "\(night)") }
    let links = zip(all, targets).map {
      #"<li><a href="http://\#(host)\#($1)">Report \#($0)</a></li>"#
    }
    let page = "<title>R</title><main><h1>Reviews</h1><ul>\(links.joined())</ul></main>"
    site.serveAnythingElse { _ in .status(403) }
    site.serve("/reviews/") { _ in .ok(Array(page.utf8), type: "text/html; charset=utf-8") }
    for (name, target) in zip(all, targets) { site.serve(target, Bodies.pdf(name)) }
    return targets
  }
}
