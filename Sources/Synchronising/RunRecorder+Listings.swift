// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import CLinux
import Cataloguing
import Discovery
import Fetching
import Filing
import Fixity
import Night
import Records

// Pages become readings one at a time, because the links of a large one and what is known of them take some
// hundred megabytes, and a run may read a hundred pages.
extension RunRecorder {
  /// A page to read links from.
  struct Page: Sendable {
    /// What answered for it.
    let address: WebAddress
    let format: ListingFormat
    /// The one that the answer names.
    let charset: String?
    /// Where its bytes are; nil for a page that has none.
    let place: BodyPlace?
    let verdict: Verdict
    /// The digest of its bytes, if what it says may be of use another night: they can be vouched for then.
    let digest: Digest?
    /// What the fields of the answer say of the list.
    var headers = ListHeaders()
  }

  /// What so many links take may be held, and is used again.
  private static var mostLinksUntrimmed: Int { 5_000 }

  /// What there is to record of a page.
  struct Content: Sendable {
    let title: String?
    let fingerprint: Digest
  }

  /// Takes in a page that is held, by what it said the last time.
  ///
  /// - Parameters:
  ///   - page: the page.
  ///   - gathering: what reading its source came to so far.
  ///   - index: the place of its source among the run's sources.
  /// - Returns: the gathering with it; nil where the page must be read.
  /// - Throws: where the catalogue cannot be read.
  func recall(
    _ page: Page,
    _ gathering: ListGathering,
    of index: Int
  ) async throws -> ListGathering? {
    guard let step = gathering.next, let key = key(of: page, step, of: index) else { return nil }
    await readings.enter()
    defer { readings.leave() }
    let source = night.plan.sources[index].id
    guard let lines = try await catalogue.reading(of: source, at: step.address, key) else {
      return nil
    }
    let recalled = await BlockingThreads.shared.run {
      ListPart(lines: lines).map { part in
        var gathering = gathering
        gathering.take(part, at: page.address, page.verdict)
        return gathering
      }
    }
    if let recalled, recalled.next == nil { try await takeIn(recalled.listing, of: index) }
    return recalled
  }

  private func key(of page: Page, _ step: ListStep, of index: Int) -> Digest? {
    page.digest.map { digest in
      ReadingKey(
        digest,
        at: page.address,
        charset: page.charset,
        step,
        of: night.plan.sources[index],
        by: program
      ).digest
    }
  }

  /// Takes in a page that came, or that is held; with the last of a source, what the source lists.
  ///
  /// - Parameters:
  ///   - page: its bytes, and what is needed to read them.
  ///   - gathering: what reading its source came to so far; the page is added.
  ///   - index: the place of its source among the run's sources.
  /// - Returns: what there is to record of it; where it is no list of its form, why.
  /// - Throws: where the page or the catalogue cannot be read.
  func take(
    _ page: Page,
    _ gathering: ListGathering,
    of index: Int
  ) async throws -> (Result<Content, ListingFault>, ListGathering) {
    await readings.enter()
    defer { readings.leave() }
    var gathering = gathering
    if let step = gathering.next, gathering.passedOverBefore == nil {
      gathering.passedOverBefore = try await passedOver(by: step, of: index)
    }
    // Visits go on while a large page is read.
    let suppressed = night.plan.suppressed
    let (read, content, links, lines) = try await BlockingThreads.shared.run { [gathering] in
      try Self.read(page, gathering, besides: suppressed)
    }
    if let lines, let step = gathering.next, let key = key(of: page, step, of: index) {
      let source = night.plan.sources[index].id
      try await catalogue.keep(reading: lines, of: source, at: step.address, key)
    }
    if read.next == nil { try await takeIn(read.listing, of: index) }
    // What a large page took is otherwise held for the rest of the night, by one of many heaps.
    if links > Self.mostLinksUntrimmed { _ = malloc_trim(0) }
    return (content, read)
  }

  /// Whether any run before that told something read a source, by its place among the run's.
  func hasReached(_ index: Int) -> Bool { night.history.hasReached(night.plan.sources[index].id) }

  /// What a list linked to and was passed over when the source was read last; nil where that is not known any more.
  private func passedOver(by step: ListStep, of index: Int) async throws -> Set<WebAddress>? {
    let source = night.plan.sources[index]
    guard let lines = try await catalogue.lastReading(of: source.id, at: step.address) else {
      return hasReached(index) ? nil : []
    }
    return ListPart(lines: lines)?.passedOver
  }

  // The page itself is gone before what is known of its links is read.
  private static func read(
    _ page: Page,
    _ gathering: ListGathering,
    besides suppressed: Tombstones
  ) throws -> (ListGathering, Result<Content, ListingFault>, links: Int, lines: [UInt8]?) {
    let listing = try Listing.read(
      page.place,
      at: page.address,
      declaredCharset: page.charset,
      as: page.format,
      headers: page.headers
    )
    var gathering = gathering
    if let fault = gathering.fault(of: listing) {
      gathering.take(listing, at: page.address, page.verdict)
      return (gathering, .failure(fault), links: 0, lines: nil)
    }
    let part = gathering.part(of: listing, at: page.address)
    if let part { gathering.take(part, at: page.address, page.verdict) }
    let content = Content(title: listing.title, fingerprint: listing.fingerprint)
    let isForgotten = page.digest == nil || part?.names(suppressed) == true
    let lines = isForgotten ? nil : part?.lines()
    return (gathering, .success(content), links: listing.links.count, lines: lines)
  }

  /// Whether a page is to be kept by whoever asks: where two sources are read from one page, once.
  func claim(_ page: WebAddress) -> Bool {
    keptPages.insert(page).inserted
  }
}
