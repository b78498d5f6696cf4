// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// What two names of one file have in common: its device and its number there.
package struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64
  /// How many names the file has.
  package let names: Int

  /// Looks at a file; a link is looked at itself, not followed.
  package init(of path: FilePath) throws(FilingError) {
    let facts: Stat
    do {
      facts = try Stat(path, followTargetSymlink: false)
    } catch {
      throw FilingError(.look, path, error)
    }
    self.init(facts)
  }

  init(_ facts: Stat) {
    device = UInt64(facts.deviceID.rawValue)
    number = UInt64(facts.inode.rawValue)
    names = Int(facts.linkCount)
  }

  /// Whether both are one file or directory, however many names it has had between the two looks.
  package func isSame(as other: FileIdentity) -> Bool {
    device == other.device && number == other.number
  }
}
