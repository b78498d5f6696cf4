// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(5)))
struct `Sound and film on a list` {
  private static let page = WebAddress(alreadyNormal: "https://www.example.org/reviews/")

  private static func listing(
    _ targets: [String],
    _ adjust: (inout Source) -> Void = { _ in }
  ) -> SourceListing {
    var source = Source(id: "s", title: "S", place: .page(page))
    adjust(&source)
    let links = targets.map { "<li><a href='\($0)'>Briefing</a>" }.joined()
    let html = "<nav><a href=/nav.mp3>Nav</a></nav><main><h1>Reviews</h1>\(links)</main>"
    let listing = Listing.read(Array(html.utf8), at: page, declaredCharset: nil)
    return SourceListing(listing, at: page, of: source)
  }

  private static func outcome(_ reading: SourceListing, after last: Int?) -> RunReport.SourceOutcome
  {
    var outcome = RunReport.SourceOutcome(
      id: "s",
      title: "S",
      address: page,
      listed: 0,
      appeared: 0,
      disappeared: 0,
      health: "well",
      wasReached: true
    )
    outcome.tell(recordingsIn: reading, after: last)
    return outcome
  }

  @Test(arguments: [
    "mp3", "m4a", "wav", "ogg", "mp4", "m4v", "mov", "webm", "avi", "wmv", "MP4",
  ])
  func `is counted, and not visited`(ending: String) {
    let reading = Self.listing(["/a.pdf", "/talk.\(ending)", "/talk.\(ending)"])
    #expect(reading.links?.map(\.address.path) == ["/a.pdf"])
    #expect(reading.recordings.map(\.path) == ["/talk.\(ending)"])
  }

  @Test func `is left to what the configuration leaves out, and a picture is none`() {
    let reading = Self.listing(["/a.mp3", "/b/a.mp3", "/c.png"]) {
      $0.exclude = [AddressPattern("*/b/*")]
    }
    #expect(reading.recordings.map(\.path) == ["/a.mp3"])
  }

  @Test func `is told once, and when there is more`() {
    let reading = Self.listing(["/a.mp3", "/b.mp4"])
    let first = Self.outcome(reading, after: nil)
    #expect(first.recordings == 2)
    #expect(
      first.leftOut
        == "2 links lead to sound or film, of no kind that is kept, and are not fetched: https://www.example.org/a.mp3, say"
    )
    #expect(Self.outcome(reading, after: 2).leftOut == nil)
    #expect(Self.outcome(reading, after: 3).recordings == 2)
    #expect(Self.outcome(reading, after: 1).leftOut != nil)
    #expect(Self.outcome(Self.listing(["/a.pdf"]), after: 1).recordings == nil)
    // Of a page that could not be read, what was told stands.
    let unread = SourceListing(notRead: .notFound, because: "it is gone")
    #expect(Self.outcome(unread, after: 2).recordings == 2)
  }

  @Test func `is told of all lists of a source together, and remembered`() throws {
    var reading = Self.listing(["/a.mp3"])
    reading.add(Self.listing(["/a.mp3", "/b.mp4"]), from: Self.page)
    #expect(reading.recordings.map(\.path) == ["/a.mp3", "/b.mp4"])
    let lines = try #require(ListPart(reading).lines())
    #expect(ListPart(lines: lines)?.listing.recordings == reading.recordings)
  }

  @Test func `has its reason, which names no kind that there is not`() {
    let source = Source(id: "s", title: "S", place: .page(Self.page))
    let link = Link(address: WebAddress(alreadyNormal: "https://example.org/a.mp3"), text: "Talk")
    #expect(source.reasonNotToVisit(link) == "it is sound or film, of no kind that is kept")
  }
}
