// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What of the changes since the last wait a power cut takes.
package enum Outage: Hashable, Sendable {
  case takesEverything
  case takesNothing
  /// New files have their names and nothing in them.
  case takesBytes
  /// Of every write one half is there.
  case cutsBytes
  /// What was written and made is there; what was renamed or removed has its old name.
  case takesRenames
  /// Each change by the dice.
  case random(seed: UInt64)

  /// Every kind, and so many by the dice.
  package static func kinds(dice count: Int, from seed: Int) -> [Outage] {
    let random = (0..<count).map { Outage.random(seed: UInt64(seed * count + $0)) }
    return [.takesEverything, .takesNothing, .takesBytes, .cutsBytes, .takesRenames] + random
  }

  enum Naming {
    case new, renamed, removed
  }

  var dice: Seeded {
    if case .random(let seed) = self { Seeded(seed: seed) } else { Seeded(seed: 0) }
  }

  func keeps(_ naming: Naming, _ dice: inout Seeded) -> Bool {
    switch self {
    case .takesEverything: false
    case .takesNothing, .takesBytes, .cutsBytes: true
    case .takesRenames: naming == .new
    case .random: Bool.random(using: &dice)
    }
  }

  /// What is there of the bytes of one write; nil where not even the file's length says anything.
  func kept(of bytes: [UInt8], _ dice: inout Seeded) -> [UInt8]? {
    switch self {
    case .takesEverything, .takesBytes: return nil
    case .takesNothing, .takesRenames: return bytes
    case .cutsBytes: return Array(bytes.prefix(bytes.count / 2))
    case .random:
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: return nil
      case 1: return Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice)))
      case 2: return [UInt8](repeating: 0, count: bytes.count)
      default: return bytes
      }
    }
  }
}
