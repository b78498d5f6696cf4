// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Ledger
import OCFL
import Support
import SystemPackage
import Testing

@testable import Archiving

/// A small archive with a bit of everything, to be damaged: documents of one to three versions, a listing
/// page, runs with reports, a suspect body.
struct DamageBench: Sendable {
  static let one = "https://example.org/files/one.pdf"
  static let two = "https://example.org/files/two.pdf"
  static let three = "https://example.org/files/three.pdf"
  static let page = "https://example.org/reviews/"

  let archive: Archive
  let tree: Tree
  /// What is known of its ledger from elsewhere.
  let trust: HeldAgainst
  let signing: ArchiveLedger.Signing

  /// - Parameters:
  ///   - folder: where the archive is made.
  ///   - address: of one more document; nil for none.
  /// - Throws: where it cannot be made.
  init(in folder: FilePath, besides address: String? = nil) async throws {
    let keeper = try Keeper(in: folder)
    try await keeper.keep(
      [
        (Self.one, "the only one"), (Self.two, "the first of two"), (Self.three, "first of three"),
        (Self.page, "<a href=/files/one.pdf>One</a>"),
      ] + (address.map { [($0, "one more")] } ?? [])
    )
    try await keeper.keep(
      [
        (Self.two, "the second of two"), (Self.three, "second of three"),
        (Self.page, "<a href=/files/two.pdf>Two</a>"),
      ],
      day: 1
    )
    // Bytes that come back are kept once.
    try await keeper.keep([(Self.three, "first of three")], day: 2)
    archive = keeper.archive
    try await Self.keepSuspect(in: folder)
    let signer = try Self.signer
    signing = ArchiveLedger.Signing.by(
      // A witness, say.
      [signer, try NoteSigner("example.net/east", number: 8)],
      noting: folder.appending("key.checkpoint")
    )
    _ = try StampShelf(of: archive)
      .keep([1, 2, 3], at: Keeper.day, over: [4], to: [5, 6], by: "tsa.example.org")
    let checkpoint = try ArchiveLedger(of: archive).advance(by: signing, at: Keeper.day)
    trust = HeldAgainst(
      key: signer.key,
      checkpoints: [HeldCheckpoint(besideKey: checkpoint)]
    )
    // What a run has brought since waits to be signed for.
    try await keeper.keep([], day: 4)
    tree = try Tree(archive.path)
  }

  private static func keepSuspect(in folder: FilePath) async throws {
    let run = try CrashRun(in: folder)
    let intake = try await run.intake(day: 3)
    _ = try await intake.quarantine(try run.suspectAccession(intake))
    try await intake.finish(report: ["schema": Archive.reportSchema])
  }

  private static var signer: NoteSigner {
    get throws {
      try NoteSigner(number: 7)
    }
  }

  /// What verifies it, however much of it there is.
  var verification: Verification {
    get throws { try Verification(at: archive.path, against: trust) }
  }

  /// Puts everything back as it was.
  func mend(in directory: FilePath) throws {
    try tree.write(to: directory, over: try Tree(directory))
  }

  static func folder(of address: String) -> String {
    "ocfl/\(StorageLayout.new.path(of: ObjectID(address)))"
  }

  /// The document that a path belongs to; nil for what belongs to none.
  static func address(of path: String) -> String? {
    [one, two, three, page].first {
      let folder = folder(of: $0)
      return path == folder || path.hasPrefix("\(folder)/") || folder.hasPrefix("\(path)/")
    }
  }

  /// Whether a path of a document is damaged: those of the one with two versions, or all.
  static func isTried(_ path: String) -> Bool {
    guard let address = address(of: path) else { return false }
    return CrashTally.isFull || address == two
  }

  /// Whether what stands beside the documents is damaged: of the runs the first, or all.
  func isTriedSurrounding(_ path: String) -> Bool {
    guard path == "ocfl" || Self.address(of: path) == nil else { return false }
    let runs = folders.filter { $0.hasPrefix("runs/") }
    return CrashTally.isFull || !path.hasPrefix("runs/") || runs.first.map(path.hasPrefix) ?? false
  }

  var files: [String] { tree.names.filter { tree[$0] != nil } }
  var folders: [String] { tree.names.filter { tree[$0] == nil } }
}
