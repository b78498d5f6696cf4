// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Night
import Addressing
import Records
import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import Reporting
import Synchronising
import SystemPackage

struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one document: how it stands, who lists it, its versions.",
    discussion: """
      DOCUMENT is an address, any part of an address or title that fits one document only, or the \
      first eight or more digits of a version's digest.

      Of a document that was let go of (`hanaper suppress`), by its address or the name of its tombstone, that is shown.

      Where what is kept of it is not what the catalogue says, or cannot be read, that is told with what to do next, \
      and the status is 3. The bytes of a version are not read here: `hanaper verify DOCUMENT` does that.

      EXIT STATUS
        0   it is as the catalogue says
        1   could not do it: no document fits, or several do
        3   something of it is damaged, or the catalogue wrong about it
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "Which document.")
  var document: String

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let catalogue = try await archive.catalogue()
    let match: DocumentFinder.Found
    do {
      match = try await DocumentFinder(in: catalogue, of: archive).look(for: document)
    } catch ArchiveError.suppressed(let stone) {
      if json.isWanted { return try json.print(stone) }
      return Output.print(Report(of: stone, in: Invocation.wording))
    }
    let found = match.document
    var answer = DocumentDetails(
      found,
      askers: try await catalogue.askers(for: found.address),
      Asking(of: settings.sources, KnownPlaces(try await catalogue.places())),
      versions: try await catalogue.versions(of: found.address)
    )
    let capture = found.version.flatMap { try? archive.capture(of: found.address, version: $0) }
    answer.foundOn = capture?.listed.lazy.compactMap(\.page).first?.text
    answer.deposit = capture?.deposit
    if found.isLost {
      answer.help = DeadLinkHelp(
        of: found,
        copies: try await catalogue.copies(of: found, limit: DeadLinkHelp.mostCopies)
      )
    }
    answer.succeededBy = try await catalogue.successor(of: found.address)?.address.text
    answer.take(history: try await DocumentSeries.versions(of: found.address, in: catalogue))
    if let digits = match.digits { answer.askedFor(digits: digits) }
    // The catalogue says what is known; whether that is still held the object says itself.
    let held = try await archive.heldVersions(of: found.address, in: catalogue)
    if case .damage(let notice) = held.fault {
      Terminal.complain("\(notice); next: \(notice.next)")
      answer.damage = .init(sentence: notice.sentence, next: notice.next.typed)
    }
    if json.isWanted {
      try json.print(answer)
    } else {
      Output.print(Report(of: answer, in: archive.path, Invocation.wording))
    }
    try (answer.damage == nil ? ExitStatus.done : .damaged).end()
  }
}
