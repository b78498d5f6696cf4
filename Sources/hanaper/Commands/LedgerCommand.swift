// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Foundation
import Ledger
import Records
import Reporting

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

      EXIT STATUS
        0   it can be signed for; or another one is begun
        1   could not do it
        3   nothing can be signed for
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Flag(help: "Put the ledger aside, and begin another one.")
  var newEpoch = false

  @Flag(help: "Do so without a question.")
  var yes = false

  func validate() throws {
    if yes, !newEpoch { throw ValidationError("--yes goes with --new-epoch") }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    if newEpoch { try await begin(of: archive, settings) }
    let answer = try Answer(of: archive, settings)
    if json.isWanted {
      try json.print(answer)
    } else {
      tell(answer, settings)
    }
    try (answer.problem == nil ? ExitStatus.done : .damaged).end()
  }

  private func tell(_ answer: Answer, _ settings: Settings) {
    if let name = answer.name {
      Output.print("\(name), \(answer.leaves) leaves signed for, \(answer.waiting) waiting")
    } else {
      Output.print("No ledger yet; the next `\(settings.commandLine("sync"))` begins it.")
    }
    if let key = answer.key { Output.print("public key: \(key)") }
    if answer.epoch > 0 {
      Output.print("\(answer.epoch) before this one, in \(settings.archive)/ledger/epochs/")
    }
    guard let problem = answer.problem else { return }
    Output.print("Nothing can be signed for: \(problem).")
  }

  // MARK: Another one

  private func begin(of archive: Archive, _ settings: Settings) async throws {
    // Whatever comes to the archive meanwhile would be in neither.
    let writer = try await ArchiveWriter(archive, for: "ledger")
    let ledger = ArchiveLedger(of: archive)
    let key = settings.ledgerKey
    let problem: CleanText
    switch try ledger.problem(for: key.signing(for: archive)) {
    case let found?: problem = "\(found)"
    case nil:
      throw CommandFailure(
        "the ledger can be signed for as it is; another one would only break what it proves"
      )
    }
    guard yes || Terminal.confirms("\(problem). Begin another ledger?") else {
      throw CommandFailure("nothing was done; --yes begins another ledger without a question")
    }
    try key.beginEpoch(of: ledger)
    _ = try ledger.advance(by: key.signing(for: archive), at: Date())
    withExtendedLifetime(writer) {}
  }

  struct Answer: Encodable {
    let schema = "hanaper/ledger/1"
    let name: String?
    let key: String?
    let leaves: Int64
    let waiting: Int
    /// How many ledgers there were before.
    let epoch: Int
    let problem: String?

    init(of archive: Archive, _ settings: Settings) throws {
      let ledger = ArchiveLedger(of: archive)
      let checkpoint = try? ledger.checkpoint()
      let known = settings.ledgerKey.known
      name = checkpoint?.checkpoint.origin
      key = known.key?.description
      leaves = checkpoint?.checkpoint.head.size ?? 0
      waiting = (try? ledger.waitingCount) ?? 0
      epoch = try ledger.epoch
      let signing: ArchiveLedger.Signing? =
        name == nil && known.key == nil && known.checkpoints.isEmpty
        ? nil : settings.ledgerKey.present(for: archive)
      problem = try signing.flatMap { try ledger.problem(for: $0) }.map { "\($0)" }
    }
  }
}
