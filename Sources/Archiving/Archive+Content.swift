// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
package import Addressing
import Filing
import Fixity
import OCFL
package import SystemPackage

extension Archive {
  /// Where the payload of a version is, by the object's own inventory: the catalogue may be wrong.
  package func contentFile(of address: WebAddress, version: Int) throws -> FilePath {
    try payloadFile(of: address, version: version).path
  }

  /// The same, after its digest was compared; however long it is.
  package func soundContentFile(of address: WebAddress, version: Int) throws -> FilePath {
    let (path, digest) = try payloadFile(of: address, version: version)
    var stream = DigestStream(digest.algorithm)
    try ReadableFile(path).forEachChunk { stream.update($0) }
    guard stream.finish() == digest else { throw ArchiveError.damaged(path) }
    return path
  }

  /// The payload of a version, whole, after its digest was compared; for pages, which are small.
  package func payload(of address: WebAddress, version: Int) throws -> [UInt8] {
    let (path, digest) = try payloadFile(of: address, version: version)
    let bytes = try Disk().read(path)
    guard Digest.of(bytes, by: digest.algorithm) == digest else { throw ArchiveError.damaged(path) }
    return bytes
  }

  /// The same; nil where it is longer than so many bytes.
  package func payload(
    of address: WebAddress,
    version: Int,
    upTo bound: Int64
  ) throws -> [UInt8]? {
    let file = try payloadFile(of: address, version: version).path
    return try Disk().size(of: file) <= bound ? payload(of: address, version: version) : nil
  }

  /// Whether a version's folder is where it ought to be: one look, for the many documents that did not change.
  package func hasFolder(ofVersion number: Int, of address: WebAddress) -> Bool {
    let object = root.directory(of: ObjectID(address.text))
    let version = object.appending(VersionNumber(number).description)
    return (try? Disk().entry(at: version)) == .directory
  }

  /// The provenance of a version.
  package func capture(of address: WebAddress, version: Int) throws -> Capture {
    let file = try file(of: address, version: version) { $0 == Capture.fileName }
    return try Capture(readFrom: file.path, stating: file.digest)
  }

  private func payloadFile(
    of address: WebAddress,
    version: Int
  ) throws -> (path: FilePath, digest: Digest) {
    try file(of: address, version: version) { $0.hasPrefix("document.") }
  }

  private func file(
    of address: WebAddress,
    version: Int,
    named isMeant: (String) -> Bool
  ) throws -> (path: FilePath, digest: Digest) {
    let id = ObjectID(address.text)
    let inventory = try root.inventory(of: id)
    guard version > 0,
      let file = inventory.files(of: VersionNumber(version)).first(where: {
        isMeant($0.logicalPath)
      })
    else { throw ArchiveError.noSuchVersion(document: address.text, asked: "v\(version)") }
    return (root.directory(of: id).pushing(FilePath(file.contentPath)), file.digest)
  }
}
