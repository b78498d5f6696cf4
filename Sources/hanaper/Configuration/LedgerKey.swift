// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Fixity
import Ledger
import Reporting
import SystemPackage

/// The key that the ledger is signed with, in a file that nobody else may read: outside of the archive, because it
/// proves nothing against somebody who has both.
struct LedgerKey {
  /// The key, as Go's note package writes it.
  let file: FilePath
  /// By which the ledger is known everywhere, as the configuration has it; nil to make one up.
  let name: String?
  /// The archive whose ledger it signs for: of several keys in the file, those that signed for that come first.
  let archive: FilePath
  /// Whose archive it is.
  let contact: String

  /// The last checkpoint that was signed, beside the key.
  var note: FilePath { Self.sibling(of: file, ending: "checkpoint") }

  /// Where the key is, unless the configuration says otherwise: beside it, and called like it.
  static func usualFile(beside configuration: FilePath) -> FilePath {
    sibling(of: Disk().resolved(configuration), ending: "ledger.key")
  }

  private static func sibling(of file: FilePath, ending: String) -> FilePath {
    let stem = file.lastComponent?.stem ?? "hanaper"
    return file.removingLastComponent().appending("\(stem).\(ending)")
  }

  /// Who signs for an archive: the key is made where the archive has none yet.
  func signing(for archive: Archive) -> ArchiveLedger.Signing {
    signing(for: archive, mayMake: true)
  }

  /// Whether it belongs to another user, who lets nobody read it.
  var isAnothers: Bool { FileOwner.keepingUs(from: file).map { !$0.isReader } ?? false }

  /// Who would sign, by what is there; nothing is made.
  func present(for archive: Archive) -> ArchiveLedger.Signing {
    signing(for: archive, mayMake: false)
  }

  private func signing(for archive: Archive, mayMake: Bool) -> ArchiveLedger.Signing {
    do {
      switch try Disk().entryMeant(by: file) {
      case .file:
        guard
          try Stat(Disk().resolved(file)).permissions.isDisjoint(with: [.groupRead, .otherRead])
        else {
          return .nobody(
            because:
              "\(file) may be read by others, who could sign in its name; `chmod 600 \(file.quoted)` ends that. Where somebody may have read it, `\(NextCommand("ledger", "--new-key").typed)` makes another"
          )
        }
        let signers = try read()
        if mayMake, try Disk().entryMeant(by: note) == nil, try ArchiveLedger(of: archive).isBegun {
          Terminal.complain(
            "\(note), where the last checkpoint is noted, was missing and is written anew: whether an older copy of the archive was put back since, only a checkpoint that you have can say (`\(NextCommand("verify", "--since", "MAIL").typed)`)"
          )
        }
        return .by(signers, noting: note)
      case nil: break
      default: return .nobody(because: "\(file) is no file; the key of the ledger belongs there")
      }
      let isSigned =
        try Disk().entry(at: note) != nil || ArchiveLedger(of: archive).wasBegun
      guard !isSigned else {
        return .nobody(
          because:
            "the key that the ledger is signed with is not at \(file); put it back, or say with `ledger: { key: … }` where it is"
        )
      }
      guard mayMake else { return .nobody(because: "there is no key yet; the next run makes it") }
      let signer = try make()
      // Where there are versions already, nobody else has said so.
      if !archive.holdsNothing {
        let words =
          "the ledger's key was made, because the archive had none: \(file); nothing is proven of the time before. "
          + "Keep a copy of it elsewhere, and its public half where others find it: \(signer.key)"
        Terminal.complain("\(words)")
      }
      return .by([signer], noting: note)
    } catch let error as NoteError {
      return .nobody(because: "\(file) cannot be read as the ledger's key: \(error)")
    } catch {
      return .nobody(because: "the ledger's key cannot be used: \(error)")
    }
  }

  /// What is known of the ledger outside of the archive, as far as whoever asks may read it.
  var known: (key: NoteKey?, checkpoints: [HeldCheckpoint], problems: [String]) {
    let (keys, checkpoints, problems) = everythingKnown
    return (keys.first, checkpoints, problems)
  }

  /// The same, as what the archive is held against.
  var trust: HeldAgainst {
    let known = known
    return HeldAgainst(key: known.key, checkpoints: known.checkpoints)
  }

  /// The public halves of all keys that sign, the ledger's own first, as far as whoever asks may read them.
  var publicKeys: [NoteKey] { everythingKnown.keys }

  private var everythingKnown: (keys: [NoteKey], checkpoints: [HeldCheckpoint], problems: [String])
  {
    var problems: [String] = []
    func tried<Value>(_ path: FilePath, _ body: () throws -> Value) -> Value? {
      do {
        guard let kind = try Disk().entryMeant(by: path) else { return nil }
        guard kind == .file else {
          problems.append("\(path) is no file, and the ledger is not held against it")
          return nil
        }
        return try body()
      } catch let error as FilingError where error.isForbidden {
        return nil
      } catch {
        problems.append("\(path) cannot be read, and the ledger is not held against it: \(error)")
        return nil
      }
    }
    var keys = tried(file) { try read().map(\.key) } ?? []
    var checkpoint = tried(note) {
      try SignedCheckpoint(Disk().read(note, limit: SignedNote.longest))
    }
    let own = Archive.signedCheckpoint(in: archive)
    if let signed = own ?? checkpoint { keys = signed.signersFirst(keys) { $0 } }
    let isNoted = (try? Disk().entryMeant(by: note)) ?? nil != nil
    if !keys.isEmpty, own != nil, !isNoted {
      problems.append(
        "\(note), where the last checkpoint is noted, is missing: whether an older copy of the archive was put back, it cannot say. Put it back, or hold the archive against a checkpoint that you have (`\(NextCommand("verify", "--since", "MAIL").typed)`); the next run writes it anew"
      )
    } else if keys.isEmpty, isNoted, (try? Disk().entryMeant(by: file)) == .some(nil) {
      problems.append("\(file), the ledger's key, is missing: no signature is checked; put it back")
    }
    if let key = keys.first, let noted = checkpoint, noted.note.check(key) != .good {
      problems.append(
        "\(note) was not signed by the key in \(file), or has changed since, and the ledger is not held against it; the next run that may sign writes it anew"
      )
      checkpoint = nil
    }
    let held = checkpoint.map { HeldCheckpoint(besideKey: $0) }
    return (keys, [held].compactMap(\.self), problems)
  }

  /// Whether a checkpoint was signed for more than the archive's ledger has, as far as is known.
  ///
  /// - Parameter archive: whose ledger.
  /// - Returns: false where nothing is known.
  /// - Throws: where the ledger's checkpoint cannot be read.
  func lacksLedger(of archive: Archive) throws -> Bool {
    let ledger = ArchiveLedger(of: archive)
    let own = try ledger.checkpoint()?.checkpoint.head.size ?? 0
    // The reports speak of it, too, where nothing is known beside the configuration.
    if own == 0, try ledger.wasBegun { return true }
    return known.checkpoints.contains { $0.checkpoint.checkpoint.head.size > own }
  }

  /// Reads the keys: the ledger's own in the first line, and one in each further line that signs beside it.
  private func read() throws -> [NoteSigner] {
    try NoteSigner.read(
      secretLines: String(decoding: Disk().read(file, limit: 4_096), as: UTF8.self)
    )
  }

  /// Makes one more key, which signs beside the others from then on.
  ///
  /// Once a checkpoint has the signatures of both, the old one's line can be taken out of the file: who holds checkpoints
  /// knows the new key by a signature of the old one.
  ///
  /// - Returns: the new key.
  /// - Throws: where there is none yet, or the file cannot be written.
  func addKey() throws -> NoteKey {
    let signers = try read()
    guard let name = signers.first?.key.name, let new = NoteSigner(name) else {
      throw NoteError("signing key", "there is none yet")
    }
    guard signers.count < NoteSigner.mostInFile else {
      throw NoteError(
        "signing key",
        "\(file) has \(signers.count) of them; take out the line of one that is no longer to sign"
      )
    }
    let lines = (signers + [new]).map { $0.secretText + "\n" }.joined()
    let fresh = FilePath("\(file).new")
    try? Disk().removeFile(fresh)
    try write(lines, to: fresh)
    try Disk().rename(fresh, to: file)
    try syncFolder()
    return new.key
  }

  /// Puts a ledger aside, with the key and the checkpoint beside it, and makes the key of the next one.
  ///
  /// What is put aside has the number of its ledger behind its name; the secret stays the same, where it can be read.
  ///
  /// - Parameter ledger: the one that cannot go on.
  /// - Throws: where something cannot be moved or written.
  func beginEpoch(of ledger: ArchiveLedger) throws {
    let old = try? read()
    let noted = known.checkpoints.first?.checkpoint
    let own = (try? ledger.checkpoint()) ?? nil
    let last = [noted, own].compactMap(\.self).max {
      $0.checkpoint.head.size < $1.checkpoint.head.size
    }
    let secrets = old?.map(\.secret) ?? [.random()]
    let name =
      old?.first?.key.name ?? last?.checkpoint.origin ?? name
      ?? Self.madeUpName(for: contact, secrets[0])
    let next = try ledger.nextName(after: name)
    try ledger.setAside(last: last)
    let number = try ledger.epoch
    for path in [note, file] where try Disk().entry(at: path) != nil {
      try Disk().rename(path, to: FilePath("\(path).\(number)"))
    }
    try make(named: next, with: secrets)
  }

  private func make() throws -> NoteSigner {
    let secret = Ed25519.PrivateKey.random()
    let name = name ?? Self.madeUpName(for: contact, secret)
    try make(named: name, with: [secret])
    return try Self.signer(name, secret)
  }

  private static func signer(
    _ name: String,
    _ secret: Ed25519.PrivateKey
  ) throws(NoteError) -> NoteSigner {
    guard let signer = NoteSigner(name, secret) else {
      throw NoteError(
        "name of the ledger",
        "it is empty, or has a space, a plus or a control character in it"
      )
    }
    return signer
  }

  private func make(named name: String, with secrets: [Ed25519.PrivateKey]) throws {
    let lines = try secrets.map { try Self.signer(name, $0).secretText + "\n" }.joined()
    let folder = file.removingLastComponent()
    if !folder.isEmpty { try Disk().makeDirectories(folder) }
    try write(lines, to: file)
    try syncFolder()
  }

  private func write(_ text: String, to file: FilePath) throws {
    // Nobody's key is written over: another run may have been quicker.
    var output = try WritableFile(creating: file, asSecret: true)
    try output.append(text)
    try output.sync()
    try output.close()
  }

  private func syncFolder() throws {
    let folder = file.removingLastComponent()
    try Disk().sync(folder.isEmpty ? "." : folder)
  }

  /// A name that nobody else has: the contact's host, and a part of the key.
  private static func madeUpName(for contact: String, _ secret: Ed25519.PrivateKey) -> String {
    let address = contact.split(separator: "?").first ?? ""
    let host =
      address.split(separator: "@").last?.split(separator: "//").last?.split(separator: "/").first
      ?? "hanaper"
    let part = secret.publicKey.bytes.prefix(4).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
    return "\(host.filter { $0.isLetter || $0.isNumber || ".-".contains($0) })/hanaper/\(part)"
  }
}
