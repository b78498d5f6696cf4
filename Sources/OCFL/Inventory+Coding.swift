// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
public import SystemPackage

extension Inventory {
  static let fileName = "inventory.json"
  static let sidecarName = "inventory.json.sha512"

  /// The bytes of `inventory.json`: keys sorted, so that equal inventories are equal files.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try Array(encoder.encode(self)) + Array("\n".utf8)
  }

  init(decoding bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(Inventory.self, from: Data(bytes))
  }

  /// Reads the inventory in a directory, an object's root or one of its versions.
  ///
  /// - Throws: `.unreadableInventory` too where its sidecar states another digest.
  public init(readFrom directory: FilePath) throws(StorageError) {
    let path = directory.appending(Self.fileName)
    let (bytes, sidecar) = try onDisk { () throws(FilingError) in
      try (
        Disk().read(path),
        Disk().read(directory.appending(Self.sidecarName), limit: 4_096)
      )
    }
    guard Self.digest(statedBy: sidecar, algorithm: .sha512) == Digest.of(bytes) else {
      throw .unreadableInventory(path, reason: "its sidecar states another digest")
    }
    do {
      try self.init(decoding: bytes)
    } catch {
      throw .unreadableInventory(path, reason: "it is not an inventory in JSON")
    }
  }

  /// The sidecar of inventory bytes.
  ///
  /// With two spaces, so that `sha512sum -c` takes it as well.
  static func sidecar(of bytes: [UInt8]) -> [UInt8] {
    Array("\(Digest.of(bytes).hex)  \(fileName)\n".utf8)
  }

  /// The digest that a sidecar states; nil where it is not one.
  static func digest(statedBy sidecar: [UInt8], algorithm: DigestAlgorithm) -> Digest? {
    let words = String(decoding: sidecar, as: UTF8.self)
      .split { $0 == " " || $0 == "\t" || $0.isNewline }
    guard words.count == 2, words[1] == fileName else { return nil }
    return Digest(algorithm, hex: words[0])
  }
}
