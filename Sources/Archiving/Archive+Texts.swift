// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Cataloguing
package import Extraction
import Filing
import Fixity
import Foundation
import HTTP
package import Records
import SystemPackage

extension Archive {
  /// In which the names of what a compound file holds stand, as a rule.
  private static let headLength = 64 << 10

  /// Reads the text of a version, after its digest was compared.
  ///
  /// - Parameters:
  ///   - version: which.
  ///   - worker: what reads it.
  /// - Returns: its text, or why it has none.
  /// - Throws: `TextWorker.Failure` where nothing can be read at all; else where the version is damaged.
  package func read(_ version: Version, by worker: TextWorker) throws -> TextWorker.Outcome {
    try withSoundFile(of: version) { path, file in
      let head = try ReadableFile(path).bytes(at: 0, count: Self.headLength)
      var charset: String?
      if version.kind == .html,
        let capture = try? capture(of: version.address, version: version.number)
      {
        charset = ResponseHead(kept: capture.response.head)?.mediaType?.charset
      }
      let outcome = try worker.read(file, beginning: head, as: version.kind, charset: charset)
      return version.kind == .pdf ? outcome.stating(try Self.language(ofPDF: path, head)) : outcome
    }
  }

  /// Compares two versions by what they say and what they look like, after their digests were compared.
  ///
  /// - Parameters:
  ///   - old: one.
  ///   - new: the other.
  ///   - worker: what reads them.
  /// - Returns: what changed, nil where that cannot be told; and what reading each of them came to.
  /// - Throws: as ``read(_:by:)`` does.
  package func compare(
    _ old: Version,
    _ new: Version,
    by worker: TextWorker
  ) throws -> (comparison: VersionComparison?, old: TextWorker.Outcome, new: TextWorker.Outcome) {
    func side(
      _ version: Version
    ) throws -> (outcome: TextWorker.Outcome, text: ExtractedText?, look: DocumentLook?) {
      let outcome = try read(version, by: worker)
      let look = try withSoundFile(of: version) { try worker.look(at: $1, as: version.kind) }
      guard case .text(let text) = outcome.reading else { return (outcome, nil, look) }
      return (outcome, text, look)
    }
    let (before, after) = (try side(old), try side(new))
    let comparison = VersionComparison((before.text, before.look), (after.text, after.look))
    return (comparison, before.outcome, after.outcome)
  }

  /// What stands at the end of a file is newer.
  private static func language(ofPDF path: FilePath, _ head: [UInt8]) throws -> String? {
    let file = try ReadableFile(path)
    let start = max(0, try Disk().size(of: path) - Int64(headLength))
    return StatedLanguage.ofPDF(try file.bytes(at: start, count: headLength))
      ?? StatedLanguage.ofPDF(head)
  }

  private func withSoundFile<Value>(
    of version: Version,
    _ body: (FilePath, FileDescriptor) throws -> Value
  ) throws -> Value {
    let path = try soundContentFile(of: version.address, version: version.number)
    let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow])
    defer { try? file.close() }
    return try body(path, file)
  }

  /// Opens the index over the text of all documents to write in it, and makes it where there is none, or a damaged one.
  ///
  /// - Throws: where it cannot be made.
  package func textIndex() async throws -> TextIndex {
    switch try Disk().entry(at: textFile) {
    case .file: break
    case .link: try removeTextIndex()
    case .directory, .other: throw FilingError(.read, textFile, .fileExists)
    case nil: break
    }
    if try Disk().entry(at: textFile) == nil {
      // SQLite would make it readable for everybody.
      try Disk().create(textFile, holding: "")
    }
    do {
      return try await TextIndex(at: textFile)
    } catch CatalogueError.damaged {
      // It is made of what is kept, and is made of that again.
      try removeTextIndex()
      try Disk().create(textFile, holding: "")
      return try await TextIndex(at: textFile)
    }
  }

  /// Takes all that is of documents out of the index over their texts.
  ///
  /// - Parameter addresses: theirs.
  /// - Throws: where it cannot be written; a damaged one goes whole.
  func dropText(of addresses: [WebAddress]) async throws {
    guard try Disk().entry(at: textFile) != nil else { return }
    do {
      let index = try await TextIndex(at: textFile)
      try await index.purge(addresses)
      try index.close()
    } catch CatalogueError.damaged {
      try removeTextIndex()
    }
  }

  /// Throws the index over the text of all documents away; the next ``TextRound`` makes it again.
  ///
  /// - Throws: where it cannot be removed.
  package func removeTextIndex() throws {
    for name in [Self.textName, Self.textName + "-journal"] {
      try Disk().removeFile(path.appending(name))
    }
  }
}
