// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

extension Inventory {
  /// Every content file of the object, and its digest.
  package var contents: [String: Digest] {
    guard let algorithm else { return [:] }
    var contents: [String: Digest] = [:]
    for (hex, paths) in manifest {
      guard let digest = Digest(algorithm, hex: hex) else { continue }
      for path in paths { contents[path] = digest }
    }
    return contents
  }

  /// Reads the bytes of an inventory that something else vouches for.
  ///
  /// - Throws: where they are no inventory that can be used.
  package init(proven bytes: [UInt8]) throws {
    try self.init(decoding: bytes)
  }

  /// Whether all its versions say that hanaper wrote them.
  package var isByHanaper: Bool {
    versions.values.allSatisfy { $0.user?.name.hasPrefix("hanaper/") == true }
  }
}
