// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Fixity
import HTML
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `What a list says for its source` {
  private static let page = WebAddress(alreadyNormal: "https://www.example.org/reviews/")

  private static func source(_ random: inout Seeded) -> Source {
    var source = Source(id: "s", title: "S", place: .page(page))
    if Bool.random(using: &random) { source.queryNoise = ["t"] }
    if Bool.random(using: &random) {
      source.follow = [AddressPattern("*/review/*")]
      source.depth = 2
    }
    if Bool.random(using: &random) { source.kinds.insert(.html) }
    return source
  }

  private static func listing(_ random: inout Seeded) -> Listing {
    var html = "<main><h1>Reviews</h1><a rel=next href='?page=2'>Next</a>"
    for number in 0..<Int.random(in: 0...20, using: &random) {
      let target =
        [
          "/a\(number).pdf", "/a\(number).pdf?t=\(number)", "/review/\(number)/", "?page=\(number)",
          "/b\(number).pdf;jsessionid=1A\(number)", "//other.example/review/\(number)/",
        ].randomElement(using: &random) ?? ""
      let text =
        ["Child A", "here", "\(number)", "Adroddiad – “Plentyn”", ""]
        .randomElement(using: &random) ?? ""
      let around = ["<li>", "<nav>", "<h2>Of Child \(number)</h2>", "</div><div class=menu>"]
        .randomElement(using: &random)
      html += "\(around ?? "")<a href='\(target)'>\(text)</a></nav>"
    }
    return Listing.read(Array(html.utf8), at: page, declaredCharset: nil)
  }

  private static func gathered(_ source: Source, _ part: ListPart) -> (SourceListing, [ListStep]) {
    var gathering = ListGathering(source, from: page)
    gathering.take(part, at: page, .unchanged)
    var steps: [ListStep] = []
    while let step = gathering.next {
      steps.append(step)
      gathering.fail(.notFound, because: "there is no such page")
    }
    return (gathering.listing, steps)
  }

  @Test func `is the same when it was written down and read again`() throws {
    var links = 0
    try Fuzz.run(300) { random in
      let source = Self.source(&random)
      let gathering = ListGathering(source, from: Self.page)
      let part = try #require(gathering.part(of: Self.listing(&random), at: Self.page))
      let lines = try #require(part.lines())
      let again = try #require(ListPart(lines: lines))
      let (before, stepsBefore) = Self.gathered(source, part)
      let (after, stepsAfter) = Self.gathered(source, again)
      #expect(after.links == before.links && after.requests == before.requests)
      #expect(after.reportPages == before.reportPages && after.sentence == before.sentence)
      #expect(after.sentenceIfEmpty == before.sentenceIfEmpty && after.limits == before.limits)
      #expect(after.hasMoreReportPages == before.hasMoreReportPages)
      #expect(after.menuLinks == before.menuLinks)
      #expect(stepsAfter == stepsBefore)
      links += before.links?.count ?? 0
    }
    #expect(links > 300)
  }

  @Test func `keeps what GOV.UK states of files and of what it withdrew`() throws {
    var part = ListPart(SourceListing([]))
    let address = WebAddress(alreadyNormal: "https://assets.example.org/a.pdf")
    let link = Link(
      address: address,
      text: "",
      heading: "",
      position: 7,
      stated: StatedBody(kind: .pdf, bytes: 12),
      publication: "1-a"
    )
    part.listing.links = [link]
    part.listing.withdrawals[address] = "it was withdrawn"
    part.listing.statesWithdrawals = true
    part.listing.limits = [.pages, .linkText]
    part.elsewhere = 3
    part.firstElsewhere = address
    let lines = try #require(part.lines())
    let again = try #require(ListPart(lines: lines))
    #expect(again.listing.links == [link])
    #expect(again.listing.withdrawals == part.listing.withdrawals)
    #expect(again.listing.statesWithdrawals && again.listing.limits == part.listing.limits)
    #expect(again.elsewhere == 3 && again.firstElsewhere == address)
  }

  @Test(arguments: ["a\tb", "a\nb"])
  func `is not written down where a text would break a line`(text: String) {
    var part = ListPart(SourceListing([]))
    part.listing.links = [Link(address: Self.page, text: text)]
    #expect(part.lines() == nil)
    part.listing.links = [Link(address: Self.page, text: "a", heading: text)]
    #expect(part.lines() == nil)
  }

  @Test func `is not written down where there are very many links`() {
    var part = ListPart(SourceListing([]))
    part.listing.links = Array(repeating: Link(address: Self.page, text: "a"), count: 50_001)
    #expect(part.lines() == nil)
    part.listing.links?.removeLast()
    #expect(part.lines() != nil)
  }

  @Test func `whatever the lines are, they are read or refused`() throws {
    var refused = 0
    try Fuzz.run(400) { random in
      let source = Self.source(&random)
      let gathering = ListGathering(source, from: Self.page)
      let part = try #require(gathering.part(of: Self.listing(&random), at: Self.page))
      let lines = try #require(part.lines())
      let pieces = ["\t", "\n", "=", "\nl", "\no\t=", "{}"].map { Array($0.utf8) }
      if ListPart(lines: lines.mutated(with: pieces, &random)) == nil { refused += 1 }
    }
    #expect(refused > 100)
    #expect(ListPart(lines: []) == nil)
  }
}

@Suite(.timeLimit(.minutes(1)))
struct `What a list said is believed` {
  private static let page = WebAddress(alreadyNormal: "https://www.example.org/reviews/")

  private static func key(
    _ body: String = "body",
    at page: WebAddress = page,
    charset: String? = nil,
    depth: Int = 0,
    by program: String = "hanaper/1",
    _ change: (inout Source) -> Void = { _ in }
  ) -> Digest {
    var source = Source(id: "s", title: "S", place: .page(page))
    change(&source)
    let step = ListStep(address: page, format: source.format, depth: depth)
    return ReadingKey(
      Digest.of(body),
      at: page,
      charset: charset,
      step,
      of: source,
      by: program
    ).digest
  }

  @Test func `only of the same bytes, read by the same program in the same way`() {
    let keys = [
      Self.key(), Self.key("other"), Self.key(charset: "utf-8"), Self.key(depth: 1),
      Self.key(at: WebAddress(alreadyNormal: "https://www.example.org/other/")),
      Self.key(by: "hanaper/2"),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(Self.key() == Self.key())
  }

  @Test func `only while the source wants the same`() {
    let pattern = AddressPattern("*a*")
    let keys = [
      Self.key(), Self.key { $0.include = [pattern] }, Self.key { $0.exclude = [pattern] },
      Self.key { $0.includePages = [pattern] }, Self.key { $0.follow = [pattern] },
      Self.key { $0.depth = 2 }, Self.key { $0.mostPages = 7 }, Self.key { $0.kinds = [.pdf] },
      Self.key { $0.queryNoise = ["t"] }, Self.key { $0.pictures = [.png] },
      Self.key { $0 = Source(id: "s", title: "S", place: .feed(Self.page)) },
      Self.key { $0 = Source(id: "s", title: "S", place: .sitemap(Self.page)) },
    ]
    #expect(Set(keys).count == keys.count)
  }

  @Test func `and every property of a source is thought of`() {
    // Neither its name nor how it is asked for changes what a list says.
    let idle: Set = ["id", "title", "isEnabled", "reasonToIgnoreRobots"]
    let source = Source(id: "s", title: "S", place: .page(Self.page))
    let properties = Set(Mirror(reflecting: source).children.compactMap(\.label))
    #expect(
      properties.subtracting(idle) == [
        "place", "include", "exclude", "kinds", "includePages", "queryNoise", "follow", "depth",
        "mostPages", "pictures",
      ]
    )
  }
}
