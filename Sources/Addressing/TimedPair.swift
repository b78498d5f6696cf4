// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// One parameter of a query.
struct QueryParameter {
  /// As it is written.
  let text: Substring
  let name: String
  /// Its name in small letters.
  let word: String

  init(_ text: Substring) {
    self.text = text
    name = PercentCoding.decode(String(text.prefix { $0 != "=" }))
    word = name.lowercased()
  }

  /// What it says; nil where that is longer than what programs sign with.
  fileprivate var value: String? {
    guard text.utf8.count <= 600 else { return nil }
    return PercentCoding.decode(String(text.drop { $0 != "=" }.dropFirst()))
  }
}

/// A signature that is known by no name of its own, but by what stands together: a time, and a value that nobody chose.
///
/// Programs call it `key`, `hash`, `st` or what they like, and each of these may name a document as well.
struct TimedPair {
  /// Which parameters it is made of.
  let places: Set<Int>
  /// Whether the time is that of its end, and not that of its making, which a mark against caches says, too.
  let saysUntilWhen: Bool

  /// Looks for it among the parameters of a query.
  ///
  /// - Parameter parameters: those, in their order.
  init?(in parameters: [QueryParameter]) {
    func places(where isOne: (QueryParameter) -> Bool) -> [Int] {
      parameters.indices.filter { isOne(parameters[$0]) }
    }
    let ends = places { $0.isEnd }
    let opaque = places {
      !Self.isOfDocument($0.word) && !$0.isEnd && $0.value?.isOpaque == true
    }
    if !ends.isEmpty, !opaque.isEmpty {
      self.places = Set(ends + opaque)
      saysUntilWhen = true
      return
    }
    let digests = opaque.filter { Self.digests.contains(parameters[$0].word) }
    let stamps = places { Self.stamps.contains($0.word) && $0.value?.isTime == true }
    guard !digests.isEmpty, !stamps.isEmpty else { return nil }
    self.places = Set(digests + stamps)
    saysUntilWhen = false
  }

  /// What says in words that something ends.
  fileprivate static let ends: Set<String> = [
    "expire", "expires", "expires_at", "expires_in", "expires_on", "expiresat", "expiresin",
    "expiration", "expiry", "valid_to", "valid_until", "validto", "validuntil", "x-expires",
  ]

  /// What says so only where its value is a time.
  fileprivate static let shortEnds: Set<String> = [
    "deadline", "e", "end", "et", "exp", "se", "until", "valid",
  ]

  private static let stamps: Set<String> = ["t", "time", "timestamp", "ts"]

  private static let digests: Set<String> = ["checksum", "digest", "h", "hash", "mac"]

  /// Whether a name says that its value is which document it is.
  private static func isOfDocument(_ word: String) -> Bool {
    documentEnds.contains { word.hasSuffix($0) }
  }

  private static let documentEnds = [
    "id", "asset", "attachment", "doc", "document", "file", "item", "media", "name", "node",
    "object", "page", "path", "publication", "ref", "report", "resource", "slug", "title", "url",
    "uri",
  ]
}

extension QueryParameter {
  /// Whether it says until when something holds.
  fileprivate var isEnd: Bool {
    guard TimedPair.ends.contains(word) || TimedPair.shortEnds.contains(word), let value else {
      return false
    }
    return value.isTime
      || TimedPair.ends.contains(word) && !value.isEmpty && value.utf8.allSatisfy(\.isDigit)
  }
}

extension String {
  /// Whether it is a time: since 1970, in seconds or parts of them, or a date as ISO 8601 has it.
  fileprivate var isTime: Bool {
    let bytes = Array(utf8)
    if bytes.allSatisfy(\.isDigit) { return (10...19).contains(bytes.count) }
    guard (8...40).contains(bytes.count), bytes.prefix(4).allSatisfy(\.isDigit) else {
      return false
    }
    let others = Set("-:.+TZtz ".utf8)
    return bytes.allSatisfy { $0.isDigit || others.contains($0) }
      && bytes.count(where: \.isDigit) >= 8
  }

  /// Whether nobody chose it: figures and letters, small and large, in turns as chance has them.
  fileprivate var isOpaque: Bool {
    let bytes = Array(utf8)
    guard bytes.count >= 8, bytes.contains(where: \.isLetter),
      bytes.contains(where: \.isDigit) || bytes.count >= 16
    else { return false }
    let signs = Set("-_=.~,+/ ".utf8)
    guard bytes.allSatisfy({ $0.isLetterOrDigit || signs.contains($0) }) else { return false }
    if bytes.contains(where: \.isDigit), bytes.allSatisfy(\.isHexDigit) { return true }
    let kinds = bytes.map(Kind.init)
    return zip(kinds, kinds.dropFirst()).count { $0 != $1 } * 3 >= bytes.count
  }

  private enum Kind {
    case figure, small, large, sign

    init(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .figure
      case UInt8(ascii: "a")...UInt8(ascii: "z"): self = .small
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .large
      default: self = .sign
      }
    }
  }
}
