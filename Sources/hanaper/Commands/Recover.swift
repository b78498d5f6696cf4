// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Filing
import Foundation
import Replication
import Reporting
import SystemPackage

struct Recover: AsyncParsableCommand, EndsInOrder {
  static let whatStays = "what was brought stays, and the same command goes on with it"

  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Finish what an interrupted run began, or bring a lost archive back from a copy.",
    discussion: """
      Does what the next `hanaper sync` would do first, and nothing else: versions that are whole are \
      finished, what is not is put aside in quarantine/, the manifest and the catalogue are told, and \
      what had not come that far is thrown away, to be fetched again. Nothing kept is touched.

      With --from, an archive that is lost is brought back from a copy that `replicate` keeps: into its place, which has to be empty, and with a new \
      catalogue. Where that is cut off, the same command goes on.

        hanaper recover --from offsite

      EXIT STATUS
        0   nothing is left unfinished; the archive is back
        1   could not do it
        3   something is damaged, and was left as it is
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp(
      "Bring the archive back from this copy, by its name or as a folder.",
      valueName: "copy"
    )
  )
  var from: String?

  func run() async throws {
    if let from { return try await bringBack(from: from) }
    let recovery = try await configuration.settings().opened { try Recovery(at: $0) }.run()
    if json.isWanted {
      try json.print(Answer(recovery))
    } else {
      tell(recovery)
    }
    try (recovery.damaged.isEmpty ? ExitStatus.done : .damaged).end()
  }

  private func bringBack(from name: String) async throws {
    let settings = try configuration.settings()
    guard let replica = try settings.replicas(named: [name]).first else { return }
    let path = settings.archive
    try requireRoom(at: path)
    let fetching = ReplicaFetching(
      from: try replica.store(ProcessInfo.processInfo.environment),
      into: path
    )
    let line = ProgressLine()
    defer { ProgressLine.clear() }
    let brought = try await Interruption.allowing {
      try await fetching.fetchAll(signedBy: settings.ledgerKey.known.key) { done, all in
        line.show(done: done, of: all, what: "files", bytes: 0)
      }
    }
    let archive = try Archive(opening: path)
    let writer = try await ArchiveWriter(archive, for: "recover", replacingCatalogue: true)
    let made = try await Reindexing.run(writer) { _ in }
    try fetching.conclude()
    let known = settings.ledgerKey.known
    // Of the copy's age, the ledger speaks; here it is whether all is there that the copy itself speaks of.
    let verification = Verification(of: archive, against: HeldAgainst(key: known.key))
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let found = try await verification.full(.quick, cores: cores).findings
      .filter { $0.severity == .damage && !$0.isOfCatalogue }
    ProgressLine.clear()
    let problem = try ArchiveLedger(of: archive).problem(
      for: settings.ledgerKey.present(for: archive)
    )
    if json.isWanted {
      try json.print(
        Answer(
          damaged: found.map { "\($0.path): \($0.sentence)" } + (problem.map { ["\($0)"] } ?? []),
          recovered: ["\(brought.files) files from \(replica.name)"]
        )
      )
      return try (found.isEmpty ? ExitStatus.done : .damaged).end()
    }
    Output.print(
      "Brought back from \(replica.name): \(Readable.count(brought.files, "file")), \(Readable.size(brought.bytes)), with \(Readable.count(made.versions, "version")); the catalogue is made anew."
    )
    if brought.strangers > 0 {
      Output.print(
        "\(Readable.count(brought.strangers, "file")) in the copy \(brought.strangers == 1 ? "is" : "are") no part of an archive, and not brought."
      )
    }
    if !found.isEmpty {
      Output.print(
        "The copy is damaged: \(Readable.count(found.count, "finding")), \(found[0].path) the first: \(found[0].sentence). `\(NextCommand.verify)` names all, and another copy may have what is missing: `\(settings.commandLine("repair --from OTHER"))`."
      )
    }
    if let problem {
      Output.print(
        "The copy is older than what was signed for here: \(problem). What was kept since is in no other place than a newer copy: `\(settings.commandLine("repair --from OTHER"))` takes it from there; where there is none, `\(settings.commandLine("ledger --new-epoch"))` lets the ledger go on."
      )
    }
    Output.print("Next: `\(NextCommand.verify)` holds every file against its digest.")
    try (found.isEmpty ? ExitStatus.done : .damaged).end()
  }

  /// Nothing is brought where something is.
  private func requireRoom(at path: FilePath) throws {
    guard let kind = try Disk().entryMeant(by: path) else { return }
    guard kind == .directory else { throw CommandFailure("\(path) is a file; move it away") }
    let names = try Disk().list(path).map(\.name).filter { !Archive.isOfSystem($0) }
    // Until all is there that is made anew, it says so itself.
    let isBegun = names.contains(ReplicaFetching.markName)
    guard !names.isEmpty, !isBegun else { return }
    throw CommandFailure(
      "there is something in \(path), and an archive is brought back only into an empty place; `hanaper repair --from` a copy mends one that is there"
    )
  }

  private func tell(_ recovery: Recovery.Outcome) {
    for sentence in recovery.sentences { Output.print("Recovered: \(sentence)") }
    for notice in recovery.damaged {
      Output.print("Damaged, and left as it is: \(notice.words)")
      Output.print("  next: \(notice.next)")
    }
    Output.print(
      recovery.wasUnfinished
        ? "What a run had left unfinished is finished." : "Nothing was left unfinished."
    )
  }

  struct Answer: Encodable {
    let schema = "hanaper/recover/1"
    let damaged: [String]
    let recovered: [String]
    let wasUnfinished: Bool

    init(damaged: [String], recovered: [String]) {
      (self.damaged, self.recovered, wasUnfinished) = (damaged, recovered, false)
    }

    init(_ recovery: Recovery.Outcome) {
      damaged = recovery.damaged.map(\.words)
      recovered = recovery.sentences
      wasUnfinished = recovery.wasUnfinished
    }
  }
}

extension DamageNotice {
  fileprivate var words: String {
    address.map { "\($0): \(sentence)" } ?? sentence
  }
}
