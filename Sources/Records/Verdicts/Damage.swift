// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// In which way a body is not whole.
package enum Damage: String, Codable, CaseIterable, Hashable, Sendable {
  case truncated
  case corrupt
  case empty
}

extension Damage {
  var sentence: String {
    switch self {
    case .truncated: "the end of the file is missing"
    case .corrupt: "the file is damaged"
    case .empty: "the file is empty"
    }
  }
}
