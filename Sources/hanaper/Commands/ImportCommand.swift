// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Curl
import Exchange
import Filing
import Foundation
import Night
import Records
import Reporting
import SystemPackage

struct ImportCommand: AsyncParsableCommand, EndsInOrder {
  static let whatStays = "what was taken in stays, and the same command goes on with it"

  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take in documents that were captured by other tools, or into another archive.",
    discussion: """
      Each PLACE is a WARC file (also packed with gzip) or a WACZ file, as browsertrix, wget or `hanaper export` make them; another archive of \
      Hanaper's, by its folder; or, with --list, a folder of files. Files that refer to each other (the same bytes once) are named together.

        hanaper import crawl-2019.warc.gz crawl-2020.wacz
        hanaper import /backup/old/Archive
        hanaper import scans/ --list scans.csv --note "from the council's server"

      The list is a table in UTF-8 whose first row names its columns: address, file, captured (2017-03-01 or 2017-03-01T09:30:00Z) and, where \
      there are notes, note.

      Every document is appraised like any answer: error pages, walls, damaged files and what is no report are left out, and told. It is kept as of the day \
      on which it was captured, in that order, with where it comes from in its provenance; what is held already is passed over. A version that is older than the newest \
      one held is left out, too, as versions are numbered in the order of time. Nothing is asked of any site. --dry-run says what would come.

      EXIT STATUS
        0   all that was fit is kept, or was before
        1   could not do it
        3   something of it is damaged; what is sound is kept
        4   something sound was left out: it is older than what is held, say
        64  usage
        75  another run holds the archive, or a signal stopped it
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp("The list of what is in the folder that is PLACE.", valueName: "file")
  )
  var list: String?

  @Option(
    help: ArgumentHelp(
      "Only addresses that fit: a pattern in which * is any run of characters; may be said several times.",
      valueName: "pattern"
    )
  )
  var include: [String] = []

  @Flag(help: "Say what would be taken in, and keep nothing.")
  var dryRun = false

  @OptionGroup var note: NoteOption

  @Argument(help: ArgumentHelp("A file or a folder.", valueName: "place"))
  var places: [String]

  func validate() throws {
    for place in places { try place.requirePath(of: "PLACE") }
    try list?.requirePath(of: "--list")
    guard list == nil || places.count == 1 else {
      throw ValidationError("--list is of one folder; name one")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let patterns = include.map { AddressPattern($0) }
    let job = Import(
      from: try places.map { try place($0, besides: archive) },
      kinds: Source.defaultKinds,
      where: { address in patterns.isEmpty || patterns.contains { $0.fits(address) } },
      limit: settings.limits.bodyBytes,
      note: note.text,
      tool: Settings.tool,
      at: Date()
    )
    let outcome: Import.Outcome
    if dryRun {
      let spool = FilePath(FileManager.default.temporaryDirectory.path)
        .appending("hanaper-import-\(UUID().uuidString)")
      try Disk().makeDirectories(spool)
      try Disk().makePrivate(spool)
      defer { try? Disk().removeTree(spool) }
      outcome = try await Interruption.allowing { try job.plan(for: archive, unpackingAt: spool) }
    } else {
      outcome = try await take(in: job, archive, settings)
    }
    if json.isWanted {
      try json.print(Answer(outcome, isDone: !dryRun))
    } else {
      Output.print(Report(of: outcome, isDone: !dryRun, in: Invocation.wording))
    }
    let isDamaged = !outcome.damage.isEmpty || outcome.refusals.contains { $0.reason == .damaged }
    let isPart = outcome.refusals.contains(where: \.isLoss)
    try (isDamaged ? ExitStatus.damaged : isPart ? .partly : .done).end()
  }

  private func take(
    in job: Import,
    _ archive: Archive,
    _ settings: Settings
  ) async throws -> Import.Outcome {
    let writer = try await settings.archiveWriter(for: "import", archive)
    let catalogue = try await writer.catalogue()
    let deciding = Deciding(PersonRun(writer, catalogue, settings))
    // Beside what runs are assembled in, on the archive's own disk; whoever writes next clears it up.
    let spool = archive.path.appending("staging").appending("import")
    try Disk().removeTree(spool)
    try Disk().makeDirectories(spool)
    defer { try? Disk().removeTree(spool) }
    let line = ProgressLine()
    defer { ProgressLine.clear() }
    let outcome = try await Interruption.allowing {
      try await job.run(by: deciding, unpackingAt: spool) { done, all in
        line.show(done: done, of: all, what: "documents", bytes: 0)
      }
    }
    try await catalogue.close()
    return outcome
  }

  private func place(_ text: String, besides archive: Archive) throws -> Import.Place {
    let path = FilePath(text)
    switch try Disk().entryMeant(by: path) {
    case .file:
      guard list == nil else {
        throw CommandFailure("--list is of a folder, and \(path) is a file")
      }
      return .webArchive(path)
    case .directory:
      if let list { return .folder(path, list: FilePath(list)) }
      guard try Disk().entry(at: path.appending("ocfl")) == .directory else {
        throw CommandFailure(
          "\(path) is no archive of Hanaper's; of a folder of files, --list says what is in it"
        )
      }
      guard Disk().resolved(path) != Disk().resolved(archive.path) else {
        throw CommandFailure("\(path) is the archive itself")
      }
      return .archive(path)
    default: throw CommandFailure("there is nothing at \(path)")
    }
  }

  struct Answer: Encodable {
    let schema = "hanaper/import/1"
    /// Whether it was done, and not only planned.
    let isDone: Bool
    let kept: [Kept]
    let bytes: Int64
    let leftOut: [LeftOut]
    /// What of the files themselves is damaged.
    let damage: [String]

    struct Kept: Encodable {
      let address: String
      /// Nil where it was only planned.
      let version: Int?
    }

    struct LeftOut: Encodable {
      let reason: String
      let address: String
      let place: String
      let detail: String
    }

    init(_ outcome: Import.Outcome, isDone: Bool) {
      self.isDone = isDone
      kept = outcome.kept.map {
        Kept(address: $0.address.text, version: $0.version > 0 ? $0.version : nil)
      }
      bytes = outcome.bytes
      leftOut = outcome.refusals.map {
        LeftOut(
          reason: $0.reason.rawValue,
          address: $0.address,
          place: $0.place,
          detail: $0.detail
        )
      }
      damage = outcome.damage
    }
  }
}

extension Report {
  /// So many of the same kind are named.
  private static let mostTold = 10

  /// What was imported, and what not.
  ///
  /// - Parameters:
  ///   - outcome: that.
  ///   - isDone: whether it was done, and not only planned.
  ///   - wording: how commands are typed here.
  fileprivate init(of outcome: Import.Outcome, isDone: Bool, in wording: Wording) {
    self.init()
    let documents = Set(outcome.kept.map(\.address)).count
    let versions = Readable.count(outcome.kept.count, "version")
    let verb: CleanText = isDone ? "Kept" : "Would be kept"
    say(
      "\(verb): \(versions) of \(Readable.count(documents, "document")), \(Readable.size(outcome.bytes))."
    )
    for sentence in outcome.damage.prefix(Self.mostTold) { say("Damaged: \(sentence).") }
    if outcome.damage.count > Self.mostTold {
      say("and \(outcome.damage.count - Self.mostTold) more places that are damaged")
    }
    let headings: [(ImportRefusal.Reason, CleanText, isCounted: Bool)] = [
      (.damaged, "Damaged, and not kept:", false),
      (.waits, "Something of the document is damaged here, so that it waits in quarantine:", false),
      (.incomplete, "Not kept, because something is missing:", false),
      (.impossibleTime, "Not kept, because the time cannot be:", false),
      (
        .older,
        "Not kept, because the archive has a newer version (an archive of its own takes them: `hanaper init DIR`):",
        false
      ),
      (.noDocument, "No documents, but error pages, walls and the like", true),
      (.otherKind, "Of other kinds, or not asked for: pages, pictures, lists", true),
      (.suppressed, "Let go of before, and not taken in again", true),
      (.held, "Held already", true),
    ]
    for (reason, heading, isCounted) in headings {
      let items = outcome.refusals.filter { $0.reason == reason }
      guard !items.isEmpty else { continue }
      guard !isCounted else {
        say("\(heading): \(items.count).")
        continue
      }
      say(heading)
      for item in items.prefix(Self.mostTold) {
        say("  \(item.address.isEmpty ? "" : "\(item.address): ")\(item.detail) (\(item.place))")
      }
      if items.count > Self.mostTold { say("  and \(items.count - Self.mostTold) more") }
    }
    if isDone, !outcome.kept.isEmpty {
      say("`\(wording.command(NextCommand("list")))` shows them.")
    }
  }
}
