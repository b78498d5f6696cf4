// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Curl
import Foundation
import Night
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Checking links` {
  private func check(
    _ site: Partnership,
    _ targets: [LinkChecker.Target]
  ) async throws -> LinkCheckReport {
    let plan = try site.plan(at: Date(timeIntervalSince1970: 1_900_000_000))
    return try await LinkChecker(plan, spool: site.archive.path.appending("staging")).run(targets)
  }

  @Test func `dead, uncertain and alive are told apart, with their places`() async throws {
    try await Partnership.run { site in
      site.list(["/alive.pdf", "/dead.pdf", "/soft.pdf", "/wall.pdf", "/slow", "/moved.pdf"])
      site.serve("/alive.pdf", Bodies.pdf("a"))
      site.serve("/soft.pdf") { _ in .ok(Bodies.softNotFound, type: "text/html") }
      site.serve("/wall.pdf") { _ in
        .status(403, [("cf-mitigated", "challenge")], body: Bodies.botWall)
      }
      site.serve("/slow") { _ in Reply([.reset]) }
      site.serve("/moved.pdf") { _ in .redirect(301, to: "/alive.pdf") }
      let page = try site.address("/reviews/")
      let report = try await check(site, [.address(page)])
      #expect(report.links(.dead).map(\.address.path) == ["/dead.pdf", "/soft.pdf"])
      #expect(report.links(.uncertain).map(\.address.path) == ["/wall.pdf", "/slow"])
      #expect(report.links(.alive).map(\.address.path) == ["/alive.pdf"])
      #expect(report.links(.moved).first?.movedTo?.path == "/alive.pdf")
      #expect(report.links(.dead).first?.places.first?.text == "Report dead.pdf")
      #expect(!report.isNetworkDown)
      let versions = try await site.versions(of: "/alive.pdf")
      #expect(versions == 0, "a check keeps nothing")
    }
  }

  @Test func `no link waits until all pages are read`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/b.pdf", Bodies.pdf("b"))
      let asked = Mutex(false)
      site.serve("/a.pdf") { _ in
        asked.withLock { $0 = true }
        return .ok(Bodies.pdf("a"), type: "application/pdf")
      }
      let page = Array("<title>Slow</title><a href=/a.pdf>A</a><a href=/b.pdf>B</a>".utf8)
      let wasAsked = Mutex<Bool?>(nil)
      site.serve("/list/") { _ in
        for _ in 0..<600 where !asked.withLock(\.self) { Thread.sleep(forTimeInterval: 0.02) }
        wasAsked.withLock { $0 = asked.withLock(\.self) }
        return .ok(page, type: "text/html")
      }
      let slow = try WebAddress("http://slow.example/list/")
      var plan = try site.plan(at: Date(timeIntervalSince1970: 1_900_000_000))
      plan.network.connectTo.append("slow.example:80:127.0.0.1:\(site.server.port)")
      let report = try await LinkChecker(plan, spool: site.archive.path.appending("staging"))
        .run([.address(slow), .address(try site.address("/reviews/"))])
      #expect(wasAsked.withLock(\.self) == true)
      #expect(report.links(.alive).count == 3, "those of another host are others")
    }
  }

  @Test func `an HTML file is checked against the address that it is meant for`() async throws {
    try await Partnership.run { site in
      site.serve("/alive.pdf", Bodies.pdf("a"))
      let file = site.archive.path.appending("page.html")
      let html = """
        <a href="/alive.pdf">one</a> <a href="gone.pdf">two</a> <a href="http://[bad">three</a>
        <a href="mailto:a@example.org">four</a>
        """
      try Files.writeBytes(Array(html.utf8), to: file)
      let based = try await check(site, [.file(file, base: try site.address("/"))])
      #expect(based.links(.alive).count == 1)
      #expect(based.links(.dead).map(\.address.path) == ["/gone.pdf"])
      #expect(based.malformed.map(\.href) == ["http://[bad"])
      #expect(based.malformed.map(\.text) == ["three"])
      #expect(
        based.counts == [
          "alive": 1, "dead": 1, "malformed": 1, "moved": 0, "part-missing": 0, "uncertain": 0,
        ]
      )
      let baseless = try await check(site, [.file(file, base: nil)])
      #expect(baseless.links.isEmpty)
      #expect(baseless.relativeLinks == 1, "of the root of a site that nobody knows")
      #expect(
        baseless.files.filter { $0.class == .dead }.map(\.path) == [
          site.archive.path.appending("gone.pdf").string
        ]
      )
    }
  }

  @Test func `a head that no client understands costs the others nothing`() async throws {
    try await Partnership.run { site in
      let targets = (1...12).map { "/\($0).pdf" }
      site.list(targets)
      for (number, target) in targets.enumerated() {
        if number % 3 == 1 {
          site.serve(target) { _ in
            Reply([.send(Array("HTTP/1.1 200 OK\r\n folded: 1\r\n\r\n".utf8)), .close])
          }
        } else {
          site.serve(target, Bodies.pdf(target))
        }
      }
      let report = try await check(site, [.address(try site.address("/reviews/"))])
      #expect(report.links(.alive).count == 8)
      #expect(report.links(.uncertain).count == 4)
      #expect(
        report.links(.uncertain).allSatisfy { $0.verdict == .unreachable(.protocolFault) }
      )
    }
  }

  @Test func `a page that is not there is a finding, not a crash`() async throws {
    try await Partnership.run { site in
      let report = try await check(site, [.address(try site.address("/nowhere/"))])
      #expect(report.pages.isEmpty)
      #expect(report.links.map(\.verdict) == [.notFound])
    }
  }

  private static func page(sendingTo target: String) -> [UInt8] {
    Array("<title>We moved</title><meta http-equiv=refresh content='0; url=\(target)'>".utf8)
  }

  @Test
  func `the page that a link stands on is named, and not the one that sends its readers there`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/dead.pdf"])
      site.serve("/old/") { _ in .ok(Self.page(sendingTo: "/older/"), type: "text/html") }
      site.serve("/older/") { _ in .redirect(301, to: "/reviews/") }
      let (old, list) = (try site.address("/old/"), try site.address("/reviews/"))
      // Named twice, by two ways: each link has its place once.
      let report = try await check(
        site,
        [.source(Source(id: "old", title: "Old", place: .page(old))), .address(list)]
      )
      #expect(report.links.map(\.address.path) == ["/dead.pdf"])
      #expect(report.links.first?.places.map(\.page) == [list.text])
      #expect(report.pages.map(\.page) == [old.text, list.text])
      #expect(report.pages.map(\.readAt) == [list.text, nil])
    }
  }

  @Test func `where a page sends its readers to nothing, that is the dead link`() async throws {
    try await Partnership.run { site in
      site.serve("/old/") { _ in .ok(Self.page(sendingTo: "/older/"), type: "text/html") }
      site.serve("/older/") { _ in .ok(Self.page(sendingTo: "/nowhere/"), type: "text/html") }
      let (old, older) = (try site.address("/old/"), try site.address("/older/"))
      let named = try await check(site, [.address(old)])
      #expect(named.links(.dead).map(\.address.path) == ["/nowhere/"])
      #expect(named.links.first?.places.map(\.page) == [older.text])
      #expect(named.links.first?.places.map(\.isRefresh) == [true])
      #expect(named.isWhole)
      let source = try await check(
        site,
        [.source(Source(id: "old", title: "Old", place: .page(old)))]
      )
      #expect(source.links.isEmpty && !source.isWhole)
      let sentence = try #require(source.pages.first?.sentence)
      let target = try site.address("/nowhere/")
      #expect(sentence.contains("\(older) sends its readers on to \(target): there is nothing"))
    }
  }

  @Test func `an address that the last page of the way did not give is looked at again`()
    async throws
  {
    try await Partnership.run { site in
      site.serve("/old/") { _ in .ok(Self.page(sendingTo: "/older/"), type: "text/html") }
      site.serve("/older/") { _ in .status(500) }
      let report = try await check(site, [.address(try site.address("/old/"))])
      #expect(report.links(.uncertain).map(\.address.path) == ["/older/"])
      #expect(!report.isWhole)
    }
  }

  @Test func `parts are looked for on the pages that have them, however long`() async throws {
    try await Partnership.run { site in
      let filler = String(repeating: "<p>There is much to read.</p>", count: 5_000)
      site.serve("/long") { _ in
        .ok(Array("<title>L</title>\(filler)<p id=end>".utf8), type: "text/html")
      }
      site.serve("/short") { _ in
        .ok(Array("<title>S</title><p id='a b'>".utf8), type: "text/html")
      }
      site.serve("/a.pdf", Bodies.pdf("a"))
      let page = """
        <a href="/long#end">1</a><a href="/long#nowhere">2</a><a href="/short#a%20b">3</a><a href="#own">4</a>
        <a href="/short#c">5</a><a href="/a.pdf#page=3">6</a><a href="/dead#d">7</a><a href="/short#">8</a>
        """
      site.serve("/list/") { _ in .ok(Array(page.utf8), type: "text/html") }
      let report = try await check(site, [.address(try site.address("/list/"))])
      #expect(report.parts.map(\.part) == ["own", "nowhere", "c"])
      #expect(report.parts.allSatisfy { $0.class == .partMissing })
      #expect(report.counts["alive"] == 3 && report.counts["dead"] == 1, "\(report.counts)")
      // The short page came whole with its signature.
      let asked = site.server.requests.map(\.target)
      #expect(asked.count { $0 == "/short" } == 1 && asked.count { $0 == "/long" } == 2)
    }
  }

  @Test func `files are read by what they are`() async throws {
    try await Partnership.run { site in
      let folder = site.archive.path
      func file(_ name: String, _ bytes: [UInt8]) throws -> LinkChecker.Target {
        try Files.writeBytes(bytes, to: folder.appending(name))
        return .file(folder.appending(name), base: nil)
      }
      let targets = try [
        file("a.md", Array("[b](b.html#x) [c](b.html#y) [d](no.md) [e](.)".utf8)),
        file("b.html", Array("<p id=x><a href=a.md>A</a>".utf8)),
        file("c.pdf", Bodies.pdf("c")), file("d.html", Bodies.pdf("d")),
        file("e", Array("\(try site.address("/dead"))\n".utf8)),
      ]
      let report = try await check(site, targets)
      let name = { (path: String) in String(path.split(separator: "/").last ?? "") }
      #expect(report.files.filter { $0.class == .dead }.map { name($0.path) } == ["no.md"])
      #expect(report.files.filter { $0.class == .alive }.count == 3)
      #expect(report.parts.map(\.part) == ["y"])
      #expect(report.links(.dead).map(\.address.path) == ["/dead"])
      let unread = report.pages.filter { !$0.isRead }
      #expect(unread.map { name($0.page) } == ["c.pdf", "d.html"])
      #expect(unread.allSatisfy { $0.sentence?.contains("it is a PDF and no page") == true })
      #expect(!report.isWhole)
    }
  }
}
