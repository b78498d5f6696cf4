// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Archiving
import Fetching
import Foundation
import HTTP
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// List pages that send their reader on, and such as list nothing.
@Suite(.timeLimit(.minutes(5)))
struct `A list page that sends its reader on` {
  private static func page(_ refresh: String) -> [UInt8] {
    Array(
      """
      <!doctype html><html><head><title>Moved</title><meta http-equiv="refresh" content="\(refresh)"></head>
      <body><p>We have moved.</p></body></html>
      """.utf8
    )
  }

  @Test(arguments: ["0; url=/learning/", "5;URL='/learning/'", "10, /learning/"])
  func `is followed as a redirect is, and the hop is on record`(refresh: String) async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"], on: "/learning/")
      for name in ["/a.pdf", "/b.pdf"] { site.serve(name, Bodies.pdf(name)) }
      site.serve("/reviews/", Self.page(refresh), type: "text/html")
      let first = try await site.night()
      #expect(first.counts.new == 2)
      #expect(first.sources.map(\.listed) == [2] && first.isWhole)
      let capture = try site.archive.capture(of: site.address("/reviews/"), version: 1)
      #expect(capture.redirects.map(\.status) == [200])
      #expect(!(try await site.night()).hasNews)
    }
  }

  @Test func `that is not changed is asked for on condition at its end`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/reviews/", Self.page("0; url=/learning/"), type: "text/html")
      let list = Array("<title>L</title><main><a href=/a.pdf>A</a></main>".utf8)
      site.serve("/learning/") { .document(list, type: "text/html", etag: "\"one\"", for: $0) }
      _ = try await site.night()
      let quiet = try await site.night()
      #expect(!quiet.hasNews && quiet.counts.unchanged == 1)
      let asked = site.server.requests.filter { $0.target == "/learning/" }
      #expect(asked.map { $0["If-None-Match"] } == [nil, "\"one\""])
    }
  }

  @Test(arguments: ["/reviews/2", "https://127.0.0.1:9/", "mailto:a@example.org"])
  func `round in a circle, or to nowhere, brings no list`(target: String) async throws {
    try await Partnership.run { site in
      site.serve("/reviews/", Self.page("0; url=\(target)"), type: "text/html")
      site.serve("/reviews/2", Self.page("0; url=/reviews/"), type: "text/html")
      let report = try await site.night()
      #expect(report.isWhole == target.hasPrefix("mailto"), "nobody can be sent there")
      #expect(report.sources.first?.sentence != nil)
    }
  }

  @Test(arguments: [String.Encoding.utf8, .utf16, .isoLatin1])
  func `is known by the file that was kept of it`(encoding: String.Encoding) throws {
    try ScratchDirectory.run { folder in
      let page = try WebAddress("https://www.example.org/reviews/")
      for (refresh, target) in [
        ("0; url=/learning/", "https://www.example.org/learning/"), ("60; url=/learning/", nil),
      ] {
        let text = String(decoding: Self.page(refresh), as: UTF8.self)
        let file = folder.appending("page-\(refresh.utf8.count)")
        try Files.writeBytes(Array(try #require(text.data(using: encoding))), to: file)
        for place in [BodyPlace.file(file), .memory(try Files.readBytes(file))] {
          let found = try PageFetcher.target(ofPageIn: place, at: page, nil)
          #expect(found?.text == target)
        }
      }
    }
  }

  @Test(arguments: [
    ("0; url=/learning/", "<p>We have moved."), ("5;URL=/learning/", ""),
    (nil, "<p>Moved.<script>window.location.href = '/learning/';</script>"),
  ])
  func `by a field or a script is followed as by its markup`(field: String?, body: String)
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"], on: "/learning/")
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/reviews/") { _ in
        let fields = [("Content-Type", "text/html")] + (field.map { [("Refresh", $0)] } ?? [])
        return .status(200, fields, body: Array(body.utf8))
      }
      let first = try await site.night()
      #expect(first.counts.new == 1 && first.sources.map(\.listed) == [1])
      #expect(!(try await site.night()).hasNews)
    }
  }

  @Test func `by a field after a while, or to a log-out, is told with where it leads`()
    async throws
  {
    for refresh in ["60; url=/learning/", "0; url=/user/logout"] {
      try await Partnership.run { site in
        site.serve("/reviews/") { _ in
          .status(
            200,
            [("Content-Type", "text/html"), ("Refresh", refresh)],
            body: Array("<p>Moved".utf8)
          )
        }
        let first = try await site.night()
        let target = String(refresh.split(separator: "=")[1])
        #expect(first.sources.first?.sentence?.contains(target) == true)
        #expect(!site.server.requests.contains { $0.target == target })
      }
    }
  }

  private static func list(_ refresh: String, in wrapper: String = "") -> [UInt8] {
    let meta = "<meta http-equiv=refresh content=\"\(refresh)\">"
    let head = wrapper.isEmpty ? meta : "<\(wrapper)>\(meta)</\(wrapper)>"
    return Array(
      "<!doctype html><html><head><title>L</title>\(head)</head><main><a href=/a.pdf>A</a></main>"
        .utf8
    )
  }

  @Test(arguments: [
    "5; url=/a.pdf", "0; url=/lost", "0; url=/down", "0; url=/round", "5; url=https://127.0.0.1:9/",
  ])
  func `to no page is read itself, if it has links`(refresh: String) async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/down") { _ in .status(500) }
      site.serve("/round", Self.page("0; url=/reviews/"), type: "text/html")
      site.serve("/reviews/", Self.list(refresh), type: "text/html")
      let first = try await site.night()
      #expect(first.counts.new == 1 && first.isWhole)
      #expect(first.sources.first?.sentence == nil && first.sources.first?.listed == 1)
      #expect(!(try await site.night()).hasNews)
    }
  }

  @Test func `to itself under another name each time is read, and asked for twice`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      for number in 0..<12 {
        let name = number == 0 ? "/reviews/" : "/reviews/?reload=\(number)"
        site.serve(name, Self.list("10; url=/reviews/?reload=\(number + 1)"), type: "text/html")
      }
      let first = try await site.night()
      #expect(first.counts.new == 1 && first.isWhole)
      #expect(site.server.requests.filter { $0.target.hasPrefix("/reviews/") }.count == 2)
    }
  }

  @Test func `only where no script runs is read itself`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.list([], on: "/nojs")
      site.serve("/reviews/", Self.list("0; url=/nojs", in: "noscript"), type: "text/html")
      let first = try await site.night()
      #expect(first.counts.new == 1)
      #expect(!site.server.requests.contains { $0.target == "/nojs" })
    }
  }

  @Test func `and is a wall stays a wall, wherever it leads`() async throws {
    try await Partnership.run { site in
      let wall = """
        <html><head><meta http-equiv="refresh" content="10; url=/distil_r_captcha.html">
        <script src="/_Incapsula_Resource?SWJIYLWA=1"></script></head><body></body></html>
        """
      site.serve("/reviews/", Array(wall.utf8), type: "text/html")
      let report = try await site.night()
      guard case .blocked(by: .imperva) = report.sources.first?.verdict else {
        Issue.record("\(String(describing: report.sources.first))")
        return
      }
    }
  }

  @Test func `gets back the cookie that it set`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/reviews/") { _ in
        .status(
          200,
          [("Content-Type", "text/html"), ("Set-Cookie", "seen=1; Path=/")],
          body: Self.page("0; url=/reviews/?c=1")
        )
      }
      site.serve("/reviews/?c=1") { request in
        let isKnown = request["Cookie"] == "seen=1"
        return .ok(isKnown ? Self.list("60") : Bodies.notFound, type: "text/html")
      }
      let first = try await site.night()
      #expect(first.counts.new == 1)
    }
  }

  @Test func `after a while only is told with where it leads`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"], on: "/learning/")
      site.serve("/reviews/", Self.page("60; url=/learning/"), type: "text/html")
      let first = try await site.night()
      #expect(first.hasNews)
      #expect(first.sources.first?.sentence?.contains("/learning/") == true)
      #expect(!(try await site.night()).hasNews, "and told once")
    }
  }

  @Test func `and one that lists nothing is told once, and again when it falls to nothing`()
    async throws
  {
    try await Partnership.run { site in
      site.list([])
      let first = try await site.night()
      #expect(first.hasNews && first.isWhole)
      #expect(first.sources.first?.sentence?.contains("there is no link on it") == true)
      #expect(!(try await site.night()).hasNews)
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      let found = try await site.night()
      #expect(found.counts.new == 1 && found.sources.first?.sentence == nil)
      site.list([])
      #expect((try await site.night()).sources.first?.sentence != nil)
    }
  }
}
