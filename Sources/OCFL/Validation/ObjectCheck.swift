// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import Fixity
package import SystemPackage

/// Everything that is wrong with one object, by the letter of OCFL 1.0 or 1.1.
///
/// Damage is an answer, not a failure to answer: it is collected, never thrown, and one fault does not
/// hide the others. Each byte of the object is read once; no link is followed.
///
/// Source: OCFL 1.1 §3 <https://ocfl.io/1.1/spec/#object-spec>
package struct ObjectCheck: Sendable {
  package private(set) var findings: [Finding] = []
  /// How much was read.
  package private(set) var files = 0
  package private(set) var bytes: Int64 = 0
  /// How much was passed over: it is there, and was not read.
  package private(set) var sparedBytes: Int64 = 0
  /// Content path to digest, of every file whose digest is the one stated.
  package private(set) var intact: [String: Digest] = [:]
  /// Of these files, those that were taken for intact because they are long, and are still to be read.
  package private(set) var postponed: [String] = []
  /// Content path to length, in bytes, of these files.
  package private(set) var lengths: [String: Int64] = [:]
  /// Content path to bytes, of those of these files that were to be kept and are not long.
  package private(set) var kept: [String: [UInt8]] = [:]
  /// Version to the digest of its own inventory, by a sidecar that was there.
  package private(set) var inventoryDigests: [String: Digest] = [:]
  /// Sidecars that say what they have to, and not in the bytes in which we write that: no rule is broken by it, and in an object
  /// of ours somebody changed them.
  package private(set) var spelledOtherwise: [String] = []
  /// The root inventory, where it is whole enough to be used.
  package private(set) var inventory: Inventory?

  /// The object's directory.
  package let object: FilePath
  /// The version of OCFL that the object declares.
  private(set) var specification: Specification?
  /// The identifier that the root inventory states.
  private(set) var id: String?
  /// The files with more than one name, by device and number.
  private(set) var linkedFiles: Set<FileIdentity> = []

  /// What is to be done with a content file.
  package enum Attention: Hashable, Sendable {
    case read
    /// Read, and its bytes handed out.
    case keep
    /// Taken for intact without being read, where it is there.
    case spare
    /// Read, unless it is longer than so many bytes: then it is taken for intact, and is still to be read.
    case readLater(Int)
  }

  /// Checks the object in a directory, whole.
  ///
  /// - Parameters:
  ///   - object: its directory.
  ///   - fixity: whether content is read and its digests computed; without, files only have to be there.
  package init(of object: FilePath, fixity: Bool = true) {
    self.init(of: object, listed: nil, fixity: fixity) { _ in .read }
  }

  /// The same, but that each content file has its own treatment.
  ///
  /// - Parameters:
  ///   - object: its directory.
  ///   - entries: what is in it, where that was seen a moment ago; nil to have it listed.
  ///   - attention: says of a content path what is done with the file.
  package init(
    of object: FilePath,
    listed entries: [DirectoryEntry]? = nil,
    _ attention: (String) -> Attention
  ) {
    self.init(of: object, listed: entries, fixity: true, attention)
  }

  private init(
    of object: FilePath,
    listed entries: [DirectoryEntry]?,
    fixity: Bool,
    _ attention: (String) -> Attention
  ) {
    self.object = object
    var list = FindingList()
    check(entries, fixity: fixity, attention, &list)
    let name = id.flatMap { $0.isEmpty ? nil : $0 }
    findings = list.findings(
      of: name ?? object.lastComponent?.string ?? object.string,
      specification ?? .v1_1
    )
  }

  /// Takes in that the files that were still to be read were, and are what they were taken for.
  package mutating func tookInPostponed() {
    for path in postponed { bytes += lengths[path] ?? 0 }
    postponed = []
  }

  private mutating func check(
    _ entries: [DirectoryEntry]?,
    fixity: Bool,
    _ attention: (String) -> Attention,
    _ list: inout FindingList
  ) {
    do throws(FilingError) {
      try check(in: OpenDirectory(object, listed: entries), fixity: fixity, attention, &list)
    } catch {
      list.add(Finding.unread, "", "the object could not be listed: \(error)")
    }
  }

  private mutating func check(
    in directory: borrowing OpenDirectory,
    fixity: Bool,
    _ attention: (String) -> Attention,
    _ list: inout FindingList
  ) {
    let entries = directory.entries
    let declaration = Declaration(Declaration.ofObject, of: directory)
    specification = declaration.specification
    list.add(declaration.findings)
    var root: InventoryFile?
    if entries.contains(where: { $0.name == Inventory.fileName }) {
      root = InventoryFile(in: directory, at: "", among: entries)
    } else {
      list.add("E063", Inventory.fileName, "there is no inventory")
    }
    if let root {
      list.add(root.findings)
      list.add(root.shape)
    }
    // Where the inventory is lost, the sidecar that is left of it is no stranger.
    let sidecars = entries.map(\.name).filter { $0.hasPrefix("\(Inventory.fileName).") }
    let layout = ObjectLayout(
      entries,
      besides: declaration.names.union(root?.names ?? Set(sidecars.map(ExactText.init))),
      versions: root?.stated?.versions?.map(\.name),
      in: object
    )
    list.add(layout.findings)
    guard let root, let stated = root.stated else { return }
    check(root, stated, layout, in: directory, fixity: fixity, attention, &list)
  }

  /// Goes on with what the root inventory states.
  private mutating func check(
    _ root: InventoryFile,
    _ stated: StatedInventory,
    _ layout: ObjectLayout,
    in directory: borrowing OpenDirectory,
    fixity: Bool,
    _ attention: (String) -> Attention,
    _ list: inout FindingList
  ) {
    id = stated.id
    inventory = Inventory(stated)
    let rules = InventoryRules(
      stated,
      at: Inventory.fileName,
      declared: specification
    )
    list.add(rules.findings)

    var history = ObjectHistory(root, stated, said: root.shape.adding(rules.findings))
    for version in layout.versions { history.take(version, in: directory) }
    list.add(history.findings)
    var content = ContentCheck(history)
    content.run(in: directory, fixity: fixity, attention)
    list.add(content.findings)
    (files, bytes, intact) = (content.files, content.bytes, content.intact)
    (lengths, kept, postponed) = (content.lengths, content.kept, content.postponed)
    inventoryDigests = history.inventoryDigests
    spelledOtherwise = [root.spelledOtherwise].compactMap(\.self) + history.spelledOtherwise
    sparedBytes = content.sparedBytes
    linkedFiles = content.linkedFiles
  }
}
