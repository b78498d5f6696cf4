// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
package import SystemPackage

/// What a batch is about to do, written down before it does it.
struct Intent: Codable, Sendable {
  static let fileName = "intent.json"
  static let schema = "hanaper/intent/1"

  /// Nil means `Intent.schema`: it was not always written.
  let schema: String?

  struct Step: Codable, Sendable {
    let id: ObjectID
    let version: Int
    /// Of the new inventory: tells our version from another program's of the same number.
    let inventory: Digest
  }

  let steps: [Step]

  init(of versions: [PreparedVersion]) {
    schema = Self.schema
    steps = versions.map {
      Step(id: $0.id, version: $0.number.value, inventory: $0.inventoryDigest)
    }
  }

  func write(into staging: FilePath) throws(FilingError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let bytes: [UInt8]
    do {
      bytes = try Array(encoder.encode(self))
    } catch {
      preconditionFailure("an intent can always be written as JSON")
    }
    try Disk().create(staging.appending(Self.fileName), holding: bytes)
  }

  /// The intent in a staging directory; nil where there is none or it was cut short, which means
  /// that nothing had been moved yet.
  ///
  /// - Throws: `.otherIntent` where it is another program's, `.unreadableIntent` where it was written to
  ///   its end and cannot be read.
  static func read(from staging: FilePath) throws(StorageError) -> Intent? {
    let path = staging.appending(fileName)
    let kind = try onDisk { () throws(FilingError) in try Disk().entry(at: path) }
    guard let kind else { return nil }
    let reason: String
    var isWrittenToItsEnd = false
    do {
      guard kind == .file else { throw FilingError(.read, path, .invalidArgument) }
      let bytes = try Data(Disk().read(path))
      isWrittenToItsEnd = bytes.suffix(2) == Data("]}".utf8) && !bytes.contains(0)
      struct Named: Decodable {
        let schema: String?
      }
      if let named = try? JSONDecoder().decode(Named.self, from: bytes),
        let found = named.schema, found != schema
      {
        throw Stranger(schema: found)
      }
      return try JSONDecoder().decode(Intent.self, from: bytes)
    } catch let error as FilingError {
      guard error.isUnreadable else { throw .filing(error) }
      reason = "\(error)"
    } catch let stranger as Stranger {
      throw .otherIntent(path, found: stranger.schema, known: schema)
    } catch {
      // The intent is durable before anything moves. What a disk has kept a part of is cut short, or has
      // nothing where a block should be: then nothing had moved.
      guard isWrittenToItsEnd else { return nil }
      reason = "it is not what was written"
    }
    throw .unreadableIntent(path, reason: reason)
  }

  private struct Stranger: Error {
    let schema: String
  }
}

extension CommitBatch {
  /// An object that an interrupted batch had begun to change.
  package struct Recovered: Sendable {
    package enum Outcome: Sendable {
      /// The new version is whole and in place now, whether or not it was before.
      case rolledForward
      /// The batch ended before this object was touched; its new version is lost.
      case untouched
      /// The object is damaged in a way that no interruption explains; it was left as it is.
      case unfinished(reason: String)
      /// A version directory that does not verify was moved out of the object, to this place.
      case setAside(FilePath)
    }

    package let id: ObjectID
    package let number: VersionNumber
    package let outcome: Outcome
  }

  /// Finishes what an interrupted batch began.
  ///
  /// What is told is told again by a second recovery from the same directory: so whoever keeps records
  /// of versions takes the outcome in and removes the directory afterwards, and may itself be
  /// interrupted in between.
  ///
  /// | found | what is done | told |
  /// |---|---|---|
  /// | no intent, or one cut short: nothing had been moved | nothing | nothing |
  /// | the version has not appeared, of a new object perhaps the directories above it | empty directories go | `untouched`: what was staged is lost |
  /// | the version is in place and whole; root inventory and sidecar each old, new or missing | both are copied from the version's own directory, each by rename, unless they are right | `rolledForward` |
  /// | the version is in place, and a newer one stands on it | nothing | `rolledForward` |
  /// | the version is in place and not whole: the disk lost what it had called durable | the version before it gives the root inventory back, then the version, or the object that has no other, goes to quarantine | `setAside`, with the place |
  /// | an inventory or a file that cannot be read at all | nothing | `unfinished`, with the reason |
  /// | in the version's place another program's | as in ``mend(_:in:quarantine:)`` | what was done, or `untouched` |
  ///
  /// What no intent names is met by ``mend(_:in:quarantine:)`` when the object's next version is made.
  ///
  /// - Parameters:
  ///   - staging: the directory of one batch.
  ///   - root: the storage root that it was writing to.
  ///   - quarantine: an existing directory for versions that do not verify.
  /// - Returns: the objects that the batch meant to change; empty if it had not come that far.
  /// - Throws: where the disk refuses; a later recovery begins again. `.unreadableIntent` where
  ///   nobody can read what the batch meant to do.
  package static func recover(
    from staging: FilePath,
    in root: StorageRoot,
    quarantine: FilePath
  ) throws(StorageError) -> [Recovered] {
    guard let intent = try Intent.read(from: staging) else { return [] }
    // A process that was killed leaves its last steps in memory: what the inventories are about to
    // refer to has to be durable first (2).
    try onDisk { () throws(FilingError) in try Disk().syncFileSystem(of: root.path) }
    var recovered: [Recovered] = []
    for step in intent.steps where step.version > 0 {
      let object = InterruptedObject(step.id, in: root, quarantine: quarantine)
      do {
        recovered.append(try object.finish(step))
      } catch {
        guard error.isUnreadable else { throw error }
        // One object's damage is no reason to leave the others unfinished.
        let number = VersionNumber(step.version)
        recovered.append(
          Recovered(id: step.id, number: number, outcome: .unfinished(reason: "\(error)"))
        )
      }
    }
    try onDisk { () throws(FilingError) in try Disk().syncFileSystem(of: root.path) }
    return recovered
  }

  /// Finishes for one object what another program began and nobody wrote down.
  ///
  /// To be called before the object's next version is staged; where there is nothing to do, it costs a
  /// listing and the reading of two inventories.
  ///
  /// | found | what is done | told |
  /// |---|---|---|
  /// | root inventory and sidecar are those of the newest version | nothing | nil |
  /// | a version that a sound root inventory does not know yet, one more than its head: whole, and its inventory goes on from the one before | its inventory and sidecar become the object's | `rolledForward` |
  /// | the same, not whole or of another history | it goes to quarantine | `setAside`, with the place |
  /// | root inventory and sidecar each missing, the newest version's or the one's before; that version whole | as above | `rolledForward` |
  /// | the same, not whole, and the root inventory does not speak of it | the version before it gives the root inventory back, it goes to quarantine | `setAside`, with the place |
  /// | anything else | nothing: no interruption explains it; staging a version says what is wrong | nil |
  ///
  /// - Parameters:
  ///   - id: the object; it need not exist.
  ///   - root: where it is.
  ///   - quarantine: an existing directory of the same file system, for a version that is not whole.
  /// - Returns: what was done; nil where nothing was.
  /// - Throws: where the disk refuses.
  package static func mend(
    _ id: ObjectID,
    in root: StorageRoot,
    quarantine: FilePath
  ) throws(StorageError) -> Recovered? {
    try InterruptedObject(id, in: root, quarantine: quarantine).mend()
  }
}
