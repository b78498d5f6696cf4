// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Fetching
import Filing
import Fixity
import Records
import SystemPackage

/// Compares files by what they say, where their bytes differ.
///
/// One at a time, because a file is in memory for it; and only where bytes differ, so that a night on which nothing changed
/// costs nothing.
struct ContentComparison: Sendable {
  /// What a body says, and whether that is what it was compared with.
  struct Outcome: Sendable {
    let digest: Digest
    let isHeld: Bool
  }

  private let archive: Archive
  private let turn = OneAtATime()

  init(in archive: Archive) {
    self.archive = archive
  }

  /// Compares a body with what is held.
  ///
  /// - Returns: nil where they are the same, where nothing is held, or where the body is none of which the content can be told.
  /// - Throws: what is no fault of the body's: a disk that fails.
  func compare(
    _ body: SpooledBody,
    as kind: BodyKind,
    with held: HeldCopy,
    of address: WebAddress
  ) async throws -> Outcome? {
    guard let version = held.version, held.digest != body.digest else { return nil }
    return try await compare(body, as: kind) { [archive] content in
      // What the version says of itself, or else its bytes: a Hanaper of before may have told content another way.
      let stated = try? archive.capture(of: address, version: version).content
      if stated == content { return true }
      let kept = try? archive.payload(
        of: address,
        version: version,
        upTo: DocumentContent.longest
      )
      return kept.flatMap { DocumentContent.digest(of: $0, as: kind) } == content
    }
  }

  /// Compares two bodies that came for one document.
  func compare(
    _ body: SpooledBody,
    as kind: BodyKind,
    with second: SpooledBody
  ) async throws -> Outcome? {
    try await compare(body, as: kind) { content in
      guard let bytes = try Self.bytes(of: second) else { return false }
      return DocumentContent.digest(of: bytes, as: kind) == content
    }
  }

  private func compare(
    _ body: SpooledBody,
    as kind: BodyKind,
    isOther: @Sendable (Digest) throws -> Bool
  ) async throws -> Outcome? {
    guard DocumentContent.isComparable(kind), body.length <= DocumentContent.longest else {
      return nil
    }
    await turn.enter()
    defer { turn.leave() }
    return try await BlockingThreads.shared.run {
      guard let bytes = try Self.bytes(of: body),
        let content = DocumentContent.digest(of: bytes, as: kind)
      else { return nil }
      return Outcome(digest: content, isHeld: try isOther(content))
    }
  }

  /// The bytes of a body; nil where it is too long, or cannot be read.
  private static func bytes(of body: SpooledBody) throws(FilingError) -> [UInt8]? {
    guard body.length <= DocumentContent.longest else { return nil }
    do {
      return try body.head(Int(body.length))
    } catch {
      guard error.isOfReading else { throw error }
      return nil
    }
  }
}
