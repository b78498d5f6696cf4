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
import Text

struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what is held, and how each document stands.",
    discussion: """
      STANDING is what is known of the document's address: unknown, present, delisted (no longer listed; served \
      when it was last fetched), missing, gone, blocked, faulty, unreachable, withdrawn, suppressed, or left-out (listed and never \
      kept, with the reason). Whatever it is, the kept versions stay. “Made anew each time” is said of files that the site makes \
      at each request: only their content is compared; “editions in turn”, where two servers deliver two of them; “succeeded by \
      another”, where a document at a new address takes its place, which `show` names. \
      What was let go of (`hanaper suppress`) is shown by --standing suppressed: its date, its reason and the note, for nothing \
      else is left of it. \
      ID is a document's short name, which commands take for a DOCUMENT in the place of its address or title. \
      LISTED is “once, by …” where no source of the configuration asks for it any more, so that it is \
      not visited. Days are those of UTC.

      With --attention, only what still needs somebody: bad news that was told and not settled by `hanaper ack`, the \
      last time it was seen alive, and answers in quarantine that wait for a decision; and sources that the last run \
      could not read, or that list nothing, with what to do.

      EXIT STATUS
        0   the list was printed, whatever stands in it
        1   could not do it: there is no archive, say
        3   the archive is damaged, or the catalogue is not to be read
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(
    help:
      "Only documents whose title or address has these words, or the address at which they are found."
  )
  var text: String?

  @Option(help: "Only documents of this source.")
  var source: String?

  @Option(
    help: ArgumentHelp(
      "Only documents that stand so: present, delisted, missing, gone …",
      valueName: "word"
    )
  )
  var standing: String?

  @Option(
    help: ArgumentHelp(
      "Only documents that were found, kept in a new version, or stand so since this day: 2026-11-01.",
      valueName: "day"
    ),
    transform: DayArgument.init
  )
  var since: DayArgument?

  @Option(
    help: ArgumentHelp(
      "In this order: address, title, standing, size (the largest first) or found (the latest first).",
      valueName: "order"
    ),
    transform: WordArgument.init
  )
  var sort: WordArgument<DocumentList.Order>?

  @Flag(help: "Also pages that only list documents, and links of which nothing is held.")
  var all = false

  @Flag(help: "What needs attention, and what to do: bad news that nobody has settled.")
  var attention = false

  @Flag(help: "Show addresses in place of titles.")
  var addresses = false

  func validate() throws {
    guard !attention || !all && !addresses && since == nil && sort == nil else {
      throw ValidationError("--attention excludes --all, --addresses, --since and --sort")
    }
    guard standing != Self.suppressed || text == nil && source == nil else {
      throw ValidationError(
        "what was let go of has neither a title nor a source any more: --standing suppressed shows all of it"
      )
    }
    guard let standing, !Standing.words.contains(standing) else { return }
    let known = Standing.words.joined(separator: ", ")
    throw ValidationError("“\(standing)” is no standing; the words are \(known)")
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let catalogue = try await archive.catalogue()
    // A source that was taken out of the configuration may still be asked for.
    if let source, try await catalogue.documents(of: source).isEmpty {
      _ = try settings.sources(named: [source])
    }
    let asking = Asking(of: settings.sources, KnownPlaces(try await catalogue.places()))
    // A source has no standing of a document's.
    let sources =
      standing == nil
      ? AttentionSearch.sources(settings.sources, in: archive, only: source)
        .filter { text.map($0.contains) ?? true } : []
    if attention {
      let search = AttentionSearch(archive: archive, catalogue: catalogue, asking: asking)
      let rows = try await search.rows(of: source, fits).map(\.row)
      return try tell(ofAttention: DocumentList(documents: rows, sources: sources))
    }
    let stones = source == nil && text == nil ? try archive.readTombstones().all : []
    let lost = source == nil && text == nil ? try archive.lostTombstones(asOf: Date()) : []
    if standing == Self.suppressed { return try tell(ofSuppressed: stones, lost, in: archive) }
    let successors = try await catalogue.successors()
    var kept: Set<WebAddress>?
    if let since { kept = try await catalogue.documents(keptSince: since.start) }
    var telling = Telling(
      sort?.word,
      json.isWanted ? nil : DocumentTable(byAddress: addresses),
      all: all
    )
    var pages = 0
    func take(_ documents: [Document]) async throws {
      let wanted = documents.filter { isWanted($0) && isNew($0, kept) }
      if let source, !all, text == nil, standing == nil {
        let hidden = documents.filter { !isWanted($0) }
        let askers = try await catalogue.askers(for: hidden)
        pages += hidden.count {
          DocumentList.Row($0, askers[$0.address] ?? [], asking).isOrdinaryPage(of: source)
        }
      }
      let askers = try await catalogue.askers(for: wanted)
      try telling.take(
        wanted.map {
          let successor = successors[$0.address]
          return DocumentList.Row($0, askers[$0.address] ?? [], asking, succeededBy: successor)
        }
      )
    }
    if let source {
      try await take(catalogue.documents(of: source))
    } else {
      try await catalogue.forEachPortion(take)
    }
    let list = DocumentList(
      documents: [],
      pages: pages == 0 ? nil : pages,
      sources: sources,
      suppressed: standing == nil ? stones : [],
      lostTombstones: standing == nil ? lost : []
    )
    guard let table = try telling.end(list) else { return }
    guard !table.isEmpty else {
      return tellNothing(list, sources.remark(in: Invocation.wording))
    }
    Output.print(Report(of: table, besides: list, in: Invocation.wording))
  }

  /// Where documents go on their way to the screen: into a table; or as JSON at once, unless they have to be put in an order first.
  private struct Telling {
    private let order: DocumentList.Order?
    private var table: DocumentTable?
    private let all: Bool
    private var writer = RecordListWriter(of: "documents")
    private var rows: [DocumentList.Row] = []

    /// - Parameters:
    ///   - order: in which they are told; nil for the one in which they come.
    ///   - table: what they are put into; nil where they are told as JSON.
    ///   - all: whether those are told, too, of which nothing is kept and that no source lists any more.
    init(_ order: DocumentList.Order?, _ table: DocumentTable?, all: Bool) {
      (self.order, self.table, self.all) = (order, table, all)
    }

    mutating func take(_ documents: [DocumentList.Row]) throws {
      let documents = documents.filter { all || !$0.isForgotten }
      if order != nil { rows += documents } else { try tell(documents) }
    }

    private mutating func tell(_ documents: [DocumentList.Row]) throws {
      guard table == nil else { return documents.forEach { table?.add($0) } }
      Output.print(json: try writer.text(of: documents))
    }

    /// Tells what is left to be told.
    ///
    /// - Parameter list: what else there is to say, without documents.
    /// - Returns: the table; nil where all was told as JSON.
    /// - Throws: where JSON cannot be made of something.
    mutating func end(_ list: DocumentList) throws -> DocumentTable? {
      if let order {
        var sorted = DocumentList(documents: rows)
        sorted.sort(by: order)
        rows = []
        try tell(sorted.documents)
      }
      if table == nil { Output.print(json: try writer.end(of: list)) }
      return table
    }
  }

  private func tellNothing(_ list: DocumentList, _ sources: CleanText?) {
    if let remark = list.remark {
      Output.print(remark)
    } else if isChoosing {
      Output.print("Nothing fits.")
    } else if sources == nil {
      Output.print("Nothing is held yet; `\(NextCommand.sync)` fetches it.")
    } else {
      Output.print("Nothing is held yet.")
    }
    if let sources { Output.print(sources) }
    if let remark = list.remarkOnSuppressed(in: Invocation.wording) { Output.print(remark) }
  }

  private static let suppressed = "suppressed"

  private func tell(
    ofSuppressed stones: [Tombstone],
    _ lost: [String],
    in archive: Archive
  ) throws {
    if json.isWanted {
      try json.print(DocumentList(documents: [], suppressed: stones, lostTombstones: lost))
    } else if !stones.isEmpty {
      Output.print(Report(ofSuppressed: stones, in: Invocation.wording))
    } else if lost.isEmpty {
      Output.print("Nothing was let go of.")
    }
    guard lost.isEmpty else { throw archive.error(ofLost: lost) }
  }

  private func tell(ofAttention list: DocumentList) throws {
    if json.isWanted { return try json.print(list) }
    guard !list.isEmpty else {
      return Output.print(
        isChoosing ? "Nothing that fits needs attention." : "Nothing needs attention."
      )
    }
    Output.print(Report(ofAttention: list, in: Invocation.wording))
  }

  private var isChoosing: Bool {
    text != nil || source != nil || standing != nil || since != nil
  }

  /// Whether something happened with it since the day that was asked for.
  private func isNew(_ document: Document, _ kept: Set<WebAddress>?) -> Bool {
    guard let since, let kept else { return true }
    return document.firstSeen >= since.start
      || document.standing?.since.map { $0 >= since.start } == true
      || kept.contains(document.address)
  }

  private func isWanted(_ document: Document) -> Bool {
    let isMeant = document.newestKept != nil || document.isAskedForInVain
    guard all || isMeant && document.role == .document else { return false }
    return fits(document)
  }

  /// Whether it is one of those that were asked for.
  private func fits(_ document: Document) -> Bool {
    if let standing, document.standing?.word != standing { return false }
    guard let text else { return true }
    let (name, words) = (TypedName(text), text.split(whereSeparator: \.isWhitespace))
    let names = [document.title, document.address.text, document.place?.text ?? ""]
    return names.contains { name.isSaid(in: $0) || words.count == 1 && Self.holds(words[0], $0) }
      || text.utf8.count == WebAddress.shortIDLength
        && document.address.shortID == text.lowercased()
  }

  /// Whether a name has a part that was typed, which may stand inside of a word.
  private static func holds(_ part: Substring, _ name: String) -> Bool {
    part.utf8.count > 3 && name.localizedCaseInsensitiveContains(part)
  }
}
