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

  var dice: Dice {
    if case .random(let seed) = self { Dice(seed: seed) } else { Dice(seed: 0) }
  }

  func keeps(_ naming: Naming, _ dice: inout Dice) -> Bool {
    switch self {
    case .takesEverything: false
    case .takesNothing, .takesBytes, .cutsBytes: true
    case .takesRenames: naming == .new
    case .random: Bool.random(using: &dice)
    }
  }

  /// What is there of the bytes of one write; nil where not even the file's length says anything.
  func kept(of bytes: [UInt8], _ dice: inout Dice) -> [UInt8]? {
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

/// Random numbers that are the same each time.
///
/// Source: SplitMix64, <https://prng.di.unimi.it/splitmix64.c>
package struct Dice: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
