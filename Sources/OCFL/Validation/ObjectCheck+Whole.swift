// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

extension ObjectCheck {
  /// Whether one version of an object is there in full: inventory, sidecar and every byte it added.
  static func isWhole(_ number: VersionNumber, of object: FilePath) -> Bool {
    guard let inventory = try? Inventory(readFrom: object.appending(number.description)),
      inventory.head == number.description, let algorithm = inventory.algorithm
    else { return false }
    for (hex, paths) in inventory.manifest {
      for path in paths where path.hasPrefix("\(number)/") {
        guard let digest = try? FileDigest(of: object.appending(path), by: algorithm),
          digest.value == Digest(algorithm, hex: hex)
        else { return false }
      }
    }
    return true
  }
}
