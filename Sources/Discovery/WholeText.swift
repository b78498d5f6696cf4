// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML
import Inflating

/// A list that is read whole: unpacked and as UTF-8, up to the bound of its form.
struct WholeText {
  private var text: [UInt8] = []
  private var limits: Set<PageLimit> = []
  private var isRepaired = false
  private var isUnreadable = false

  /// - Parameters:
  ///   - format: its form.
  ///   - declaredCharset: the `charset` of its `Content-Type`.
  ///   - read: gives the next bytes; none at the end.
  /// - Throws: what `read` throws.
  init<Failure: Error>(
    of format: ListingFormat,
    _ declaredCharset: String?,
    from read: () throws(Failure) -> [UInt8]
  ) throws(Failure) {
    var bytes: [UInt8] = []
    while bytes.count <= format.mostBytes {
      let next = try read()
      if next.isEmpty { break }
      bytes += next
    }
    if GzipReader.isGzip(bytes) {
      let unpacked = GzipReader(bytes, limit: format.mostBytes)
      bytes = unpacked.bytes
      switch unpacked.ending {
      case .whole: break
      case .limit: limits.insert(.length)
      case .damaged:
        limits.insert(.cut)
        isUnreadable = bytes.isEmpty
      }
    }
    if bytes.count > format.mostBytes {
      bytes.removeLast(bytes.count - format.mostBytes)
      limits.insert(.length)
    }
    var decoded = PageText(declaredCharset: declaredCharset)
    var rest: [UInt8]? = bytes
    bytes = []
    while let portion = decoded.next({ () throws(Never) in rest.take() ?? [] }) { text += portion }
    if decoded.isCut { limits.insert(.length) }
    isRepaired = decoded.isRepaired
  }

  func listing(at address: WebAddress, of format: ListingFormat) -> Listing {
    if isUnreadable { return Listing(.packing, of: format) }
    return switch format {
    case .feed: FeedReader.read(text, at: address, isRepaired: isRepaired, limits)
    case .sitemap, .page, .govuk, .wordpress:
      SitemapReader.read(text, at: address, isRepaired: isRepaired, limits)
    }
  }
}

extension WebAddress {
  /// An address as a list states it.
  ///
  /// - Parameters:
  ///   - text: the address, without white space around it.
  ///   - base: what it is meant against.
  ///   - isRepaired: whether bytes of the list were no character: what stands in their place leads nowhere.
  /// - Throws: why nobody can ask for it.
  init(listed text: String, relativeTo base: WebAddress, isRepaired: Bool) throws(AddressError) {
    guard !isRepaired || !text.unicodeScalars.contains("\u{FFFD}") else { throw .unreadable(text) }
    try self.init(text, relativeTo: base)
  }
}
