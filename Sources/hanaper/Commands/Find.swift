// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Filing
import Foundation
import Records
import Reporting

struct Find: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Find documents by words of their text.",
    discussion: """
      A document is found that has all words, in its text, its title, its publisher's name for the file or the ids of its sources; \
      the best first. A word fits its other forms, too: “injury” finds “injuries”. Whatever is typed is looked for; \
      these say more:

        "serious case review"   the words in a row; where nobody says that,
                                what has all of them is shown
        injur*                  a word that begins so, with three letters or more
        source:merton-reviews   only documents that this source lists
        year:2017               of this year: by its title, its name, or when
                                it was kept
        standing:gone           that stand so, as in `hanaper list --standing`
        version:all             older versions, too

        hanaper find neglect "Child D" year:2017

      Each document is read once, by `hanaper index`; at a terminal this command does it, where some are not read yet. What has no \
      text, a scan say, is found by its title and says why.

      EXIT STATUS
        0   the search was made, whatever it found
        1   could not do it
        4   the search was made, and not all documents are read yet
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp("Show so many.", valueName: "number"),
    transform: CountArgument.init
  )
  var limit: CountArgument = CountArgument(count: 20)

  @Argument(help: "What is looked for.")
  var words: [String]

  private var query: SearchQuery {
    SearchQuery(words.map(Self.asPhrase).joined(separator: " "))
  }

  func validate() throws {
    if let refusal = query.refusal { throw ValidationError(refusal) }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let catalogue = try await archive.catalogue()
    let query = query
    var unread = try await TextRound.unread(of: archive, catalogue)
    if unread > 0, Terminal.isInteractive, !json.isWanted {
      unread = try await read(archive, catalogue, unread)
    }
    let found = try await search(query, in: archive)
    if json.isWanted {
      try json.print(Answer(found, unread: unread))
    } else {
      Output.print(Report(of: found, unread: unread, in: Invocation.wording))
    }
    try (unread > 0 ? ExitStatus.partly : .done).end()
  }

  private func search(_ query: SearchQuery, in archive: Archive) async throws -> TextHits {
    // Where it is damaged, all is said to be unread.
    guard let index = try await TextRound.index(of: archive) else { return TextHits() }
    do {
      return try await search(query, index)
    } catch CatalogueError.damaged {
      throw CommandFailure(
        "the index of texts, \(archive.textFile), is damaged; `\(NextCommand("index", "--anew").typed)` makes it again"
      )
    }
  }

  private func search(_ query: SearchQuery, _ index: TextIndex) async throws -> TextHits {
    let found = try await index.find(query, limit: limit.count)
    try index.close()
    return found
  }

  /// Words that stand in one argument were put in quotes, and are meant in a row; a whole query may be, too.
  private static func asPhrase(_ argument: String) -> String {
    let isQuery = argument.contains { "\"“”„:*".contains($0) }
    return argument.contains(where: \.isWhitespace) && !isQuery ? "\"\(argument)\"" : argument
  }

  /// - Returns: how many are still not read.
  private func read(_ archive: Archive, _ catalogue: Catalogue, _ unread: Int) async throws -> Int {
    do {
      let outcome = try await IndexCommand.read(archive, catalogue)
      if let failure = outcome.failure { Terminal.complain("\(failure)") }
      return outcome.waiting + outcome.missing.values.reduce(0, +)
    } catch let error as FilingError where error.closedBy != nil {
      // Who only reads the archive searches what others have read.
      return unread
    }
  }

  struct Answer: Encodable {
    let schema = "hanaper/find/1"
    /// How many documents fit; nil where they were too many to be counted.
    let count: Int?
    /// Where they were not counted to the end: how many were.
    let moreThan: Int?
    /// Of how many of the newest these are the best, where not all were ranked.
    let ranked: Int?
    /// Whether no document has words in a row that were meant so, and these have them in any order.
    let isAnyOrder: Bool
    /// How many older versions have what no newest one has.
    let older: Int
    /// How many versions are not read yet.
    let unread: Int
    let documents: [Hit]

    struct Hit: Encodable {
      let id: String
      let address: String
      let title: String
      let version: Int
      let keptAt: Date
      let standing: String
      let part: String?
      let parts: [Int]
      let partCount: Int
      let snippet: String?
      let noText: String?
    }

    init(_ found: TextHits, unread: Int) {
      (count, moreThan, ranked) = (found.count, found.moreThan, found.ranked)
      (older, self.unread) = (found.older, unread)
      isAnyOrder = found.isAnyOrder
      documents = found.hits.map { hit in
        let snippet = hit.snippet.map(\.text).joined()
        return Hit(
          id: hit.address.shortID,
          address: hit.address.text,
          title: hit.title,
          version: hit.version,
          keptAt: hit.capturedAt,
          standing: hit.standing,
          part: hit.part,
          parts: hit.parts,
          partCount: hit.partCount,
          snippet: snippet.isEmpty ? nil : snippet,
          noText: hit.reason
        )
      }
    }
  }
}
