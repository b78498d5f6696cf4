// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// An `inventory.json` with its sidecar, as they lie in an object or in one of its versions.
///
/// Source: OCFL 1.1 §3.6 <https://ocfl.io/1.1/spec/#inventory-digest>
struct InventoryFile {
  private(set) var bytes: [UInt8]?
  private(set) var stated: StatedInventory?
  /// Whether its bytes are those of the inventory that was known.
  private(set) var isKnown = false
  /// What is wrong with the files as such.
  private(set) var findings = FindingList()
  /// What is wrong with the inventory's shape.
  private(set) var shape = FindingList()
  /// What the sidecar that we would write states; nil where there is none, or another one.
  private(set) var statedDigest: Digest?
  /// The sidecar, where it says what it has to, and not in the bytes in which we write that.
  private(set) var spelledOtherwise: String?
  /// What the bytes come to, as far as it was asked.
  private var digest: Digest?
  /// The files in the directory that are accounted for.
  private(set) var names: Set<ExactText> = []

  /// Where it lies in its object: `v1/` or nothing.
  private let place: String

  /// - Parameters:
  ///   - object: the object's directory.
  ///   - place: where the inventory lies in it, with a slash behind it; empty for the object's own.
  ///   - entries: all that is in the directory; an inventory must be among them.
  ///   - known: an inventory that has been read; where this one has the same bytes, it is not read again.
  init(
    in object: borrowing OpenDirectory,
    at place: String,
    among entries: [DirectoryEntry],
    known: InventoryFile? = nil
  ) {
    self.place = place
    names = [ExactText(Inventory.fileName)]
    let path = place + Inventory.fileName
    var isDigestible = false
    do throws(FilingError) {
      let bytes = try object.read(path, limit: JSONLimits.inventory.bytes)
      self.bytes = bytes
      if let known, known.bytes == bytes {
        isKnown = true
        stated = known.stated
        digest = known.digest
      } else {
        let reader = InventoryReader(bytes, at: path)
        stated = reader.stated
        shape = reader.findings
      }
      isDigestible = true
    } catch {
      if error.cause == .fileTooLarge {
        isDigestible = true
        findings.add(
          Finding.unread,
          path,
          "it has more than \(JSONLimits.inventory.bytes) bytes, the most that is read of an inventory"
        )
      } else {
        findings.add(error, "E063", path)
      }
    }
    if isDigestible { checkSidecar(in: object, among: entries) }
  }

  private mutating func checkSidecar(
    in object: borrowing OpenDirectory,
    among entries: [DirectoryEntry]
  ) {
    let prefix = Inventory.fileName + "."
    let sidecars = entries.map(\.name).filter { $0.hasPrefix(prefix) }
    let algorithm = stated?.digestAlgorithm ?? DigestAlgorithm.sha512.rawValue
    let expected = prefix + algorithm
    guard let name = sidecars.contains(expected) ? expected : sidecars.first else {
      return findings.add("E058", place + expected, "the inventory's sidecar is missing")
    }
    names.insert(ExactText(name))
    if name != expected, stated?.digestAlgorithm != nil {
      findings.add("E058", place + expected, "the inventory's sidecar is missing")
      findings.add("E059", place + name, "it is named after another algorithm than the inventory's")
    }
    guard let algorithm = DigestAlgorithm(rawValue: String(name.dropFirst(prefix.count))) else {
      return
    }
    check(name, algorithm, in: object)
  }

  private func digest(
    in object: borrowing OpenDirectory,
    by algorithm: DigestAlgorithm
  ) throws(FilingError) -> Digest {
    if let digest, digest.algorithm == algorithm { return digest }
    if let bytes { return Digest.of(bytes, by: algorithm) }
    let file = object.path.appending(place + Inventory.fileName)
    return try FileDigest(of: file, by: algorithm).value
  }

  private mutating func check(
    _ file: String,
    _ algorithm: DigestAlgorithm,
    in object: borrowing OpenDirectory
  ) {
    let name = place + file
    let text: [UInt8]
    do throws(FilingError) {
      text = try object.read(name, limit: Sidecar.longest)
    } catch {
      return findings.add(error, error.cause == .fileTooLarge ? "E061" : "E058", name)
    }
    let sidecar = Sidecar(text)
    guard let sidecar, let stated = sidecar.digest(algorithm) else {
      return findings.add("E061", name, "it does not say “DIGEST \(Inventory.fileName)”")
    }
    if file == Inventory.sidecarName { statedDigest = stated }
    if !sidecar.isAsWritten { spelledOtherwise = name }
    do {
      let digest = try digest(in: object, by: algorithm)
      self.digest = digest
      guard digest != stated else { return }
      findings.add(
        "E060",
        place + Inventory.fileName,
        "it is not the inventory whose digest its sidecar states"
      )
    } catch {
      findings.add(Finding.unread, place + Inventory.fileName, "\(error)")
    }
  }
}
