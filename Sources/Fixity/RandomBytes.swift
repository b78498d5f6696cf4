// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension [UInt8] {
  /// So many of the system's random bytes, fit for a secret.
  ///
  /// The system is asked once for eight of them.
  ///
  /// - Parameter count: how many.
  /// - Returns: these.
  package static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var word: UInt64 = 0
    return (0..<count).map { place in
      word = place.isMultiple(of: 8) ? generator.next() : word >> 8
      return UInt8(truncatingIfNeeded: word)
    }
  }
}
