// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What all stores have in common in their use of names.
package enum StoreLayout {
  /// The folder for what is not whole yet: what lies there counts for nothing, and may go at any time.
  package static let staging = "staging"

  /// Whether a name is one that a store can have: nothing leads out of its place.
  package static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && name.utf8.allSatisfy { $0 != 0 }
  }
}
