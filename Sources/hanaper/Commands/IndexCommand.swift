// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Cataloguing
import Extraction
import Foundation
import Records
import Reporting

struct IndexCommand: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Read the text of what is kept, so that `find` finds it.",
    discussion: """
      Each version is read once, the newest first, by a process of its own that can reach no file, no network and no other \
      process. PDF needs pdftotext (Debian: poppler-utils), Word, Excel and PowerPoint files of before 2007 need catdoc. \
      What is hidden in a document (tracked changes, comments, hidden sheets) is counted and not read. Words that cannot be seen \
      on a page of a PDF, under a black box or in white on white, are left out of the text; which document and page has some is \
      told once, and `show` says it from then on.

      Where the words of `watch` in the configuration stand in a text that is read for the first time, that is told, with the page.

      The texts are in the archive's text.sqlite, which may be lost: the next `index` reads everything again. It takes no lock, \
      so that a night can begin meanwhile; what it could not finish, the next one goes on with.

        hanaper index --quiet --max-duration 2h

      EXIT STATUS
        0   all that can be read is read
        1   could not do it
        3   what is kept of a version is damaged, so that it could not be read
        4   some kinds are not read, because a program is missing
        64  usage
        75  stopped in order before the end; the next one goes on
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp("Stop in order after this time: 90m, 2h.", valueName: "time"),
    transform: TimeArgument.init
  )
  var maxDuration: TimeArgument?

  @Flag(
    help:
      "Say nothing but what keeps documents from being read, where words of `watch` stand, and where words cannot be seen: for cron, which mails what is said."
  )
  var quiet = false

  @Flag(help: "Throw away what was read, and read everything again.")
  var anew = false

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    if anew { try archive.removeTextIndex() }
    let catalogue = try await archive.catalogue()
    let outcome = try await Self.read(
      archive,
      catalogue,
      watch: settings.watch,
      within: maxDuration?.duration
    )
    if let failure = outcome.failure { throw CommandFailure("\(failure)") }
    if json.isWanted {
      try json.print(Answer(outcome))
    } else if !quiet || !outcome.missing.isEmpty || outcome.damaged > 0 || !outcome.unseen.isEmpty
      || !outcome.watched.isEmpty
    {
      Output.print(message: Report(of: outcome, in: Invocation.wording))
    }
    try Self.status(of: outcome).end()
  }

  private static func status(of outcome: TextRound.Outcome) -> ExitStatus {
    if outcome.damaged > 0 { return .damaged }
    if outcome.waiting > 0 { return .busy }
    return outcome.missing.isEmpty ? .done : .partly
  }

  /// Reads what is not read yet, and shows how far it is.
  ///
  /// - Parameters:
  ///   - archive: whose documents.
  ///   - catalogue: its own.
  ///   - watch: words to be told of.
  ///   - limit: so long at the most; nil for any time.
  /// - Returns: what came of it.
  /// - Throws: where the index cannot be written.
  static func read(
    _ archive: Archive,
    _ catalogue: Catalogue,
    watch: Watchwords = .none,
    within limit: Duration? = nil
  ) async throws -> TextRound.Outcome {
    let round = TextRound(archive, catalogue, try TextWorker(), watch: watch)
    let line = ProgressLine()
    defer { ProgressLine.clear() }
    return try await Interruption.allowing(after: limit) {
      try await round.run { done, all in line.show(done: done, of: all, what: "texts") }
    }
  }

  struct Answer: Encodable {
    let schema = "hanaper/index/1"
    /// How many versions were read.
    let read: Int
    /// How many are still to be read.
    let waiting: Int
    /// How many could not be read because they are damaged.
    let damaged: Int
    /// Packages that are missing, with how many versions wait for each.
    let missing: [String: Int]
    /// Versions with words that cannot be seen on their pages.
    let unseen: [RunReport.WatchedText]
    /// Versions in which words of `watch` stand.
    let watched: [RunReport.WatchedText]

    init(_ outcome: TextRound.Outcome) {
      (read, waiting, missing) = (outcome.read, outcome.waiting, outcome.missing)
      damaged = outcome.damaged
      (unseen, watched) = (outcome.unseen, outcome.watched)
    }
  }
}
