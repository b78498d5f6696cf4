// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import Records
import Reporting

struct Unsuppress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unsuppress",
    abstract: "Let a document be fetched again that was let go of.",
    discussion: """
      What was removed does not come back: the next run fetches the document anew, if a source lists it and the site \
      has it still, and keeps it as version 1. The tombstone stays, and says since when that is so; the ledger, too.

      DOCUMENT is its address, the name of its tombstone (`hanaper list --standing suppressed` shows them), or the \
      first eight or more digits of a version's digest.

        hanaper unsuppress 2026-11-28T142010Z --note "the order was lifted"

      EXIT STATUS
        0   it may be fetched again
        1   could not do it: nothing that was let go of fits
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "Which document.")
  var document: String

  @OptionGroup var note: NoteOption

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let writer = try await settings.archiveWriter(for: "unsuppress", archive)
    guard let stone = try archive.readTombstones().meant(by: document) else {
      throw CommandFailure(
        "nothing that was let go of fits “\(document)”; `\(NextCommand("list", "--standing", "suppressed"))` shows all"
      )
    }
    guard stone.lifted == nil else {
      throw CommandFailure("\(stone.name) may be fetched again already; run `\(NextCommand.sync)`")
    }
    let catalogue = try await archive.catalogue()
    let (lifted, ledger) = try await Suppressing(
      writer,
      catalogue,
      tool: Settings.tool,
      at: Date()
    ).lift(stone, note: note.text)
    try await catalogue.close()
    if json.isWanted { return try json.print(Answer(tombstone: lifted, ledger: ledger)) }
    Output.print(Report(ofUnsuppression: lifted, ledger, in: Invocation.wording))
  }

  struct Answer: Encodable {
    let schema = "hanaper/unsuppress/1"
    let tombstone: Tombstone
    let ledger: LedgerNote?
  }
}
