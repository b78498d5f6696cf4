// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Fixity

/// What an object holds: which digests are which files, and what each version's files are.
///
/// Source: OCFL 1.1 §3.5 <https://ocfl.io/1.1/spec/#inventory>
public struct Inventory: Hashable, Sendable {
  public static let type1_1 = "https://ocfl.io/1.1/spec/#inventory"

  public var id: String
  public var type: String
  public var digestAlgorithm: String
  public var head: String
  public var contentDirectory: String?
  /// Digest to content paths, both as written.
  public var manifest: [String: [String]]
  /// Version directory to version.
  public var versions: [String: Version]
  /// Algorithm to digest to content paths: further digests of files in the manifest.
  public var fixity: [String: [String: [String]]]?

  public struct Version: Hashable, Sendable {
    /// RFC 3339, with seconds and zone.
    public var created: String
    public var message: String?
    public var user: User?
    /// Digest to logical paths.
    public var state: [String: [String]]
  }

  public struct User: Hashable, Sendable {
    public var name: String
    public var address: String?

    public init(name: String, address: String?) {
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
  public var objectID: ObjectID? { id.isEmpty ? nil : ObjectID(id) }

  public var algorithm: DigestAlgorithm? { DigestAlgorithm(rawValue: digestAlgorithm) }

  public var headNumber: VersionNumber? { VersionNumber(directory: head) }

  /// The versions in their order, those with an unpadded number.
  public var numberedVersions: [(number: VersionNumber, version: Version)] {
    versions
      .compactMap { name, version in VersionNumber(directory: name).map { ($0, version) } }
      .sorted { $0.0 < $1.0 }
  }

  /// A logical file of a version: its digest and where its bytes are, relative to the object.
  public struct File: Hashable, Sendable {
    public let logicalPath: String
    public let digest: Digest
    public let contentPath: String
  }

  /// The files of a version, sorted by logical path; those that the manifest does not hold are left out.
  public func files(of number: VersionNumber) -> [File] {
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
