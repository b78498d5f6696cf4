// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A version of the OCFL specification that we can read; what we write is 1.1.
///
/// Source: <https://ocfl.io>
package enum Specification: String, CaseIterable, Comparable, Sendable {
  case v1_0 = "1.0"
  case v1_1 = "1.1"

  /// The value of an inventory's `type`.
  var inventoryType: String { "https://ocfl.io/\(rawValue)/spec/#inventory" }

  init?(inventoryType: String) {
    guard let match = Self.allCases.first(where: { $0.inventoryType == inventoryType }) else {
      return nil
    }
    self = match
  }

  /// Where a rule stands, for its code.
  func link(to code: String) -> String { "https://ocfl.io/\(rawValue)/spec/#\(code)" }

  /// The code under which this version has what 1.1 calls `code`.
  ///
  /// - Returns: a code of our own where this version asks for the same without one; nil where it does not
  ///   ask for it, or where the fault is told under another code already.
  func code(of code: String) -> String? {
    guard self == .v1_0, let own = Self.newIn1_1[code] else { return code }
    return own
  }

  /// The codes that 1.1 added, each with what 1.0 has in its place.
  private static let newIn1_1: [String: String?] = [
    // An object never goes back to an earlier specification; before 1.1 there was none.
    "E103": "specification",
    // The names of versions are those of their directories.
    "E104": "E046", "E105": "E046",
    "E106": "E041",
    "E107": nil,
    // A slash, "." and ".." are E017 and E018; no name at all is as little a directory.
    "E108": "content-directory",
    // E037 is told with it.
    "E110": nil,
    "E111": "E057",
    // The extensions of a storage root are as those of an object.
    "E112": "E086", "W016": "W013",
  ]

  package static func < (left: Specification, right: Specification) -> Bool {
    left.rawValue < right.rawValue
  }
}
