// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// The versions of an object, each held against the root inventory: an earlier inventory must tell the
/// same of the versions it knows.
///
/// Source: OCFL 1.1 §3.7 <https://ocfl.io/1.1/spec/#version-inventory>
struct ObjectHistory {
  /// An inventory that says something of the object's content, and up to which version.
  struct Account {
    let stated: StatedInventory
    let newest: Int
  }

  /// A file or something else below the content directory of a version.
  struct Found {
    let path: ExactText
    let version: Int
  }

  /// The root inventory's account first.
  private(set) var accounts: [Account]
  private(set) var files: [Found] = []
  private(set) var findings = FindingList()
  /// Version to what the sidecar of its inventory states.
  private(set) var inventoryDigests: [String: Digest] = [:]
  /// Sidecars that say what they have to, and not in the bytes in which we write that.
  private(set) var spelledOtherwise: [String] = []

  private let root: InventoryFile
  private let stated: StatedInventory
  /// What the root inventory was found at fault with already; an earlier one repeats most of it.
  private let said: FindingList
  private let rootVersions: [ExactText: StatedInventory.Version]
  private var newestType: Specification?
  /// The versions that add files, by the root inventory's manifest.
  private let adding: Set<ExactText>

  init(_ root: InventoryFile, _ stated: StatedInventory, said: FindingList) {
    self.root = root
    self.stated = stated
    self.said = said
    let newest = stated.versions?.compactMap { VersionName($0.name)?.number }.max() ?? 0
    accounts = [Account(stated: stated, newest: newest)]
    adding = Set(
      (stated.manifest ?? []).lazy.flatMap(\.paths).compactMap { path in
        path.firstIndex(of: "/").map { ExactText(String(path[..<$0])) }
      }
    )
    rootVersions = Dictionary(
      (stated.versions ?? []).map { (ExactText($0.name), $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Looks at the directory of one version; to be called in the order of their numbers.
  mutating func take(_ version: VersionName, in object: borrowing OpenDirectory) {
    guard let entries = list(version.text, in: object) else { return }
    var content = stated.contentDirectoryName
    var known: Set<ExactText> = []
    if entries.contains(where: { $0.name == Inventory.fileName }) {
      let place = "\(version.text)/"
      let file = InventoryFile(in: object, at: place, among: entries, known: root)
      known = file.names
      inventoryDigests[version.text] = file.statedDigest
      if let sidecar = file.spelledOtherwise { spelledOtherwise.append(sidecar) }
      findings.add(file.findings)
      findings.add(file.shape, besides: said)
      content = file.stated?.contentDirectoryName ?? content
      check(file, of: version)
    } else {
      findings.add("W010", version.text, "the version has no inventory of its own")
    }
    let hasContent = entries.contains { ExactText($0.name) == ExactText(content) }
    if !hasContent, adding.contains(ExactText(version.text)) {
      findings.add("E016", version.text, "it adds files, but has no directory “\(content)”")
    }
    for entry in entries where !known.contains(ExactText(entry.name)) {
      let path = "\(version.text)/\(entry.name)"
      switch entry.kind {
      case .directory where ExactText(entry.name) == ExactText(content):
        if walk(path, in: object, version.number) == 0 {
          findings.add("W003", path, "the version adds no file, so it needs no content directory")
        }
      case .directory:
        findings.add("W002", path, "a version needs no directory but the one for its content")
      case .file: findings.add("E015", path, "no file of that name belongs into a version")
      case .link, .other: findings.add("E090", path, "it is neither a file nor a directory")
      }
    }
  }

  // MARK: Directories

  private mutating func list(
    _ place: String,
    in object: borrowing OpenDirectory
  ) -> [DirectoryEntry]? {
    do throws(FilingError) {
      return try object.list(place)
    } catch {
      findings.add(Finding.unread, place, "it could not be listed: \(error)")
      return nil
    }
  }

  /// Notes every file below a directory.
  ///
  /// - Returns: how many entries the directory has itself.
  private mutating func walk(
    _ place: String,
    in object: borrowing OpenDirectory,
    _ version: Int
  ) -> Int {
    guard let entries = list(place, in: object) else { return 1 }
    for entry in entries {
      let path = "\(place)/\(entry.name)"
      switch entry.kind {
      case .file where !entry.isUTF8:
        findings.add("E023", path, "its name is not UTF-8, so no inventory can name it")
      case .file: files.append(Found(path: ExactText(path), version: version))
      case .directory where !entry.isUTF8:
        findings.add("E023", path, "its name is not UTF-8, so no inventory can name what is in it")
      case .directory:
        if walk(path, in: object, version) == 0 {
          findings.add("E024", path, "it is an empty directory")
        }
      case .link, .other: findings.add("E090", path, "it is neither a file nor a directory")
      }
    }
    return entries.count
  }

  // MARK: Inventories

  private mutating func check(_ file: InventoryFile, of version: VersionName) {
    let path = "\(version.text)/\(Inventory.fileName)"
    if version.text == stated.head {
      guard !file.isKnown else { return noteType(of: stated, path) }
      findings.add("E064", path, "it differs from the object's root inventory")
    }
    guard let inventory = file.stated else { return }
    noteType(of: inventory, path)
    let rules = InventoryRules(inventory, at: path, declared: nil)
    findings.add(rules.findings, besides: said)
    accounts.append(Account(stated: inventory, newest: version.number))

    if let id = inventory.id, let own = stated.id, ExactText(id) != ExactText(own) {
      findings.add("E037", path, "it is the inventory of another object, “\(id)”")
      findings.add("E110", path, "the id has changed since; it was “\(id)”")
    }
    if let head = inventory.head, head != version.text {
      findings.add("E040", path, "its head is \(head), but it is the inventory of \(version.text)")
    }
    compareContentDirectory(of: inventory, at: path)
    compareVersions(of: inventory, upTo: version.number, path)
  }

  private mutating func compareContentDirectory(of inventory: StatedInventory, at path: String) {
    let (old, new) = (inventory.contentDirectoryName, stated.contentDirectoryName)
    let isOther = ExactText(old) != ExactText(new)
    if isOther || (inventory.contentDirectory == nil) != (stated.contentDirectory == nil) {
      let message = "the content directory is “\(old)” here and “\(new)” in the root inventory"
      findings.add("E019", path, message)
      if isOther { findings.add("E020", path, message) }
    }
  }

  private mutating func noteType(of inventory: StatedInventory, _ path: String) {
    guard let type = inventory.type.flatMap(Specification.init(inventoryType:)) else { return }
    if let newestType, type < newestType {
      findings.add(
        "E103",
        path,
        "it follows OCFL \(type.rawValue), a version before it OCFL \(newestType.rawValue)"
      )
    }
    newestType = max(newestType ?? type, type)
  }

  private mutating func compareVersions(
    of inventory: StatedInventory,
    upTo newest: Int,
    _ path: String
  ) {
    var described: Set<ExactText> = []
    let comparison = StateComparison(inventory, stated)
    for version in inventory.versions ?? [] {
      described.insert(ExactText(version.name))
      guard let current = rootVersions[ExactText(version.name)] else {
        findings.add("E066", path, "it describes \(version.name), the root inventory does not")
        continue
      }
      if !comparison.isSame(version.state, current.state) {
        findings.add("E066", path, "it describes \(version.name) otherwise than the root inventory")
      }
      if !version.hasSameMetadata(as: current) {
        findings.add(
          "W011",
          path,
          "its date, message or user of \(version.name) is not the root inventory's"
        )
      }
    }
    for name in rootVersions.keys where !described.contains(name) {
      guard let number = VersionName(name.text)?.number, number <= newest else { continue }
      findings.add("E066", path, "it does not describe \(name.text)")
    }
  }
}

extension StatedInventory.Version {
  fileprivate func hasSameMetadata(as other: Self) -> Bool {
    func exact(_ version: Self) -> [ExactText?] {
      [version.created, version.message, version.user?.name, version.user?.address]
        .map { $0.map(ExactText.init) }
    }
    return exact(self) == exact(other)
  }
}
