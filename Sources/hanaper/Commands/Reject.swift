// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import Records
import Reporting

struct Reject: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Take a version back that should not have become one.",
    discussion: """
      An error page that was taken for the report, say. The version stays kept, and is given where it is named; but \
      `restore`, `list`, news and the next night's comparison go by the newest that is left. If the same comes again, it \
      is no version and no sign of life: the document counts as missing, and that is told. Nor does it come in for another \
      document: of one that is new, it is told and waits in quarantine. `hanaper accept` takes it back in.

      DOCUMENT is an address, words of an address or title that fit one document only, or the \
      first eight or more digits of a version's digest.

        hanaper reject "Child A" --version 2 --note "their error page"

      EXIT STATUS
        0   taken back, or it was before
        1   could not do it: there is no such version, say
        3   what is kept of the document is damaged
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
    help: ArgumentHelp("Which version: 1, 2 … or v1, v2 ….", valueName: "number"),
    transform: VersionArgument.init
  )
  var version: VersionArgument

  @OptionGroup var note: NoteOption

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let writer = try await settings.archiveWriter(for: "reject", archive)
    let catalogue = try await archive.catalogue()
    let found = try await DocumentFinder(in: catalogue, of: archive).find(document)
    let outcome = try await Deciding(PersonRun(writer, catalogue, settings))
      .reject(version: version.number, of: found.address, note: note.text)
    try await catalogue.close()
    if json.isWanted { return try json.print(DecisionAnswer(outcome, of: "reject")) }
    Output.print(Report(ofRejection: outcome, of: version.number, in: Invocation.wording))
  }
}
