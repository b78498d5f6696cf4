// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import SystemPackage

extension Files {
  /// Takes its second version from an OCFL object, and all that tells of it there, as an old copy does.
  package static func rollBack(_ object: FilePath) throws {
    let disk = Disk()
    try disk.removeTree(object.appending("v2"))
    for name in ["inventory.json", "inventory.json.sha512"] {
      let first = try disk.read(object.appending("v1").appending(name))
      try disk.replace(object.appending(name), with: first)
    }
  }
}
