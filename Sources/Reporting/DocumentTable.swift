// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Records

/// Documents in a table, as `list` prints it, and how many there are of which standing.
///
/// Of each only what is shown is held: a hundred thousand take little more memory than their lines.
package struct DocumentTable {
  private let isByAddress: Bool
  private var reports = Self.empty
  private var pages = Self.empty
  private var count = 0
  private var versions = 0
  private var standings: [String: Int] = [:]
  /// How many are listed now, and how many of these are not kept.
  private var listed = (all: 0, leftOut: 0)
  private var hasLost = false

  private static var empty: Table {
    Table(
      ["ID", "STANDING", "LISTED", "VERSIONS", "SIZE", "LAST ALIVE", "DOCUMENT"],
      [.left, .left, .left, .right, .right, .left, .left]
    )
  }

  /// - Parameter isByAddress: whether their addresses stand in place of their titles.
  package init(byAddress isByAddress: Bool) {
    self.isByAddress = isByAddress
  }

  package var isEmpty: Bool { count == 0 && pages.rows.count < 2 }

  package mutating func add(_ row: DocumentList.Row) {
    let cells = [
      row.id, row.standingInWords, row.listing, row.versionsInWords,
      row.size.map(Readable.size) ?? "-", row.lastAlive.map(Readable.day) ?? "never",
      isByAddress || row.title.isEmpty ? row.address : row.title,
    ]
    if row.role == .listing { pages.add(cells) } else { reports.add(cells) }
    if row.isLost { hasLost = true }
    if !row.listedBy.isEmpty {
      listed.all += 1
      if row.isLeftOut { listed.leftOut += 1 }
    }
    guard row.role != .listing else { return }
    count += 1
    versions += row.versions
    standings[row.standing, default: 0] += 1
  }

  /// How much is listed, and how it stands; nil of one alone.
  private var total: CleanText? {
    guard count > 1 else { return nil }
    let standings = standings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) \($0.key)" }
    return
      "\(Readable.count(count, "document")), \(Readable.count(versions, "version")): \(standings.joined(separator: ", "))."
  }

  /// How many of what is listed are not held; nil where all are.
  private func remarkOnLeftOut(in wording: Wording) -> CleanText? {
    guard listed.leftOut > 0 else { return nil }
    let command = wording.command(NextCommand("explain", "ADDRESS"))
    return
      "\(listed.leftOut) of \(Readable.count(listed.all, "listed document")) \(listed.leftOut == 1 ? "is" : "are") not kept; `\(command)` says why, and what can be done."
  }

  /// Puts it into a report.
  ///
  /// - Parameters:
  ///   - report: the report.
  ///   - list: what is to be told besides; its documents are those of the table.
  ///   - wording: how commands are written.
  fileprivate func tell(in report: inout Report, besides list: DocumentList, _ wording: Wording) {
    if reports.rows.count > 1 { report.add(reports) }
    if pages.rows.count > 1 {
      report.say("Pages that list documents:")
      report.add(pages)
    }
    if let total { report.say(total) }
    if let remark = list.remark { report.say(remark) }
    if let remark = list.remarkOnSuppressed(in: wording) { report.say(remark) }
    if hasLost { report.say(Report.adviceOnLost(in: wording)) }
    if let remark = remarkOnLeftOut(in: wording) { report.say(remark) }
    if let remark = list.sources?.remark(in: wording) { report.say(remark) }
  }
}

extension Report {
  /// - Parameters:
  ///   - table: the documents.
  ///   - list: what is to be told besides.
  ///   - wording: how commands are written.
  package init(of table: DocumentTable, besides list: DocumentList, in wording: Wording) {
    table.tell(in: &self, besides: list, wording)
  }

  /// - Parameters:
  ///   - list: the documents.
  ///   - isByAddress: whether their addresses stand in place of their titles.
  ///   - wording: how commands are written.
  init(of list: DocumentList, byAddress isByAddress: Bool, in wording: Wording) {
    var table = DocumentTable(byAddress: isByAddress)
    for row in list.documents { table.add(row) }
    self.init(of: table, besides: list, in: wording)
  }
}
