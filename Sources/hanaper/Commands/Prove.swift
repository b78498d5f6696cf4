// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Filing
import OCFL
import Ledger
import Records
import Reporting
import SystemPackage

struct Prove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Check a file and its proof, without the archive.",
    discussion: """
      `hanaper restore --proof` writes a proof beside the file that it gives back. With both, this says \
      whether the file is, to the byte, what the archive's ledger holds: no network and no archive is needed.

      A proof leads to a checkpoint, and holds for whoever has reason to believe that: because they hold it \
      themselves (--checkpoint, a mail will do: it has to be the one that the proof was made under; `hanaper restore \
      --checkpoint` makes it under one that you hold), or because it has the signatures that they ask for (--key, \
      --policy). That the archive got the file from the site, only the archive says.

        hanaper prove child-d.pdf --checkpoint mail-of-2026-11-27.txt

      EXIT STATUS
        0   the proof holds
        1   something cannot be read
        3   it does not hold; which step, is said
        64  usage
      """
  )

  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp("Its proof; FILE.\(FileProof.ending), unless named.", valueName: "path")
  )
  var proof: String?

  @Option(
    help: ArgumentHelp(
      "A file or mail with a checkpoint that you hold; - for standard input.",
      valueName: "path"
    )
  )
  var checkpoint: String?

  @Option(
    help: ArgumentHelp("The key that has to have signed, as `name+id+key`.", valueName: "key")
  )
  var key: String?

  @Option(
    help: ArgumentHelp(
      "A file that says whose signatures you ask for (C2SP tlog-policy).",
      valueName: "path"
    )
  )
  var policy: String?

  func validate() throws {
    try file.requirePath(of: "the file")
    for (name, path) in [("proof", proof), ("checkpoint", checkpoint), ("policy", policy)] {
      try path?.requirePath(of: "--\(name)")
    }
    guard [checkpoint, key, policy].count(where: { $0 != nil }) == 1 else {
      throw ValidationError(
        "say by what the proof's checkpoint is to be believed: one of --checkpoint, --key and --policy"
      )
    }
  }

  func run() async throws {
    let place = FilePath(proof ?? "\(file).\(FileProof.ending)")
    guard try Disk().entryMeant(by: place) != nil else {
      throw CommandFailure(
        "there is no proof at \(place): whoever keeps the archive makes one with `hanaper restore --proof`; name it with --proof where it has another name"
      )
    }
    let proof = try Self.read(place) { bytes throws(NoteError) in try FileProof(bytes) }
    let trust = try trust(in: proof)
    let digest = try FileDigest(of: FilePath(file)).value
    let head = proof.proof.checkpoint.checkpoint.head
    let signers: [String]
    do throws(FileProof.Fault) {
      signers = try proof.check(digest, by: trust)
    } catch {
      Terminal.complain(
        "the proof does not hold, against the checkpoint over \(head.size) leaves of \(proof.proof.checkpoint.checkpoint.origin): \(error). \(error.next)"
      )
      throw ExitCode(ExitStatus.damaged.rawValue)
    }
    let leaf = proof.accession
    let reason =
      signers.isEmpty
      ? "by the checkpoint that you hold" : "signed by \(signers.joined(separator: ", "))"
    Output.print(
      """
      The proof holds: \(file) is, to the byte, v\(leaf.version) of
        \(proof.seal.address)
      which the archive says that it got on \(Readable.date(leaf.at)), \(leaf.size) bytes.
      It is leaf \(proof.proof.index + 1) of the \(head.size) of \(proof.proof.checkpoint.checkpoint.origin), \(reason).
      """
    )
  }

  private func trust(in proof: FileProof) throws -> FileProof.Trust {
    if let checkpoint {
      // Of several in a mail, the one counts under which the proof was made; else the last.
      let own = proof.proof.checkpoint.checkpoint
      let (held, name) = try CheckpointFile.readAll(checkpoint, of: nil)
      if let same = held.first(where: { $0.checkpoint == own }) { return .held(same) }
      guard let last = held.last else { throw CommandFailure("\(name) has no checkpoint") }
      return .held(last)
    }
    if let policy {
      return .policy(
        try Self.read(FilePath(policy)) { bytes throws(NoteError) in try TrustPolicy(bytes) }
      )
    }
    do throws(NoteError) {
      return .policy(TrustPolicy(log: try NoteKey(key ?? "")))
    } catch {
      throw CommandFailure("--key: \(error)")
    }
  }

  private static func read<Value>(
    _ path: FilePath,
    by body: ([UInt8]) throws(NoteError) -> Value
  ) throws -> Value {
    let bytes = try Disk().read(path, limit: SignedNote.longest)
    do throws(NoteError) {
      return try body(bytes)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }
}
