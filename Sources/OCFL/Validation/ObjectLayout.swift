// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// What lies in an object's directory, held against what may lie there.
///
/// Source: OCFL 1.1 §3.1, §3.8, §3.9 <https://ocfl.io/1.1/spec/#object-structure>
struct ObjectLayout {
  /// The version directories that are there and that the inventory describes, in the order of their
  /// numbers.
  private(set) var versions: [VersionName] = []
  private(set) var findings = FindingList()

  /// - Parameters:
  ///   - entries: all that is in the object's directory.
  ///   - known: names that are accounted for.
  ///   - stated: the versions that the inventory describes; nil where it cannot be read.
  ///   - object: the directory.
  init(
    _ entries: [DirectoryEntry],
    besides known: Set<ExactText>,
    versions stated: [String]?,
    in object: FilePath
  ) {
    let described = stated.map { Set($0.map(ExactText.init)) }
    var there: Set<ExactText> = []
    for entry in entries where !known.contains(ExactText(entry.name)) {
      switch (entry.name, entry.kind) {
      case (_, .link): findings.add("E090", entry.name, "it is a link")
      case ("logs", .directory): findLinks(in: object.appending("logs"), at: "logs")
      case ("extensions", .directory): checkExtensions(in: object.appending("extensions"))
      case (let name, .directory) where VersionName(name) != nil:
        there.insert(ExactText(name))
        if let described, !described.contains(ExactText(name)) {
          findings.add("E046", name, "the inventory does not know this version")
        }
      case (let name, .file) where name.lowercased() == Inventory.fileName:
        findings.add("E034", name, "an inventory is named \(Inventory.fileName)")
        fallthrough
      case (let name, _): findings.add("E001", name, "nothing of that name belongs into an object")
      }
    }
    for name in stated ?? [] where VersionName(name) != nil {
      guard !there.contains(ExactText(name)) else { continue }
      findings.add("E046", name, "the version's directory is missing")
      findings.add("E010", name, "the version's directory is missing")
    }
    versions = there.compactMap { VersionName($0.text) }
      .filter { described?.contains(ExactText($0.text)) ?? true }
      .sorted { ($0.number, $0.width) < ($1.number, $1.width) }
  }

  private mutating func checkExtensions(in directory: FilePath) {
    for entry in list(directory, at: "extensions") {
      let path = "extensions/\(entry.name)"
      switch entry.kind {
      case .directory:
        if !RegisteredExtension.names.contains(entry.name) {
          findings.add("W013", path, "no extension of that name is registered")
        }
        findLinks(in: directory.appending(entry.component), at: path)
      case .link: findings.add("E090", path, "it is a link")
      case .file, .other: findings.add("E067", path, "only directories belong into extensions")
      }
    }
  }

  private mutating func findLinks(in directory: FilePath, at place: String) {
    for entry in list(directory, at: place) {
      let path = "\(place)/\(entry.name)"
      switch entry.kind {
      case .directory: findLinks(in: directory.appending(entry.component), at: path)
      case .link: findings.add("E090", path, "it is a link")
      case .file, .other: continue
      }
    }
  }

  private mutating func list(_ directory: FilePath, at place: String) -> [DirectoryEntry] {
    do {
      return try Disk().list(directory)
    } catch {
      findings.add(Finding.unread, place, "it could not be listed: \(error)")
      return []
    }
  }
}
