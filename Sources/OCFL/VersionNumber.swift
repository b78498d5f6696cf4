// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The number of a version: `v1`, `v2` … without padding, as this library writes them.
///
/// Source: OCFL 1.1 §3.3.1 <https://ocfl.io/1.1/spec/#version-directories>
package struct VersionNumber: Hashable, Comparable, Sendable {
  package let value: Int

  /// A version a night for 2,700 years; whoever counts up to a number that somebody wrote need not go further.
  private static let most = 1_000_000

  package static let first = VersionNumber(1)

  package init(_ value: Int) {
    precondition(value > 0, "versions are numbered from 1")
    self.value = value
  }

  /// Reads a directory's name; nil unless it is `v` and a number without leading zeros, up to a million.
  package init?(directory name: some StringProtocol) {
    guard name.first == "v", let value = Int(name.dropFirst()), value > 0,
      value <= Self.most, name.dropFirst() == String(value)
    else { return nil }
    self.value = value
  }

  package var next: VersionNumber { VersionNumber(value + 1) }

  package static func < (left: VersionNumber, right: VersionNumber) -> Bool {
    left.value < right.value
  }
}

extension VersionNumber: CustomStringConvertible {
  /// The name of the version's directory.
  package var description: String { "v\(value)" }
}
