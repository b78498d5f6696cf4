// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// One thing of an object that is not as it was written, whatever number of rules that breaks.
package struct ObjectFault: Hashable, Sendable {
  package enum Thing: Hashable, Sendable {
    /// The file by which a directory says that it is an object.
    case declaration
    /// The root inventory and its sidecar.
    case record
    /// The inventory of a version and its sidecar.
    case versionRecord
    /// A version's directory.
    case version
    /// A file that a version added.
    case content
    /// A directory of the object.
    case folder
    /// Something that no inventory knows, and whose presence explains no loss.
    case stranger
    /// Rules of OCFL that are broken with nothing of the above at fault.
    case rules
  }

  package enum State: Hashable, Sendable {
    case changed
    /// Of a record: the inventory is sound, its sidecar is not.
    case checksumChanged
    case missing
    /// A link, a directory or the like is in its place.
    case notAFile
    case unreadable(String)
    /// A link leads to what may be it, from this place in the object; or it is that link.
    case linked(from: String)
    /// Missing, and its bytes lie in another place of the object.
    case moved(to: String)
    /// The two that are named lie in each other's place.
    case exchanged
    /// There, and known to no inventory.
    case unknown
    /// Sound in itself, and of another history than the object's record tells.
    case disagrees
    /// Only advice is not followed.
    case unadvised

    var isAbsence: Bool {
      switch self {
      case .missing, .unreadable, .linked: true
      default: false
      }
    }
  }

  package let thing: Thing
  package let state: State
  /// The numbers of the versions that it concerns.
  package var versions: [Int] = []
  /// What is at fault, relative to the object; empty for its own directory.
  package var paths: [String]
  /// Of a record that is lost: the version whose directory holds the same two files, sound; 0 for the
  /// object's own directory.
  package var copy: Int?
  /// Of content: the digest that it ought to have, and the one that lies in its place.
  package var expected: Digest?
  package var actual: Digest?
  /// The codes of the rules that are broken by it, and what was found under them.
  package var codes: [String] = []
  package var messages: [String] = []

  init(
    _ thing: Thing,
    _ state: State,
    versions: [Int] = [],
    at paths: [String],
    copy: Int? = nil
  ) {
    self.thing = thing
    self.state = state
    self.versions = versions
    self.paths = paths
    self.copy = copy
  }

  /// Whether something that was kept, or the record of it, is not as it was.
  package var isDamage: Bool {
    switch (thing, state) {
    // Nothing in an archive is a link.
    case (.stranger, .linked): true
    case (.stranger, _), (_, .unadvised): false
    default: true
    }
  }

  /// Whether a path of the object lies in what is at fault.
  func covers(_ path: String) -> Bool {
    paths.contains { own in
      switch thing {
      case .record, .versionRecord:
        path == own || path.hasPrefix("\(own).")
      default:
        own.isEmpty || path == own || path.hasPrefix("\(own)/")
      }
    }
  }
}
