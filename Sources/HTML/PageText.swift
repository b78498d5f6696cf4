// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The text of a page as UTF-8, bit by bit, so that no page need be in memory whole.
///
/// It comes in portions of the same size, whatever the portions of its bytes: the same page is then cut
/// into the same pieces each time.
package struct PageText {
  /// Whether there was more than ``PageBudget/bytes``.
  package private(set) var isCut = false

  private let declaredCharset: String?
  /// Whether something of it was no character, so that what U+FFFD stands for is not known.
  package private(set) var isRepaired = false
  /// Nil as long as nothing declares it and all was ASCII.
  private(set) var encoding: PageEncoding?
  private var isPrescanned = false
  private var undecoded: [UInt8] = []
  private var decoded: [UInt8] = []
  private var length = 0
  private var isAtEnd = false

  private static let portion = 1 << 20

  package init(declaredCharset: String?) {
    self.declaredCharset = declaredCharset
  }

  /// Decodes what comes next.
  ///
  /// - Parameter read: gives the next bytes of the page; none at its end.
  /// - Returns: the next portion, or nil at the end.
  /// - Throws: what `read` throws.
  package mutating func next<Failure: Error>(
    _ read: () throws(Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8]? {
    while decoded.count < Self.portion, !isAtEnd {
      let bytes = try read()
      take(bytes, isLast: bytes.isEmpty)
    }
    guard !decoded.isEmpty else { return nil }
    guard decoded.count > Self.portion else {
      defer { decoded = [] }
      return decoded
    }
    defer { decoded.removeFirst(Self.portion) }
    return Array(decoded.prefix(Self.portion))
  }

  private mutating func take(_ bytes: [UInt8], isLast: Bool) {
    isAtEnd = isLast
    if undecoded.isEmpty { undecoded = bytes } else { undecoded += bytes }
    if !isPrescanned {
      guard isLast || undecoded.count >= PageEncoding.prescanned else { return }
      let (found, markLength) = PageEncoding.declared(by: undecoded, charset: declaredCharset)
      encoding = found
      undecoded.removeFirst(markLength)
      isPrescanned = true
    }
    if encoding == nil, let first = undecoded.firstIndex(where: { $0 >= 0x80 }) {
      // It is told by the same bytes, whatever the portions in which they come.
      guard isLast || undecoded.count - first >= PageEncoding.telling else { return }
      encoding = .told(by: undecoded[first...].prefix(PageEncoding.telling))
    }
    let encoding = encoding ?? .utf8
    let unfinished = isLast ? 0 : encoding.unfinished(in: undecoded)
    let tail = Array(undecoded.suffix(unfinished))
    undecoded.removeLast(unfinished)
    var text = encoding.decode(undecoded)
    isRepaired = isRepaired || !encoding.isSound(undecoded, decoded: text)
    undecoded = tail
    if text.count > PageBudget.bytes - length {
      text.removeLast(text.count - (PageBudget.bytes - length))
      (isCut, isAtEnd) = (true, true)
    }
    length += text.count
    if decoded.isEmpty { decoded = text } else { decoded += text }
  }
}
