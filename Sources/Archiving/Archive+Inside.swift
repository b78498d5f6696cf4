// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
public import SystemPackage

extension Archive {
  /// Whether a file of that name would be in this archive, or in any other OCFL object or storage root.
  ///
  /// Directories are told by what they are and not by how they are called, because links, bind mounts
  /// and another case of letters give the same place other names.
  public func isAbove(_ file: FilePath) throws -> Bool {
    let disk = Disk()
    let archive = disk.resolved(path)
    var ours = [try FileIdentity(of: archive)]
    for entry in try disk.list(archive) where entry.kind == .directory {
      ours.append(try FileIdentity(of: archive.appending(entry.component)))
    }
    let parent = file.removingLastComponent()
    var place = disk.resolved(parent.isEmpty ? "." : parent)
    repeat {
      guard try disk.entry(at: place) == .directory else { continue }
      let identity = try FileIdentity(of: place)
      if ours.contains(where: identity.isSame) { return true }
      // Asked for by name, because what is above may hold any number of files.
      for name in Self.declarations where try disk.entry(at: place.appending(name)) != nil {
        return true
      }
    } while place.removeLastComponent()
    return false
  }

  /// The files by which objects and storage roots of any program say what they are.
  private static let declarations = ["1.0", "1.1", "2.0"].flatMap {
    ["0=ocfl_\($0)", "0=ocfl_object_\($0)"]
  }
}
