// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Fetching
import Filing
import Fixity
import Records
import Synchronization
import SystemPackage

/// Compares files by what they say, where their bytes differ.
///
/// One at a time, because a file is in memory for it; and only where bytes differ, so that a night on which nothing changed
/// costs nothing.
struct ContentComparison: Sendable {
  /// What a body says, and what else says it.
  struct Outcome: Sendable {
    let digest: Digest
    /// The version that says the same; nil without one.
    let version: Int?
  }

  private let archive: Archive
  private let turn = OneAtATime()

  init(in archive: Archive) {
    self.archive = archive
  }

  /// Compares a body with what is held.
  ///
  /// - Parameters:
  ///   - body: what came.
  ///   - kind: what it is.
  ///   - held: what is held; the versions before the newest are asked too where it is known to be made anew, and those
  ///     that a person took back.
  ///   - known: what is known of the document.
  ///   - address: the document's.
  /// - Returns: nil where they are the same, where nothing is held, or where the body is none of which the content can be told.
  /// - Throws: what is no fault of the body's: a disk that fails.
  func compare(
    _ body: SpooledBody,
    as kind: BodyKind,
    with held: HeldCopy,
    _ known: Document?,
    of address: WebAddress
  ) async throws -> Outcome? {
    guard held.digest != body.digest else { return nil }
    let earlier = known?.madeAnewSince == nil ? [] : held.earlier.map(\.version)
    let versions = [held.version].compactMap(\.self) + earlier + held.rejected.map(\.version)
    guard !versions.isEmpty else { return nil }
    return try await compare(body, as: kind) { [archive] content in
      try versions.first { version in
        try Self.says(content, version, of: address, as: kind, in: archive)
      }
    }
  }

  private static func says(
    _ content: Digest,
    _ version: Int,
    of address: WebAddress,
    as kind: BodyKind,
    in archive: Archive
  ) throws -> Bool {
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

  /// Whether what a body says cannot be compared because it is encrypted.
  func isEncrypted(_ body: SpooledBody, as kind: BodyKind) async throws -> Bool {
    guard kind == .pdf, body.length <= DocumentContent.longest else { return false }
    await turn.enter()
    defer { turn.leave() }
    return try await BlockingThreads.shared.run {
      try Self.bytes(of: body).map { DocumentContent.isEncrypted($0, as: kind) } ?? false
    }
  }

  /// Compares two bodies that came for one document.
  func compare(
    _ body: SpooledBody,
    as kind: BodyKind,
    with second: SpooledBody
  ) async throws -> (content: Outcome, isSame: Bool)? {
    let isSame = Mutex(false)
    let content = try await compare(body, as: kind) { content in
      guard let bytes = try Self.bytes(of: second) else { return nil }
      isSame.withLock { $0 = DocumentContent.digest(of: bytes, as: kind) == content }
      return nil
    }
    return content.map { ($0, isSame.withLock(\.self)) }
  }

  private func compare(
    _ body: SpooledBody,
    as kind: BodyKind,
    version: @Sendable (Digest) throws -> Int?
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
      return Outcome(digest: content, version: try version(content))
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
