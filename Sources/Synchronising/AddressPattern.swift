// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing

/// A pattern for whole addresses: `*` stands for any run of characters, case plays no part.
///
///     */reviews/*     every address with that in it
///     *form*
public struct AddressPattern: Hashable, Sendable {
  public let text: String
  private let pieces: [[UInt8]]

  public init(_ text: String) {
    self.text = text
    pieces = text.lowercased().utf8
      .split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
      .map(Array.init)
  }

  public func fits(_ address: WebAddress) -> Bool {
    var rest = Array(address.text.lowercased().utf8)[...]
    guard let first = pieces.first, let last = pieces.last else { return false }
    guard pieces.count > 1 else { return rest.elementsEqual(first) }
    guard rest.starts(with: first), rest.count >= first.count + last.count,
      rest.suffix(last.count).elementsEqual(last)
    else { return false }
    rest = rest.dropFirst(first.count).dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() {
      guard let found = rest.firstRange(of: piece) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}
