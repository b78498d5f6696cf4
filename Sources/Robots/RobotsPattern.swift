// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The path of a rule: `*` stands for any run of bytes, `$` at the end for the end.
///
/// Source: RFC 9309 §2.2.2 and §2.2.3 <https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2>
struct RobotsPattern: Hashable, Sendable {
  /// As written, with non-ASCII bytes escaped and escapes in upper case.
  let bytes: [UInt8]
  /// In the normal form of addresses, where that is something else.
  private let normal: [UInt8]?

  init(_ written: some Collection<UInt8>) {
    bytes = PercentCoding.escapingNonASCII(PercentCoding.uppercasingEscapes(written))
    let normal = Self.normalForm(of: bytes)
    self.normal = normal == bytes ? nil : normal
  }

  /// How specific the rule is: of two that match, the longer decides.
  var length: Int { bytes.count }

  /// Whether the target begins as the pattern says; an empty pattern fits nothing.
  func fits(_ target: RobotsTarget) -> Bool {
    let pattern = (target.isNormal ? normal : nil) ?? bytes
    guard !pattern.isEmpty else { return false }
    let isAnchored = pattern.last == UInt8(ascii: "$")
    let runs = pattern.dropLast(isAnchored ? 1 : 0)
    return Wildcards.fit(runs, toItsEnd: isAnchored, target.bytes[...])
  }

  /// How many bytes ``fits(_:)`` looks at, at most and about.
  func cost(for target: RobotsTarget) -> Int {
    bytes.contains(Wildcards.star) ? bytes.count + target.bytes.count : bytes.count
  }

  private static func normalForm(of pattern: [UInt8]) -> [UInt8] {
    let query = pattern.firstIndex(of: UInt8(ascii: "?")) ?? pattern.endIndex
    let path = PercentCoding.normalise(path: pattern[..<query])
    guard query < pattern.endIndex else { return path }
    return path + [UInt8(ascii: "?")] + PercentCoding.normalise(query: pattern[(query + 1)...])
  }
}
