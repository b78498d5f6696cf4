// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import OCFL
import Records
import SystemPackage

/// What lies in quarantine of a document that is let go of: bodies that came for it, versions of it that were set
/// aside, and its very bytes, for whatever address they came.
struct QuarantinedCopies {
  private let quarantine: FilePath
  private let names: Set<String>
  private let contents: Set<Digest>
  private let sizes: Set<Int64>

  init(of intent: SuppressionIntent, in archive: Archive) {
    self.init(
      names: intent.names.union([intent.id]),
      versions: intent.tombstone.versions,
      in: archive
    )
  }

  init(names: Set<String>, versions: [Tombstone.Version], in archive: Archive) {
    quarantine = archive.path.appending(Archive.quarantine)
    self.names = names
    contents = Set(versions.map(\.digest))
    sizes = Set(versions.map(\.size))
  }

  /// What a folder is called of what gave way to sound copies of a document.
  static func repairedName(_ key: String) -> String { "repaired-\(key)" }

  /// - Throws: where quarantine, or a folder in it, cannot be listed.
  func folders() throws -> [String] {
    guard try Disk().entry(at: quarantine) == .directory else { return [] }
    let keys = Set(names.map { WaitingName.key(of: WebAddress(alreadyNormal: $0)) })
    return try Disk().list(quarantine).filter { entry in
      if let name = WaitingName(entry.name), keys.contains(name.key) { return true }
      // A damaged copy is a copy.
      if keys.contains(where: { entry.name.hasPrefix(Self.repairedName($0)) }) { return true }
      return try isOfDocument(quarantine.appending(entry.component), entry.kind)
    }.map(\.name)
  }

  /// Takes the document's names out of what lies in quarantine beside the folders: lines that could not be signed for, say.
  ///
  /// - Throws: where it cannot be read or written.
  func redactFiles() throws {
    guard try Disk().entry(at: quarantine) == .directory else { return }
    let search = ByteSearch(for: names)
    for entry in try Disk().list(quarantine) where entry.kind == .file {
      let path = quarantine.appending(entry.component)
      guard try search.finds(inFile: path) else { continue }
      var file = try ReplacementFile(for: path)
      try TextLines(of: path).forEach { line in
        let text = search.finds(in: line.text) ? RecordRedaction.placeholder : line.text
        try file.append(text + (line.isWhole ? "\n" : ""))
      }
      try file.takePlace()
    }
  }

  private func isOfDocument(_ place: FilePath, _ kind: DirectoryEntry.Kind) throws -> Bool {
    switch kind {
    case .directory:
      return try Disk().list(place).contains {
        try isOfDocument(place.appending($0.component), $0.kind)
      }
    case .file:
      if try isNamed(by: place) { return true }
      guard try sizes.contains(Disk().size(of: place)) else { return false }
      return try contents.contains { try FileDigest(of: place, by: $0.algorithm).value == $0 }
    default: return false
    }
  }

  /// Whether a record says that what it is about is the document.
  private func isNamed(by file: FilePath) throws -> Bool {
    switch file.lastComponent?.string {
    case Capture.fileName:
      let capture = (try? Disk().read(file)).flatMap {
        try? RecordCoding.decode(Capture.self, from: $0)
      }
      return capture.map { names.contains($0.address.text) } ?? false
    case "inventory.json":
      return (try? Inventory(readFrom: file.removingLastComponent())).map { names.contains($0.id) }
        ?? false
    default: return false
    }
  }
}
