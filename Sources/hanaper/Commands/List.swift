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

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List what is held, and how each document stands.",
    discussion: """
      STANDING is what is known of the document's address: present, delisted (still served, no longer \
      listed), missing, gone, blocked, faulty, unreachable. Whatever it is, the kept versions stay. \
      LISTED is “once, by …” where no source of the configuration asks for it any more, so that it is \
      not visited. Days are those of UTC.
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "Only documents whose title or address contains this.")
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

  @Flag(help: "Also pages that only list documents, and links of which nothing is held.")
  var all = false

  @Flag(help: "Show addresses in place of titles.")
  var addresses = false

  func validate() throws {
    guard let standing, !Standing.words.contains(standing) else { return }
    let known = Standing.words.joined(separator: ", ")
    throw ValidationError("“\(standing)” is no standing; the words are \(known)")
  }

  func run() throws {
    let settings = try configuration.settings()
    let catalogue = try settings.openedArchive().catalogue()
    // A source that was taken out of the configuration may still be asked for.
    if let source, try catalogue.documents(of: source).isEmpty {
      _ = try settings.sources(named: [source])
    }
    let asking = Asking(of: settings.sources)
    var rows: [Row] = []
    func take(_ documents: [Document]) throws {
      let wanted = documents.filter(isWanted)
      let askers = try catalogue.askers(for: wanted)
      rows += wanted.map { Row($0, askers[$0.address] ?? [], asking) }
    }
    if let source {
      try take(catalogue.documents(of: source))
    } else {
      try catalogue.forEachPortion(take)
    }
    if json.isWanted { return try json.print(Answer(documents: rows)) }
    guard !rows.isEmpty else {
      return Output.print(
        isChoosing ? "Nothing fits." : "Nothing is held yet; `\(NextCommand.sync)` fetches it."
      )
    }
    var table = Table(
      ["STANDING", "LISTED", "VERSIONS", "SIZE", "LAST ALIVE", "DOCUMENT"],
      [.left, .left, .right, .right, .left, .left]
    )
    for row in rows {
      table.add([
        row.standing, row.listing, "\(row.versions)",
        row.size.map(Readable.size) ?? "-", row.lastAlive.map(Readable.day) ?? "never",
        addresses || row.title.isEmpty ? row.address : row.title,
      ])
    }
    Output.print(table.lines.joined(separator: "\n"))
  }

  private var isChoosing: Bool { text != nil || source != nil || standing != nil }

  private func isWanted(_ document: Document) -> Bool {
    guard all || document.version != nil && document.role == .document else { return false }
    if let standing, document.standing?.word != standing { return false }
    guard let text else { return true }
    return document.title.localizedCaseInsensitiveContains(text)
      || document.address.text.localizedCaseInsensitiveContains(text)
  }

  struct Answer: Encodable {
    let schema = "hanaper/list/1"
    let documents: [Row]
  }

  struct Row: Encodable {
    let address: String
    let title: String
    let standing: String
    let since: Date?
    /// The sources that list it now.
    let listedBy: [String]
    /// Those that listed it once and do not now, or are not asked any more.
    let onceListedBy: [String]
    /// Whether runs visit it.
    let isAskedFor: Bool
    let versions: Int
    let kind: String?
    let size: Int64?
    let digest: String?
    let lastAlive: Date?

    init(_ document: Document, _ askers: [Catalogue.Asker], _ asking: Asking) {
      let asks = askers.map {
        asking.ground(against: document.address, as: $0.record) == nil
      }
      address = document.address.text
      title = document.title
      standing = (document.standing ?? .unknown).word
      since = document.standing?.since
      let ids = askers.map(\.record.source)
      let lists = zip(askers, asks).map { $0.isListed && $1 }
      listedBy = zip(ids, lists).filter(\.1).map(\.0)
      onceListedBy = zip(ids, lists).filter { !$1 }.map(\.0)
      isAskedFor = asks.contains(true) || asking.isListPage(document.address)
      versions = document.version ?? 0
      kind = document.kind?.rawValue
      size = document.size
      digest = document.digest?.description
      lastAlive = document.lastAlive
    }

    /// In the table.
    var listing: String {
      if !listedBy.isEmpty { return "yes" }
      if isAskedFor || onceListedBy.isEmpty { return "no" }
      return "once, by \(onceListedBy.joined(separator: ", "))"
    }
  }
}
