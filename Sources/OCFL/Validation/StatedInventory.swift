// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What an inventory file states, right or wrong, in the order in which it states it.
///
/// A validation works on this, because it has to speak of what an ``Inventory`` cannot hold: a digest
/// given twice, a version without a date.
struct StatedInventory: Sendable {
  /// A digest and the paths that it is given, in a manifest, a state or a fixity block.
  struct Block: Sendable {
    let digest: String
    let paths: [String]
  }

  struct Version: Sendable {
    let name: String
    var created: String?
    var message: String?
    var user: Inventory.User?
    var state: [Block] = []
  }

  struct FixityBlock: Sendable {
    let algorithm: String
    let blocks: [Block]
  }

  var id: String?
  var type: String?
  var digestAlgorithm: String?
  var head: String?
  var contentDirectory: String?
  var manifest: [Block]?
  var versions: [Version]?
  var fixity: [FixityBlock] = []

  /// The name of the content directory of each version, stated or not.
  var contentDirectoryName: String { contentDirectory ?? Inventory.defaultContentDirectory }
}

extension Inventory {
  /// The inventory that a file states; nil where a part is missing that there has to be.
  init?(_ stated: StatedInventory) {
    guard let id = stated.id, let type = stated.type, let algorithm = stated.digestAlgorithm,
      let head = stated.head, let manifest = stated.manifest, let versions = stated.versions
    else { return nil }
    self.id = id
    self.type = type
    digestAlgorithm = algorithm
    self.head = head
    contentDirectory = stated.contentDirectory
    self.manifest = Self.paths(of: manifest)
    self.versions = [:]
    for version in versions {
      guard let created = version.created else { return nil }
      self.versions[version.name] = Version(
        created: created,
        message: version.message,
        user: version.user,
        state: Self.paths(of: version.state)
      )
    }
    fixity =
      stated.fixity.isEmpty
      ? nil
      : Dictionary(
        stated.fixity.map { ($0.algorithm, Self.paths(of: $0.blocks)) },
        uniquingKeysWith: { $0.merging($1, uniquingKeysWith: +) }
      )
  }

  private static func paths(of blocks: [StatedInventory.Block]) -> [String: [String]] {
    Dictionary(blocks.map { ($0.digest, $0.paths) }, uniquingKeysWith: +)
  }
}
