// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Filing
import Fixity
import OCFL
package import Records
package import SystemPackage

/// An object whose inventory was read once, for whoever wants several of its versions with all that is known of them.
package struct ArchivedObject: Sendable {
  /// A version: what the object states of it, its provenance, and where its bytes are.
  package struct Kept: Sendable {
    package let version: KeptVersion
    package let capture: Capture
    /// The provenance, as it is kept.
    package let captureBytes: [UInt8]
    package let file: FilePath
  }

  private let archive: Archive
  private let address: WebAddress
  private let inventory: Inventory

  init(_ archive: Archive, _ address: WebAddress) throws {
    (self.archive, self.address) = (archive, address)
    inventory = try archive.root.inventory(of: ObjectID(address.text))
  }

  /// One of its versions.
  ///
  /// - Parameters:
  ///   - number: which.
  ///   - isCompared: whether its bytes are read and held against their digest.
  /// - Returns: it.
  /// - Throws: where it is not there, or is damaged.
  package func version(_ number: Int, isCompared: Bool) throws -> Kept {
    let id = ObjectID(address.text)
    let folder = archive.root.directory(of: id)
    let files = number > 0 ? inventory.files(of: VersionNumber(number)) : []
    guard let payload = files.first(where: { $0.logicalPath.hasPrefix("document.") }),
      let record = files.first(where: { $0.logicalPath == Capture.fileName })
    else { throw ArchiveError.noSuchVersion(document: address.text, asked: "v\(number)") }
    let file = folder.pushing(FilePath(payload.contentPath))
    if isCompared {
      var stream = DigestStream(payload.digest.algorithm)
      try ReadableFile(file).forEachChunk { stream.update($0) }
      guard stream.finish() == payload.digest else { throw ArchiveError.damaged(file) }
    }
    let place = folder.pushing(FilePath(record.contentPath))
    let bytes = try Disk().read(place)
    guard Digest.of(bytes, by: record.digest.algorithm) == record.digest else {
      throw ArchiveError.damaged(place)
    }
    let capture = try RecordCoding.decode(
      Capture.self,
      from: bytes,
      schema: Capture.schema,
      of: place
    )
    let version = KeptVersion(
      address: address,
      number: number,
      digest: payload.digest,
      path: archive.relativePath(of: id, payload.contentPath),
      capturedAt: capture.capturedAt,
      fileName: capture.fileName
    )
    return Kept(version: version, capture: capture, captureBytes: bytes, file: file)
  }
}

extension Archive {
  /// The object of a document.
  ///
  /// - Parameter address: the document's.
  /// - Returns: it, by its own inventory.
  /// - Throws: where there is none, or no inventory of it can be trusted.
  package func object(of address: WebAddress) throws -> ArchivedObject {
    try ArchivedObject(self, address)
  }
}
