// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Foundation
import Records
import Reporting

struct Suppress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suppress",
    abstract: "Let go of a document: remove all that is kept of it, and fetch it no more.",
    discussion: """
      For what may not be kept: a report that lets one find out who a child is, an order of a court. All versions go, \
      with their records, what quarantine has of them, and every line about the document in the records of runs; the \
      catalogue is made again without it. What stays is a tombstone in tombstones/ with dates, sizes, digests, the reason \
      and your note: no address, title or file name. The ledger says first that it was let go of, so that `verify` knows \
      it as lawful, and proves that nothing else was taken out. No run fetches it again, under its address or any that \
      leads to it or brings the same bytes. A file that its site makes anew at each request has other bytes each time: it \
      is known by its address and by what leads there, and not where another address delivers it itself.

      What is something else's stays, and is named before you are asked: other documents with the same bytes, kept pages \
      that name it. What is out of reach is said, too: copies and backups, messages, files that were given out.

      Of a page that lists others, what was kept of it goes; it is read on every night, and kept anew.

      DOCUMENT is an address, words of an address or title that fit one document only, or the first eight or more \
      digits of a version's digest. CODE is one of \(SuppressionReason.allCases.map(\.rawValue).joined(separator: ", ")).

        hanaper suppress "Child A" --reason identifies-person --note "letter of 3 March"

      EXIT STATUS
        0   it is let go of
        1   could not do it: nothing fits, or it was not confirmed
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
    help: ArgumentHelp("Why, for the ledger: a code.", valueName: "code"),
    transform: SuppressionReason.init(argument:)
  )
  var reason: SuppressionReason

  @Option(
    help: ArgumentHelp(
      "Why, in your own words; it stays, so name nobody in it.",
      valueName: "text"
    )
  )
  var note: String?

  @Flag(help: "Do so without a question.")
  var yes = false

  func validate() throws {
    try note?.requireWords(of: "--note")
    if json.isWanted, !yes {
      throw ValidationError("--json asks nothing, so it takes --yes as well")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let writer = try await settings.archiveWriter(for: "suppress", archive)
    let catalogue = try await archive.catalogue()
    let suppressing = Suppressing(writer, catalogue, tool: Settings.tool, at: Date())
    let plan = try await suppressing.plan(for: suppressing.find(document))
    if !json.isWanted {
      Output.print(Report(ofSuppressing: plan, because: reason, in: Invocation.wording))
    }
    guard yes || Terminal.confirms("Let go of it? Nothing brings it back.") else {
      throw CommandFailure("nothing was done; --yes lets go of it without a question")
    }
    let (stone, ledger) = try await suppressing.suppress(plan, because: reason, note: note)
    if json.isWanted { return try json.print(Answer(stone, plan, ledger)) }
    Output.print(Report(ofSuppression: stone, ledger, in: Invocation.wording))
  }

  struct Answer: Encodable {
    let schema = "hanaper/suppress/1"
    let tombstone: Tombstone
    let ledger: LedgerNote?
    /// Folders that went from quarantine.
    let quarantined: [String]
    /// How many runs' records were written without it.
    let runs: Int
    let stays: Traces

    struct Traces: Encodable {
      let sameBytes: [String]
      let pages: [String]
      let records: [String]
    }

    init(_ stone: Tombstone, _ plan: Suppressing.Plan, _ ledger: LedgerNote?) {
      tombstone = stone
      self.ledger = ledger
      quarantined = plan.quarantined
      runs = plan.runs
      stays = Traces(
        sameBytes: plan.traces.copies.map(\.text),
        pages: plan.traces.pages.map(\.text),
        records: plan.traces.records.map(\.text)
      )
    }
  }
}

extension SuppressionReason {
  fileprivate init(argument: String) throws {
    guard let reason = Self(rawValue: argument) else {
      let known = Self.allCases.map(\.rawValue)
      let nearest =
        Spelling.nearest(to: argument, among: known).map { "did you mean “\($0)”? " } ?? ""
      throw ValidationError(
        "“\(argument)” is no reason that is known here; \(nearest)they are \(known.joined(separator: ", "))"
      )
    }
    self = reason
  }
}
