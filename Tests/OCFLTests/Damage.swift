// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import OCFL

/// Something bad that happens to an object, and what a check should find then.
struct Damage: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Code and path of each finding; for lies of insiders, the codes only.
  let findings: [String]
  let act: @Sendable (FilePath) throws -> Void

  init(
    _ description: String,
    _ findings: [String],
    act: @escaping @Sendable (FilePath) throws -> Void
  ) {
    testDescription = description
    self.findings = findings
    self.act = act
  }

  /// An object of two versions: three files at first, one of them changed later.
  static func sample(in directory: FilePath) throws -> FilePath {
    let object = directory.appending("ocfl/0/1/2/urn%3asample")
    try Disk().makeDirectories(object)
    try template.get().write(to: object)
    return object
  }

  // Made once, because each commit waits for the disk.
  private static let template = Result {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let id = ObjectID("urn:sample")
      for last in [3, 4] {
        try workshop.commit(
          id,
          ["café.txt": text(1), "note.txt": text(2), "report.pdf": text(last)]
        )
      }
      return try Tree(workshop.directory(of: id))
    }
  }

  static func text(_ number: Int) -> String { "the bytes of text number \(number)" }

  /// Puts bytes in the place of a file, read-only or not.
  static func put(_ bytes: [UInt8], at path: FilePath) throws {
    try Disk().removeFile(path)
    try Files.writeBytes(bytes, to: path)
  }

  /// Changes one bit of a file.
  static func flip(_ index: Int, of path: FilePath) throws {
    var bytes = try Files.readBytes(path)
    bytes[index] ^= 1
    try put(bytes, at: path)
  }

  /// Puts another text in the place of one that a file has in it once.
  static func replace(_ old: String, with new: String, in path: FilePath) throws {
    let text = try Disk().readText(path)
    try #require(text.split(separator: old, omittingEmptySubsequences: false).count == 2)
    try put(Array(text.replacing(old, with: new).utf8), at: path)
  }

  /// Changes the inventory as somebody would who knows how it is secured.
  static func rewrite(_ object: FilePath, _ change: (inout Inventory) -> Void) throws {
    var inventory = try Inventory(decoding: Files.readBytes(object.appending("inventory.json")))
    change(&inventory)
    let bytes = inventory.encoded()
    for directory in [object, object.appending("v2")] {
      try put(bytes, at: directory.appending(Inventory.fileName))
      try put(Inventory.sidecar(of: bytes), at: directory.appending(Inventory.sidecarName))
    }
  }
}
