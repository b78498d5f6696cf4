// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import Records
import Reporting

struct Accept: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Take in what waits in quarantine, or a version that was rejected.",
    discussion: """
      What waits for a decision (a folder in quarantine/ with WAITING.txt in it) becomes a version, with the record of how \
      it came; where two bodies wait, both do, in their order. Where nothing waits, or with --version, a version \
      that `hanaper reject` took back is one again; and where none was, the copy that came last and seemed damaged, \
      because the same never came twice, becomes a version as it is. That is said of this copy alone: another that \
      seems damaged displaces it only if the same comes on two nights, or is accepted, too.

      DOCUMENT is an address, words of an address or title that fit one document only, or the \
      first eight or more digits of a version's digest.

        hanaper accept "Child A"
        hanaper accept "Child A" --version 2

      EXIT STATUS
        0   taken in, or there was nothing to take in
        1   could not do it: there is no such version, say
        3   what is kept of the document is damaged, and what waits is still there
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "Which document.")
  var document: String

  @Option(
    help: ArgumentHelp("A version that was rejected: 1, 2 … or v1, v2 ….", valueName: "number"),
    transform: VersionArgument.init
  )
  var version: VersionArgument?

  @OptionGroup var note: NoteOption

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let writer = try await settings.archiveWriter(for: "accept", archive)
    let catalogue = try await writer.catalogue()
    let deciding = Deciding(PersonRun(writer, catalogue, settings))
    let address = try await find(in: archive, catalogue)
    let outcome: Deciding.Outcome
    if version == nil, let taken = try await deciding.acceptWaiting(of: address, note: note.text) {
      outcome = taken
    } else {
      let known = try await deciding.acceptRejected(
        version: version?.number,
        of: address,
        note: note.text
      )
      if version == nil, known.decisions.isEmpty, known.rejected.isEmpty,
        let taken = try await deciding.acceptDamaged(of: address, note: note.text)
      {
        outcome = taken
      } else {
        outcome = known
      }
    }
    try await catalogue.close()
    if let damage = outcome.damage {
      Terminal.complain("\(damage); what came waits on; next: \(damage.next)")
    }
    if json.isWanted {
      try json.print(DecisionAnswer(outcome, of: "accept"))
    } else {
      Output.print(
        Report(ofAcceptance: outcome, of: version?.number, in: Invocation.wording)
      )
    }
    try (outcome.damage == nil ? ExitStatus.done : .damaged).end()
  }

  /// An address is enough to find what waits, whether or not the catalogue knows of it.
  private func find(in archive: Archive, _ catalogue: Catalogue) async throws -> WebAddress {
    do {
      return try await DocumentFinder(in: catalogue, of: archive).find(document).address
    } catch let failure as DocumentFinder.Failure {
      guard let address = try? WebAddress(document),
        archive.waitingBodies().contains(where: { $0.capture.address == address })
      else { throw failure }
      return address
    }
  }
}

/// What was decided of versions, in JSON.
struct DecisionAnswer: Encodable {
  let schema: String
  let address: String
  let title: String
  /// What was written down; empty where nothing was left to do.
  let decisions: [Decision]
  /// The newest version that was not rejected.
  let newest: Int?
  let rejected: [Int]
  /// Folders in quarantine with what waits on.
  let waiting: [String]
  /// Folders that were left though what waited in them is kept.
  let left: [String]
  let damage: Damage?

  struct Damage: Encodable {
    let sentence: String
    let next: String
  }

  init(_ outcome: Deciding.Outcome, of command: String) {
    schema = "hanaper/\(command)/1"
    address = outcome.document.address.text
    title = outcome.document.title
    decisions = outcome.decisions
    newest = outcome.newest
    rejected = outcome.rejected
    waiting = outcome.waiting.map(\.place)
    left = outcome.left
    damage = outcome.damage.map { Damage(sentence: $0.sentence, next: $0.next.typed) }
  }
}
