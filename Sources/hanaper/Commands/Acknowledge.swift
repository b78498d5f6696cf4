// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import Night
import Records
import Reporting

struct Acknowledge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack",
    abstract: "Settle news: what is known needs no more attention.",
    discussion: """
      `hanaper list --attention` shows no more of it until something else happens: what was missing is gone, say, or \
      is back and goes missing again. Nothing else is changed; documents are visited, and news is told, as ever.

      So it is of a source, by its id: that its list cannot be read, say, is shown no more until it stands otherwise. A run that \
      could not read it still ends with 4 and says why.

      DOCUMENT is a source's id, an address, words of an address or title that fit one document only, or the \
      first eight or more digits of a version's digest.

        hanaper ack reviews --note "they are rebuilding their site until May"
        hanaper ack "Child A" --note "taken down as agreed, see letter of 3 March"

      EXIT STATUS
        0   settled, or nothing was open
        1   could not do it: a document is not known, say; then nothing was settled
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "Which documents or sources.")
  var document: [String] = []

  @Flag(help: "All that `hanaper list --attention` shows.")
  var all = false

  @OptionGroup var note: NoteOption

  func validate() throws {
    guard document.isEmpty != all else { return }
    throw ValidationError(
      all
        ? "--all means all documents and sources; name none beside it"
        : "name a document or a source, or --all"
    )
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let writer = try await settings.archiveWriter(for: "ack", archive)
    let catalogue = try await archive.catalogue()
    var documents: [Document] = []
    let isNamed = Set(document)
    let sources = settings.sources.filter { all ? $0.isEnabled : isNamed.contains($0.id) }
    if all {
      let search = AttentionSearch(
        archive: archive,
        catalogue: catalogue,
        asking: Asking(of: settings.sources, KnownPlaces(try await catalogue.places()))
      )
      documents = try await search.rows().map(\.news.document)
    } else {
      // All are found before any is settled.
      let finder = DocumentFinder(in: catalogue, of: archive)
      let ids = Set(sources.map(\.id))
      for text in document where !ids.contains(text) {
        do {
          documents.append(try await finder.find(text))
        } catch let failure as DocumentFinder.Failure {
          guard case .unknown = failure else { throw failure }
          throw CommandFailure("no source has the id “\(text)”, and \(failure)")
        }
      }
    }
    let deciding = Deciding(PersonRun(writer, catalogue, settings))
    var settled: [OpenNews] = []
    var seen: Set<String> = []
    let addresses = documents.map(\.address).filter { seen.insert($0.text).inserted }
    let outcomes = AttentionSearch.outcomes(sources.map(\.id), in: archive)
    settled = try await deciding.acknowledge(
      addresses,
      sources: outcomes.map { outcome in
        (outcome.id, outcome.openProblems.map { outcome.subject(of: $0) })
      },
      note: note.text
    )
    try await catalogue.close()
    let open = sources.map { source in
      let problems = outcomes.filter { $0.id == source.id }.flatMap {
        SourceAttention.all(of: $0, in: Invocation.wording)
      }
      return (id: source.id, problems: problems)
    }.filter { !all || !$0.problems.isEmpty }
    if json.isWanted { return try json.print(Answer(settled, open)) }
    for source in open { Output.print(Report(ofSettledSource: source.id, source.problems)) }
    for news in settled { Output.print(Report(ofSettled: news)) }
    if settled.isEmpty, open.isEmpty { Output.print("Nothing needs attention.") }
  }

  struct Answer: Encodable {
    let schema = "hanaper/ack/1"
    let documents: [Item]
    /// What was open of sources; nil where none was named.
    let sources: [SourceItem]?

    struct SourceItem: Encodable {
      let id: String
      let problems: [SourceAttention]
      let wasOpen: Bool
    }

    struct Item: Encodable {
      let address: String
      let title: String
      /// How it stands; nil where that was not open.
      let standing: Standing?
      /// That it is not fetched by our own refusal; nil where that was not open.
      let refusal: OwnRefusal?
      /// Whose place it seems to take; nil where that was not open.
      let seemsToSucceed: String?
      /// Where bodies wait that are known of now.
      let quarantined: [String]
      let wasOpen: Bool
    }

    init(_ settled: [OpenNews], _ open: [(id: String, problems: [SourceAttention])]) {
      sources =
        open.isEmpty
        ? nil
        : open.map { SourceItem(id: $0.id, problems: $0.problems, wasOpen: !$0.problems.isEmpty) }
      documents = settled.map {
        Item(
          address: $0.document.address.text,
          title: $0.document.title,
          standing: $0.standing,
          refusal: $0.refusal,
          seemsToSucceed: $0.proposal?.text,
          quarantined: $0.waiting.map(\.place),
          wasOpen: !$0.isNothing
        )
      }
    }
  }
}

/// Why something was decided, in a person's own words.
struct NoteOption: ParsableArguments {
  @Option(
    name: .customLong("note"),
    help: ArgumentHelp("Why, in your own words; it stands in the record.", valueName: "text")
  )
  var text: String?

  func validate() throws {
    try text?.requireWords(of: "--note")
  }
}

extension PersonRun {
  init(_ writer: ArchiveWriter, _ catalogue: Catalogue, _ settings: Settings) {
    self.init(
      writer,
      catalogue,
      tool: Settings.tool,
      contact: settings.contact,
      at: Date(),
      telling: { Terminal.complain("\($0)") }
    )
  }
}
