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
  /// What the document's folders are called, in the manifest and elsewhere.
  private let folderNames: Set<String>

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
    folderNames = Set(names.map { archive.folder(of: ObjectID($0)) })
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
      // Of what may be of several documents, each file is looked at by itself.
      return try !Self.isOfRecords(entry.name)
        && isOfDocument(quarantine.appending(entry.component), entry.kind)
    }.map(\.name)
  }

  /// Takes the document's names out of what lies in quarantine beside its own folders: lines that could not be signed for, records
  /// that gave way to sound ones.
  ///
  /// Of a file that has lines of their own, those that name it go; any other that names it goes whole, because what stands beside
  /// the name may be a title.
  ///
  /// - Throws: where it cannot be read or written.
  func redactFiles() throws {
    guard try Disk().entry(at: quarantine) == .directory else { return }
    let search = ByteSearch(for: names.union(folderNames))
    for entry in try Disk().list(quarantine) {
      let place = quarantine.appending(entry.component)
      // What came from the site is another document's, and is told as a trace where it names this one.
      let isEvidence = entry.kind == .file || Self.isOfRecords(entry.name)
      if isEvidence { try redact(place, entry.kind, search) }
    }
  }

  /// Whether a folder has what was found in the archive itself, and gave way or was left.
  private static func isOfRecords(_ name: String) -> Bool {
    ["repaired-", "interrupted-", "damaged-"].contains(where: name.hasPrefix)
  }

  private static let endingsOfLines = [".jsonl", ".txt"]

  private func redact(
    _ place: FilePath,
    _ kind: DirectoryEntry.Kind,
    _ search: ByteSearch
  ) throws {
    switch kind {
    case .directory:
      for entry in try Disk().list(place) {
        try redact(place.appending(entry.component), entry.kind, search)
      }
    case .file:
      if try isOfDocument(place, kind) { return try Disk().removeFile(place) }
      guard try search.finds(inFile: place) else { return }
      let name = place.lastComponent?.string ?? ""
      guard Self.endingsOfLines.contains(where: name.hasSuffix) else {
        return try Disk().removeFile(place)
      }
      var file = try ReplacementFile(for: place)
      try TextLines(of: place).forEach { line in
        let text = search.finds(in: line.text) ? RecordRedaction.placeholder : line.text
        try file.append(text + (line.isWhole ? "\n" : ""))
      }
      try file.takePlace()
    default: return
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
    // What gave way to a sound copy has a number before its name.
    let name = file.lastComponent?.string ?? ""
    switch name {
    case _ where name.hasSuffix(Capture.fileName):
      let capture = (try? Disk().read(file)).flatMap {
        try? RecordCoding.decode(Capture.self, from: $0)
      }
      return capture.map { names.contains($0.address.text) } ?? false
    case _ where name.hasSuffix(Inventory.fileName):
      let inventory = (try? Disk().read(file)).flatMap { try? Inventory(proven: $0) }
      return inventory.map { names.contains($0.id) } ?? false
    default: return false
    }
  }
}
