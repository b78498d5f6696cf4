// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import ArgumentParser
import Filing
import Fixity
import Foundation
import Ledger
import Reporting
import SystemPackage

struct WitnessCommand: AsyncParsableCommand, EndsInOrder {
  static let whatStays = "what it has signed for is remembered"

  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Sign for the ledgers of others, so that none can show two histories.",
    discussion: """
      A witness remembers the last checkpoint of each ledger that it was told about, and signs only for one that goes on from it. Two \
      partnerships that are each other's witness need no public service: whoever rolls back or rewrites an archive is found out the \
      next night. It sees names of ledgers, numbers and hashes, and nothing of what is kept.

      It serves C2SP tlog-witness over HTTP, on loopback unless told otherwise; put a proxy with TLS before it. What it remembers is \
      in --dir, with its key (0600), which is made at the first start and needs a --name then: a word like example.org/witness. Its public key \
      is printed: the others write it, with the address, into their configuration:

        ledger: { witnesses: [ { address: "https://witness.example.org", key: "example.org/witness+…" } ] }

      The ledgers that it signs for are given by their public keys, as `hanaper ledger` prints them: each by --log, or a file of them, a line each, \
      by --logs.

        hanaper witness --dir /srv/witness --name example.org/witness --logs ledgers.txt

      EXIT STATUS
        0   a signal ended it
        1   could not do it: the address is in use, say
        64  usage
        75  another witness has the folder
      """
  )

  @Option(help: ArgumentHelp("Where it keeps its key and what it has seen.", valueName: "path"))
  var dir: String

  @Option(
    help: ArgumentHelp(
      "What it is called; where it has a key already, as that says.",
      valueName: "name"
    )
  )
  var name: String?

  @Option(help: ArgumentHelp("The public key of a ledger that it signs for.", valueName: "key"))
  var log: [String] = []

  @Option(help: ArgumentHelp("A file of public keys, a line each.", valueName: "path"))
  var logs: String?

  @Option(help: ArgumentHelp("Where it listens: host and port.", valueName: "address"))
  var listen = "127.0.0.1:7380"

  func validate() throws {
    try dir.requirePath(of: "--dir")
    try logs?.requirePath(of: "--logs")
    guard !log.isEmpty || logs != nil else {
      throw ValidationError("name the ledgers that it signs for: --log KEY or --logs FILE")
    }
    if let name, !NoteKey.isName(name) {
      throw ValidationError(
        "--name is a word without a space, a plus or a control character, like example.org/witness"
      )
    }
    guard ListenPlace(listen) != nil else {
      throw ValidationError("--listen takes a host and a port: 127.0.0.1:7380")
    }
  }

  func run() async throws {
    guard let place = ListenPlace(listen) else { return }
    let keys = try keys()
    let memory = try WitnessMemory(in: FilePath(dir), named: name)
    let witness = Witness(memory.signer, for: keys)
    do {
      try await Interruption.allowing {
        try await WitnessServer(witness, memory).run(at: place.host, place.port) { port in
          Output.print("public key: \(witness.key)")
          Output.print(
            "signs for \(Readable.count(keys.count, "ledger")) at http://\(place.host):\(port)"
          )
        }
      }
    } catch let error as WitnessServer.Unbound {
      try await memory.unmake()
      throw CommandFailure("\(error)")
    }
  }

  private func keys() throws -> [NoteKey] {
    var lines: [(text: String, place: String)] = log.map { ($0, "--log") }
    if let logs {
      let text = try Disk().readText(FilePath(logs), limit: 1 << 20)
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        let words = line.trimmingCharacters(in: .whitespaces)
        // As in a policy of C2SP, too.
        let key = words.hasPrefix("log ") ? String(words.dropFirst(4)) : words
        if !key.isEmpty, !key.hasPrefix("#") { lines.append((key, "\(logs):\(number + 1)")) }
      }
    }
    guard !lines.isEmpty else { throw CommandFailure("\(logs ?? "--logs") names no key") }
    return try lines.map { text, place in
      do throws(NoteError) {
        let key = try NoteKey(text)
        guard key.algorithm == .ed25519 else {
          throw NoteError("key", "it is a witness's, and not that of a ledger")
        }
        return key
      } catch {
        throw CommandFailure("\(place): \(error)")
      }
    }
  }
}

/// What a witness keeps: its key, and the last checkpoint that it signed of each ledger.
actor WitnessMemory {
  nonisolated let signer: NoteSigner
  private let folder: FilePath
  private let lock: FileLock
  /// What was not there before: the folder, or in it the key.
  private let made: FilePath?
  /// What is suspicious about which ledger, as it was told last: once, however often it is asked again.
  private var told: [String: String] = [:]

  /// - Throws: where the folder cannot be used, or another witness has it.
  init(in folder: FilePath, named name: String?) throws {
    let isNew = try Disk().entry(at: folder) == nil
    try Disk().makeDirectories(folder)
    do {
      lock = try FileLock(folder.appending("lock"), as: "hanaper witness")
    } catch FileLock.Failure.held(let holder) {
      Terminal.complain("another process has \(folder): \(holder.description)")
      throw ExitCode(ExitStatus.busy.rawValue)
    } catch FileLock.Failure.filing(let error) {
      throw error
    }
    self.folder = folder
    let file = folder.appending("witness.key")
    if try Disk().entry(at: file) != nil {
      let text = try Disk().readText(file, limit: 4_096)
      do throws(NoteError) {
        signer = try NoteSigner(secretText: text)
      } catch {
        throw CommandFailure("\(file): \(error)")
      }
      if let name, name != signer.key.name {
        throw CommandFailure(
          "the witness in \(folder) is called \(signer.key.name); leave --name out, or take another folder"
        )
      }
      made = nil
    } else {
      guard let name, let fresh = NoteSigner(name, .random(), .cosignature) else {
        throw CommandFailure(
          "there is no witness in \(folder) yet; --name says what it is called, like example.org/witness"
        )
      }
      try Disk().replace(file, withSecret: fresh.secretText + "\n")
      signer = fresh
      made = isNew ? folder : file
    }
    guard signer.key.algorithm == .cosignature else {
      throw CommandFailure("\(file) is the key of a ledger, and not that of a witness")
    }
  }

  /// Takes back what was made for it, where it was of no use: nobody was told of its key.
  func unmake() throws {
    if let made { try Disk().removeTree(made) }
  }

  private func file(of origin: String) -> FilePath {
    folder.appending("\(Digest.of(origin, by: .sha256).hex).checkpoint")
  }

  /// The last checkpoint of a ledger, signed; nil for none.
  func last(of origin: String) throws -> SignedCheckpoint? {
    let file = file(of: origin)
    guard try Disk().entry(at: file) != nil else { return nil }
    return try SignedCheckpoint(Disk().read(file, limit: SignedNote.longest))
  }

  /// The last checkpoint whose ledger's name has this digest, as hexadecimal digits.
  func last(withDigest digits: String) throws -> String? {
    guard digits.utf8.count == 64,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    let file = folder.appending("\(digits).checkpoint")
    guard try Disk().entry(at: file) == .file else { return nil }
    return try Disk().readText(file, limit: SignedNote.longest)
  }

  /// Answers one request, the others waiting; what is signed for is on the disk before.
  func answer(_ request: [UInt8], by witness: Witness) throws -> WitnessAnswer {
    let time = UInt64(max(1, Date().timeIntervalSince1970))
    var seen: Checkpoint?
    let answer = try witness.answer(request, at: time) { origin in
      seen = try last(of: origin)?.checkpoint
      return seen
    }
    switch answer {
    case .cosigned(let signed, _):
      let origin = signed.checkpoint.origin
      try Disk().replace(file(of: origin), with: signed.text)
      told[origin] = nil
    case .conflict, .unproven:
      if let seen { tell(try AddCheckpoint(request), after: seen, witness) }
    default: break
    }
    return answer
  }

  /// Says here, too, that another's ledger has two histories: whoever rewrites an archive may rewrite its messages.
  private func tell(_ request: AddCheckpoint, after seen: Checkpoint, _ witness: Witness) {
    guard let suspicion = witness.suspicion(about: request, after: seen),
      told.updateValue(suspicion, forKey: seen.origin) != suspicion
    else { return }
    Terminal.complain("ALARM: the ledger \(seen.origin): \(suspicion); ask its people")
  }
}
