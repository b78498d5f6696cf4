// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A version of the OCFL specification that we can read; what we write is 1.1.
///
/// Source: <https://ocfl.io>
public enum Specification: String, CaseIterable, Comparable, Sendable {
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
  ///
  /// What 1.0 has no anchor for is to be read in 1.1.
  func link(to code: String) -> String {
    let version = Self.newIn1_1.contains(code) ? Self.v1_1 : self
    return "https://ocfl.io/\(version.rawValue)/spec/#\(code)"
  }

  private static let newIn1_1: Set = [
    "E103", "E104", "E105", "E106", "E107", "E108", "E110", "E111", "E112", "W016",
  ]

  public static func < (left: Specification, right: Specification) -> Bool {
    left.rawValue < right.rawValue
  }
}
