// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Filing
import Foundation
import Ledger
import OCFL
import Reporting
import SystemPackage

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute every digest and report what no longer matches.",
    discussion: """
      Reads every byte of the archive once and compares it with what was recorded when it was kept; \
      then holds the manifest, the provenance of each version and the catalogue against the files, so \
      that a missing one shows, and reads the records of the runs. With DOCUMENTs, only what is held \
      and said of them. It takes no lock, and writes nothing but when each document was read (checked.txt); of an archive that \
      may not be written to, that is not remembered.

      All but the bytes of the reports is looked at in any case: that they are there and as long as they were, their records, \
      manifest, catalogue, ledger and runs. How many of the reports are read is said by one of these:

        --quick         none
        --due         those that are due, so that a nightly job reads everything
                      within 28 days: first what was never read, then what was
                      read longest ago
        --slice 2/7   a part of all, always the same
        --budget 20m  for so long, what was read longest ago first; also together
                      with --due or --slice

      Each loss is told once: the document, what happened to it, the codes behind that, and what mends \
      it. What this user may not read is told as that and is no damage: the status is 4, as where the key or the checkpoint beside it, which the ledger is held against, is missing or damaged. Where both are another user's, who reads as a member of the archive's group is told that the signature was not checked. Files that do not belong into the archive, `.DS_Store` say, are warnings. What a run has \
      left unfinished is told as that; `hanaper recover` finishes it.

      What somebody altered who can write everywhere in the archive, and made every record agree with, shows \
      by the ledger: it is signed with a key that is not in the archive, and goes on from the checkpoint that \
      is noted beside the key. With --since it is held against one that you hold yourself, from a mail say:

        hanaper verify --since mail-of-2026-11-27.txt

      EXIT STATUS
        0   all that was looked at is as it was kept
        1   could not do it, or could not write its answer
        3   the archive is damaged
        4   not all could be looked at: for want of permission, of the key, or of
            the checkpoint beside it
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp(
      "A file or mail (- for standard input) with a checkpoint that you hold, or with several: the archive must have only grown since each.",
      valueName: "file"
    )
  )
  var since: String?

  @Flag(help: "Read no report, only look whether all is there and agrees.")
  var quick = false

  @Flag(help: "Read the reports that are due: all of them within 28 days, if it runs every night.")
  var due = false

  @Option(
    help: ArgumentHelp("Read one of so many parts of the reports: 2/7.", valueName: "part"),
    transform: SliceArgument.init
  )
  var slice: SliceArgument?

  @Option(
    help: ArgumentHelp(
      "Read reports for so long at the most, those first that were read longest ago: 20m, 2h.",
      valueName: "time"
    ),
    transform: TimeArgument.init
  )
  var budget: TimeArgument?

  @Flag(
    help:
      "Say nothing where the status is 0: for cron, which mails what is said. Findings go to the outputs of the configuration, too."
  )
  var quiet = false

  @Argument(help: ArgumentHelp("Only these documents.", valueName: "document"))
  var documents: [String] = []

  func validate() throws {
    if since != "-" { try since?.requirePath(of: "--since") }
    let levels = [quick ? "--quick" : nil, due ? "--due" : nil, slice == nil ? nil : "--slice"]
      .compactMap(\.self)
    if levels.count > 1 {
      throw ValidationError("\(levels.joined(separator: " and ")) are several ways; name one")
    }
    if quiet, json.isWanted {
      throw ValidationError("--quiet and --json do not go together: a program is always answered")
    }
    if quick, budget != nil {
      throw ValidationError("--quick reads no report, so it takes no --budget")
    }
    if !documents.isEmpty, let level = levels.first ?? (budget == nil ? nil : "--budget") {
      throw ValidationError(
        "of named documents everything is read; \(level) goes with the whole archive"
      )
    }
  }

  private var level: VerificationLevel {
    if quick { return .quick }
    if due { return .due }
    if let slice { return .slice(slice.part, of: slice.parts) }
    return budget == nil ? .whole : .oldest
  }

  func run() async throws {
    let settings = try configuration.settings()
    let known = settings.ledgerKey.known
    for problem in known.problems { Terminal.complain("\(problem)") }
    let trust = try heldAgainst(known.key, known.checkpoints)
    let verification = try settings.opened { try Verification(at: $0, against: trust) }
    let line = ProgressLine()
    let start = ContinuousClock.now
    var outcome: Verification.Outcome
    if documents.isEmpty {
      let cores = ProcessInfo.processInfo.activeProcessorCount
      outcome = try await verification.full(level, within: budget?.duration, cores: cores) {
        progress in
        line.show(done: progress.objects, of: nil, what: "objects", bytes: progress.bytes)
      }
    } else {
      var addresses: [WebAddress] = []
      for text in documents { addresses.append(try await verification.find(text)) }
      outcome = try await verification.documents(at: addresses)
      // Of a typing mistake nobody knows anything, and that is no proof of anything.
      if outcome.objects == 0, outcome.isIntact, let text = documents.first {
        throw CommandFailure(
          "nothing is held of “\(text)”; `\(NextCommand.list.typed)` names all that is known"
        )
      }
    }
    ProgressLine.clear()
    outcome.passOver(settings.outputsInArchive)
    // What it could not be held against was asked for, and is not said to hold.
    let isWhole = outcome.isIntact && known.problems.isEmpty
    let status: ExitStatus = isWhole ? .done : outcome.isDamaged ? .damaged : .partly
    let answer = Answer(outcome, settings.archive)
    if documents.isEmpty, let archive = try? settings.openedArchive() {
      let damaged = outcome.findings.count { $0.severity == .damage }
      // Of an archive that may not be written to, it is not remembered.
      try? LastVerification(at: Date(), damaged: damaged).note(in: archive, level)
    }
    if json.isWanted { try json.print(answer) }
    if !json.isWanted, !isWhole || !quiet {
      let report = Report(
        of: outcome,
        archive: settings.archive.quoted,
        took: ContinuousClock.now - start,
        in: Invocation.wording
      )
      // What was mailed is not printed for cron to mail it.
      let message = VerificationMessage(
        report: report,
        answer: answer,
        status: status.rawValue,
        began: Date()
      )
      guard quiet, !isWhole else {
        Output.print(report)
        return try status.end()
      }
      if Terminal.isInteractive { Output.print(report) }
      try await Courier(whateverIsWrongIn: settings)
        .deliver(message, printed: Terminal.isInteractive) { Output.print(report) }
    }
    try status.end()
  }

  /// What is known of the ledger from outside of the archive.
  private func heldAgainst(_ key: NoteKey?, _ known: [HeldCheckpoint]) throws -> HeldAgainst {
    var checkpoints = known
    if let since {
      let (found, name) = try CheckpointFile.readAll(since, of: key)
      checkpoints += found.enumerated().map { number, checkpoint in
        let which =
          found.count > 1
          ? "the checkpoint \(number + 1) of \(found.count) in" : "the checkpoint in"
        return HeldCheckpoint(checkpoint, from: "\(which) \(name)")
      }
    }
    return HeldAgainst(key: key, checkpoints: checkpoints)
  }

  struct Answer: Encodable {
    let schema = "hanaper/verify/2"
    /// The folder that paths are relative to, and in which lines for a shell are to be run.
    let archive: String
    let isIntact: Bool
    let objects: Int
    let files: Int
    let bytes: Int64
    let findings: [ArchiveFinding]
    let warnings: [ArchiveFinding]
    let unfinished: UnfinishedWork?
    /// What of the content was read; of named documents nil.
    let reading: ReadingAccount?
    let ledger: LedgerAccount?

    init(_ outcome: Verification.Outcome, _ archive: FilePath) {
      self.archive = archive.string
      isIntact = outcome.isIntact
      objects = outcome.objects
      files = outcome.files
      bytes = outcome.bytes
      findings = outcome.findings.map(\.typed)
      warnings = outcome.warnings.map(\.typed)
      unfinished = outcome.unfinished?.typed
      reading = outcome.reading
      ledger = outcome.ledger
    }
  }
}
