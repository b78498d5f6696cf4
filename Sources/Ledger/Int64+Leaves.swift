// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Int64 {
  /// A number of leaves as people read it.
  package var leaves: String { self == 1 ? "1 leaf" : "\(self) leaves" }
}
