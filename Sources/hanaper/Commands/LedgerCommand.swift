// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Foundation
import Ledger
import Records
import Reporting
import Synchronising

struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Say how the archive's ledger stands, or begin another where it cannot go on.",
    discussion: """
      The ledger proves that nothing of the archive was altered or taken out since a checkpoint that somebody \
      holds. It is never signed on where that would contradict a checkpoint of before: after the archive was \
      put back from a backup, say. What is kept waits meanwhile.

      The better way out is the newest copy of the archive. Where there is none, --new-epoch puts the ledger \
      aside, in the archive's ledger/epochs/, and begins another one, whose name has a number behind it and \
      whose first leaf names the last checkpoint that is known of the old one. Who holds a checkpoint of the old \
      one cannot have it proven any more that the archive only grew since: tell them.

      --new-key hands over to another key: it is added to the key's file, and both sign from then on. Give its \
      public half to whoever has the old one; then take the old key's line out of the file. A key that was put \
      in the place of the old one without that signs nothing.

      Witnesses that the configuration names are asked, too, whether they know this history of the archive.

      EXIT STATUS
        0   it can be signed for; another one is begun; a key was added
        1   could not do it
        3   nothing can be signed for, a file of it is damaged, or a witness does not know this history
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Flag(help: "Put the ledger aside, and begin another one.")
  var newEpoch = false

  @Flag(help: "Add a key, so that both sign from now on.")
  var newKey = false

  @Flag(help: "With --new-epoch: begin it without a question.")
  var yes = false

  func validate() throws {
    if yes, !newEpoch { throw ValidationError("--yes goes with --new-epoch") }
    if newEpoch, newKey {
      throw ValidationError("--new-epoch and --new-key do not go together: one after the other")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    if newEpoch { try await begin(of: archive, settings) }
    if newKey { try await addKey(to: archive, settings) }
    let (alarms, problems) = await asked(for: archive, settings)
    let answer = try Answer(of: archive, settings, alarms, problems)
    if json.isWanted {
      try json.print(answer)
    } else {
      tell(answer, settings)
    }
    let isSound = answer.problem == nil && answer.damage == nil && answer.alarms.isEmpty
    try (isSound ? ExitStatus.done : .damaged).end()
  }

  private func tell(_ answer: Answer, _ settings: Settings) {
    if let name = answer.name {
      Output.print("\(name), \(answer.leaves) leaves signed for, \(answer.waiting) waiting")
    } else if answer.problem == nil {
      Output.print("No ledger yet; the next `\(settings.commandLine("sync"))` begins it.")
    }
    for key in answer.keys { Output.print("public key: \(key)") }
    if answer.epoch > 0 {
      let ledgers = Readable.count(answer.epoch, "ledger")
      Output.print("\(ledgers) before this one, in \(settings.archive)/ledger/epochs/")
    }
    for problem in answer.unanswered {
      Output.print("The witness \(problem.witness) does not sign: \(problem.sentence).")
    }
    for alarm in answer.alarms {
      Output.print(
        "ALARM: the witness \(alarm.witness) does not know this history of the archive: \(alarm.sentence)."
      )
    }
    if let problem = answer.problem {
      Output.print("Nothing can be signed for: \(problem).")
    } else if let damage = answer.damage {
      Output.print("Damaged: \(damage).")
    } else {
      return
    }
    Output.print("next: \(Invocation.wording.words(for: .toSignAgain(after: answer.needs)))")
  }

  /// What witnesses say that saw what the ledger does not go on from, and why others did not sign.
  private func asked(
    for archive: Archive,
    _ settings: Settings
  ) async -> (alarms: [WitnessWord], problems: [WitnessWord]) {
    let answers = await Witnessing(of: ArchiveLedger(of: archive))
      .ask(settings.witnesses, settings.network, at: Date())
    var (alarms, problems): ([WitnessWord], [WitnessWord]) = ([], [])
    for answer in answers {
      func word(_ sentence: String) -> WitnessWord {
        WitnessWord(witness: answer.witness.key.name, sentence: sentence)
      }
      switch answer.outcome {
      case .alarm(let sentence): alarms.append(word(sentence))
      case .problem(let sentence, _): problems.append(word(sentence))
      case .signed: continue
      }
    }
    return (alarms, problems)
  }

  // MARK: Another key

  private func addKey(to archive: Archive, _ settings: Settings) async throws {
    let writer = try await ArchiveWriter(archive, for: "ledger")
    let ledger = ArchiveLedger(of: archive)
    let key = settings.ledgerKey
    if let problem = try ledger.problem(for: key.present(for: archive)) {
      throw CommandFailure("no key was added, as nothing can be signed for: \(problem)")
    }
    let new = try key.addKey()
    try sign(ledger, by: key.signing(for: archive))
    withExtendedLifetime(writer) {}
    if json.isWanted { return }
    Output.print("Added to \(key.file), and it has signed beside the others: \(new)")
    Output.print(
      "Next: give this public key to whoever has the old one (witnesses, too). Then take the old key's line out of the file, and put a copy of what is left into the safe, in the place of the older copy."
    )
  }

  private func sign(_ ledger: ArchiveLedger, by signing: ArchiveLedger.Signing) throws {
    let note = ledger.note(by: signing, at: Date())
    if let problem = note.problem { throw CommandFailure("\(problem)") }
    if let notice = note.notice { Terminal.complain("\(notice)") }
  }

  // MARK: Another one

  private func begin(of archive: Archive, _ settings: Settings) async throws {
    // Whatever comes to the archive meanwhile would be in neither.
    let writer = try await ArchiveWriter(archive, for: "ledger")
    let ledger = ArchiveLedger(of: archive)
    let key = settings.ledgerKey
    let problem: CleanText
    switch try ledger.problem(for: key.signing(for: archive)) ?? ledger.damage(against: key.trust) {
    case let found?: problem = "\(found)"
    case nil:
      guard let alarm = await asked(for: archive, settings).alarms.first else {
        throw CommandFailure(
          "the ledger can be signed for as it is; another one would only break what it proves"
        )
      }
      problem =
        "The witness \(alarm.witness) does not know this history of the archive: \(alarm.sentence)"
    }
    guard yes || Terminal.confirms("\(problem). Begin another ledger?") else {
      throw CommandFailure("nothing was done; --yes begins another ledger without a question")
    }
    // What is lost of the ledgers before it, the next one does not know of.
    if case .damaged(let loss)? = ledger.damage(against: key.trust) {
      Terminal.complain(
        "\(loss); what of it is not put back from a copy first, the next ledger says nothing of"
      )
    }
    try key.beginEpoch(of: ledger)
    try sign(ledger, by: key.signing(for: archive))
    withExtendedLifetime(writer) {}
  }

  /// What a witness says that did not sign.
  struct WitnessWord: Encodable {
    let witness: String
    let sentence: String
  }

  struct Answer: Encodable {
    let schema = "hanaper/ledger/1"
    let name: String?
    /// The ledger's own.
    let key: String?
    /// All that sign, the ledger's own first.
    let keys: [String]
    let leaves: Int64
    let waiting: Int
    /// How many ledgers there were before.
    let epoch: Int
    /// Why nothing can be signed for; nil where it can.
    let problem: String?
    /// What is wrong with its files, though what is new can be signed for beside that; nil where nothing is.
    let damage: String?
    let needs: LedgerNote.Remedy?
    /// Witnesses that do not know this history of the archive.
    let alarms: [WitnessWord]
    /// Witnesses that say neither that it goes on nor that it does not, and why.
    let unanswered: [WitnessWord]

    init(
      of archive: Archive,
      _ settings: Settings,
      _ alarms: [WitnessWord],
      _ unanswered: [WitnessWord]
    ) throws {
      let ledger = ArchiveLedger(of: archive)
      let checkpoint = try? ledger.checkpoint()
      let known = settings.ledgerKey.known
      name = checkpoint?.checkpoint.origin
      key = known.key?.description
      keys = settings.ledgerKey.publicKeys.map(\.description)
      (self.alarms, self.unanswered) = (alarms, unanswered)
      leaves = checkpoint?.checkpoint.head.size ?? 0
      waiting = (try? ledger.waitingCount) ?? 0
      epoch = try ledger.epochs(before: name)
      let signing: ArchiveLedger.Signing? =
        name == nil && known.key == nil && known.checkpoints.isEmpty
        ? nil : settings.ledgerKey.present(for: archive)
      // Who only reads need not be able to sign: whoever's the key is can.
      let found =
        settings.ledgerKey.isAnothers ? nil : try signing.flatMap { try ledger.problem(for: $0) }
      let fault = found == nil ? ledger.damage(against: settings.ledgerKey.trust) : nil
      problem = found.map { "\($0)" }
      damage = fault.map { "\($0)" }
      needs = (found ?? fault)?.remedy
    }
  }
}
