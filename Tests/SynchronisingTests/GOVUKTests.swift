// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Night
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Nights of GOV.UK` {
  private static let publication = GOVUKSite.publication("z")

  private static func page(_ text: String, token: Int) -> [UInt8] {
    Array(
      "<!doctype html><meta name=token content=\(token)><title>Z</title><nav><a href=/x>x</a></nav><main><h1>Z</h1><p>\(text)</p></main>"
        .utf8
    )
  }

  @Test func `a publication is kept with its pages, and asked for on condition`() async throws {
    try await GOVUKSite.run { govuk in
      let web = Self.publication + "/web"
      let attachment = #"{"attachment_type": "html", "title": "On the web", "url": "\#(web)"}"#
      govuk.publish("z", ["a", "b"], more: [attachment])
      govuk.site.serve(web) { .ok(Self.page("Text", token: $0.connection), type: "text/html") }
      let first = try await govuk.night(Self.publication)
      #expect(first.counts.new == 3)
      #expect(first.told == "")
      #expect(first.sources.first?.listed == 3)
      #expect(
        first.news.map(\.title) == ["Review z: On the web", "Review z: Report a", "Report b"]
      )

      let requests = try await govuk.site.requests {
        let second = try await govuk.night(Self.publication)
        #expect(!second.hasNews && second.retired.isEmpty)
        #expect(second.counts.unchanged == 3)
      }
      let expected = [
        GOVUKSite.answer(Self.publication), web, GOVUKSite.file("a"), GOVUKSite.file("b"),
      ]
      #expect(requests == expected.sorted())
      let asked = govuk.site.server.requests.suffix(4)
      #expect(asked.count { $0["If-None-Match"] != nil } == 3)

      govuk.site.serve(web) { .ok(Self.page("Other", token: $0.connection), type: "text/html") }
      #expect(try await govuk.night(Self.publication).news.map(\.news) == [.replaced])
    }
  }

  @Test func `a collection leads to its publications; what it drops is no longer listed`()
    async throws
  {
    try await GOVUKSite.run { govuk in
      govuk.publish("x", ["x"])
      govuk.publish("y", ["y"])
      govuk.collect(["x", "y"])
      let first = try await govuk.night(GOVUKSite.collection)
      #expect(first.counts.new == 2 && first.counts.pages == 3)
      govuk.collect(["y"])
      let second = try await govuk.night(GOVUKSite.collection)
      #expect(second.news.map(\.news) == [.delisted])
      #expect(second.retired.isEmpty)
      #expect(!(try await govuk.night(GOVUKSite.collection)).hasNews)
    }
  }

  @Test(arguments: [503, 404])
  func `a publication that cannot be read takes nothing back, and is told once`(status: Int)
    async throws
  {
    try await GOVUKSite.run { govuk in
      govuk.publish("x", ["x"])
      govuk.publish("y", ["y"])
      govuk.collect(["x", "y"])
      _ = try await govuk.night(GOVUKSite.collection)
      govuk.site.serve(GOVUKSite.answer(GOVUKSite.publication("x"))) { _ in .status(status) }
      let second = try await govuk.night(GOVUKSite.collection)
      #expect(second.news.isEmpty)
      #expect(second.told.contains("1 GOV.UK page it goes on to could not be read"))
      #expect(second.told.contains(GOVUKSite.publication("x")))
      #expect(second.sources.first?.isNews == true)
      let third = try await govuk.night(GOVUKSite.collection)
      #expect(third.sources.first?.isNews == false && third.news.isEmpty)
    }
  }

  @Test
  func
    `a publication that was taken away is told with its reason, and its files stand for themselves`()
    async throws
  {
    try await GOVUKSite.run { govuk in
      govuk.publish("x", ["x"])
      govuk.publish("y", ["y"])
      govuk.collect(["x", "y"])
      _ = try await govuk.night(GOVUKSite.collection)
      let gone =
        #"{"schema_name": "gone", "title": null, "details": {"explanation": "<p>In error</p>", "alternative_path": "/government/publications/z"}}"#
      govuk.site.serve(GOVUKSite.answer(GOVUKSite.publication("x"))) { _ in
        .status(410, [("Content-Type", "application/json")], body: Array(gone.utf8))
      }
      let second = try await govuk.night(GOVUKSite.collection)
      #expect(second.told.contains("the publisher took the page away: “In error”"))
      #expect(second.told.contains("and names http://"))
      #expect(second.news.map(\.news) == [.delisted])

      let alone = try await govuk.night(GOVUKSite.publication("x")) {
        $0 = Source(id: "x", title: "X", place: $0.place)
      }
      #expect(alone.sources.first?.wasReached == false)
      #expect(alone.told.hasPrefix("the publisher took the page away: “In error”"))
    }
  }

  @Test func `more pages than are wanted are told, and nothing is missed for that`() async throws {
    try await GOVUKSite.run { govuk in
      let names = ["a", "b", "c", "d"]
      for name in names { govuk.publish(name, [name]) }
      govuk.collect(names)
      _ = try await govuk.night(GOVUKSite.collection)
      let cut = try await govuk.night(GOVUKSite.collection) { $0.mostPages = 3 }
      #expect(cut.news.isEmpty)
      #expect(cut.told.contains("2 GOV.UK pages it goes on to would be too many"))
      #expect(cut.sources.first?.limits == ["pages"])
    }
  }

  @Test func `an organisation is searched to the end, and what is excluded is not read`()
    async throws
  {
    try await GOVUKSite.run { govuk in
      govuk.answer(
        GOVUKSite.organisation,
        #"{"schema_name": "organisation", "title": "The Panel", "base_path": "\#(GOVUKSite.organisation)", "details": {"body": "<a href=/x.pdf>x</a>"}}"#
      )
      for name in ["a", "b", "c"] { govuk.publish(name, [name]) }
      func serve(_ names: [String], from start: Int) {
        let results = names.map {
          "{\"title\": \"\($0)\", \"link\": \"\(GOVUKSite.publication($0))\"}"
        }
        let json =
          "{\"results\": [\(results.joined(separator: ","))], \"total\": 4, \"start\": \(start)}"
        govuk.site.serve(GOVUKSite.search(from: start), Array(json.utf8), type: "application/json")
      }
      serve(["a", "b"], from: 0)
      serve(["b", "c"], from: 2)
      let first = try await govuk.night(GOVUKSite.organisation) {
        $0.exclude = [AddressPattern("*/b")]
      }
      #expect(first.news.map(\.title) == ["Review a: Report a", "Report c"])
      #expect(first.counts.pages == 5)
      #expect(first.told == "")
      let cut = try await govuk.night(GOVUKSite.organisation) { $0.mostPages = 3 }
      #expect(
        cut.told.contains(
          "4 pages are to be had, and a source is read from 3 of them, the newest first"
        )
      )
      #expect(cut.news.isEmpty)
    }
  }

  @Test func `a notice of withdrawal is told once, and nothing else changes`() async throws {
    try await GOVUKSite.run { govuk in
      govuk.publish("z", ["a"])
      _ = try await govuk.night(Self.publication)
      govuk.publish(
        "z",
        ["a"],
        notice: #"{"explanation": "<p>Out of date</p>", "withdrawn_at": "2026-02-28T10:00:00Z"}"#
      )
      let second = try await govuk.night(Self.publication)
      #expect(second.news.map(\.news) == [.withdrawn])
      #expect(
        second.news.first?.sentence == "the publisher withdrew it on 2026-02-28: “Out of date”"
      )
      let standing = try await govuk.site.standing(of: GOVUKSite.file("a"))
      #expect(standing == "withdrawn")
      #expect(
        !(try await govuk.night(Self.publication)).hasNews,
        "304 and the kept answer say the same"
      )
      govuk.site.serve(GOVUKSite.answer(Self.publication)) { _ in .status(503) }
      #expect(try await govuk.night(Self.publication).news.isEmpty)
      govuk.publish("z", ["a"])
      #expect(try await govuk.night(Self.publication).news.map(\.news) == [.returned])
    }
  }

  @Test func `a page that is another now is read there, and that is told`() async throws {
    try await GOVUKSite.run { govuk in
      govuk.publish("z", ["a"])
      govuk.answer(
        "/old",
        #"{"schema_name": "redirect", "title": null, "redirects": [{"path": "/old", "type": "exact", "destination": "\#(Self.publication)"}]}"#
      )
      let report = try await govuk.night("/old")
      #expect(report.counts.new == 1)
      #expect(
        report.told.contains(
          "/old is now http://\(Partnership.host)\(Self.publication); write that address"
        )
      )

      govuk.site.serve(GOVUKSite.answer("/older")) { _ in
        .redirect(303, to: GOVUKSite.answer(Self.publication))
      }
      let other = try await govuk.night("/older")
      #expect(other.sources.first?.listed == 1 && other.news.isEmpty)

      govuk.answer(
        "/left",
        #"{"schema_name": "redirect", "redirects": [{"path": "/left", "destination": "https://elsewhere.example/"}]}"#
      )
      let left = try await govuk.night("/left")
      #expect(left.told.contains("https://elsewhere.example/"))
    }
  }

  @Test(arguments: [
    "<!doctype html><title>Sorry</title><p>We are experiencing technical difficulties",
    #"{"message": "not here"}"#, #"{"title": "Z", "details": {"attachments": "none"}}"#,
  ])
  func `what is no answer takes nothing back`(body: String) async throws {
    try await GOVUKSite.run { govuk in
      govuk.publish("z", ["a"])
      _ = try await govuk.night(Self.publication)
      let type = body.hasPrefix("<") ? "text/html" : "application/json"
      govuk.site.serve(GOVUKSite.answer(Self.publication)) { _ in .ok(Array(body.utf8), type: type)
      }
      let second = try await govuk.night(Self.publication)
      #expect(second.news.isEmpty)
      #expect(second.sources.first?.wasReached == false)
      #expect(second.told.contains("content API"))
    }
  }

  @Test func `a file that is not as long as stated is fetched twice, and kept`() async throws {
    try await GOVUKSite.run { govuk in
      govuk.publish("z", ["a"])
      govuk.publish("z", attachments: [GOVUKSite.attachment("a", bytes: 7)])
      let requests = try await govuk.site.requests {
        let report = try await govuk.night(Self.publication)
        #expect(report.counts.new == 1)
      }
      #expect(requests.filter { $0 == GOVUKSite.file("a") }.count == 2)
      let address = try govuk.site.address(GOVUKSite.file("a"))
      let capture = try govuk.site.archive.capture(of: address, version: 1)
      #expect(capture.appraisal.doubt == .otherThanStated)
    }
  }

  @Test func `a file under a new address takes the place of the one that had its title`()
    async throws
  {
    try await GOVUKSite.run { govuk in
      govuk.publish("z", ["a"])
      _ = try await govuk.night(Self.publication)
      let (old, new) = try (
        govuk.site.address(GOVUKSite.file("a")), govuk.site.address("/media/6849/a.pdf")
      )
      let attachment = GOVUKSite.attachment("a", bytes: Bodies.pdf("new").count)
      govuk.publish("z", attachments: [attachment.replacing(old.text, with: new.text)])
      govuk.site.serve("/media/6849/a.pdf", Bodies.pdf("new"))
      let second = try await govuk.night(Self.publication)
      #expect(second.news.map(\.news) == [.succeeded])
      #expect(second.news.first?.address == new && second.news.first?.succeeds == old)
    }
  }

  @Test func `answers that are read for a source are not told as taken off, until it is`()
    async throws
  {
    try await GOVUKSite.run { govuk in
      govuk.publish("x", ["x"])
      govuk.collect(["x"])
      for _ in 0..<2 { #expect(try await govuk.night(GOVUKSite.collection).retired.isEmpty) }
      let without = try await govuk.site.night { $0.sources = [] }
      #expect(without.retired.map(\.documents).sorted() == [1, 2])
    }
  }
}
