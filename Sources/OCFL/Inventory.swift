// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// What an object holds: which digests are which files, and what each version's files are.
///
/// Source: OCFL 1.1 §3.5 <https://ocfl.io/1.1/spec/#inventory>
package struct Inventory: Hashable, Sendable {
  package static let type1_1 = "https://ocfl.io/1.1/spec/#inventory"

  package var id: String
  package var type: String
  package var digestAlgorithm: String
  package var head: String
  package var contentDirectory: String?
  /// Digest to content paths, both as written.
  package var manifest: [String: [String]]
  /// Version directory to version.
  package var versions: [String: Version]
  /// Algorithm to digest to content paths: further digests of files in the manifest.
  package var fixity: [String: [String: [String]]]?

  package struct Version: Hashable, Sendable {
    /// RFC 3339, with seconds and zone.
    package var created: String
    package var message: String?
    package var user: User?
    /// Digest to logical paths.
    package var state: [String: [String]]
  }

  package struct User: Hashable, Sendable {
    package var name: String
    package var address: String?

    package init(name: String, address: String?) {
      self.name = name
      self.address = address
    }
  }

  init(of id: ObjectID) {
    self.id = id.text
    type = Self.type1_1
    digestAlgorithm = DigestAlgorithm.sha512.rawValue
    head = VersionNumber.first.description
    manifest = [:]
    versions = [:]
  }
}

extension Inventory {
  package var objectID: ObjectID? { id.isEmpty ? nil : ObjectID(id) }

  package var algorithm: DigestAlgorithm? { DigestAlgorithm(rawValue: digestAlgorithm) }

  package var headNumber: VersionNumber? { VersionNumber(directory: head) }

  /// The versions in their order, those with an unpadded number.
  package var numberedVersions: [(number: VersionNumber, version: Version)] {
    versions
      .compactMap { name, version in VersionNumber(directory: name).map { ($0, version) } }
      .sorted { $0.0 < $1.0 }
  }

  /// A logical file of a version: its digest and where its bytes are, relative to the object.
  package struct File: Hashable, Sendable {
    package let logicalPath: String
    package let digest: Digest
    package let contentPath: String
  }

  /// The files of a version, sorted by logical path; those that the manifest does not hold are left out.
  package func files(of number: VersionNumber) -> [File] {
    guard let algorithm, let version = versions[number.description] else { return [] }
    var files: [File] = []
    for (hex, logicalPaths) in version.state {
      guard let digest = Digest(algorithm, hex: hex), let content = manifest[hex]?.first else {
        continue
      }
      files += logicalPaths.map {
        File(logicalPath: $0, digest: digest, contentPath: content)
      }
    }
    return files.sorted { $0.logicalPath.utf8.lexicographicallyPrecedes($1.logicalPath.utf8) }
  }
}
