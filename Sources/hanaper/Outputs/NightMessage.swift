// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Delivery
import Foundation
import Records
import Reporting
import Synchronising

/// What a run has to say.
struct NightMessage: DeliverableMessage {
  let report: RunReport
  let witnesses: WitnessStory?
  let status: Int32
  let settings: Settings

  var name: String { report.run }
  var subject: String {
    witnesses?.alarms.isEmpty == false ? "Hanaper: ALARM of a witness" : report.subject
  }
  var isNews: Bool { report.hasNews || witnesses?.isNews == true || status != 0 }

  func isFor(_ output: Outputs.Kind) -> Bool { true }

  func json() throws -> [UInt8] {
    Array(try RecordCoding.encode(Sync.Answer(report: report, witnesses: witnesses)).utf8)
  }

  func text(telling problems: [OutputProblem]) -> String {
    var lines = Report(of: report, in: Invocation.wording).lines(within: Report.messageWidth)
    if let witnesses, witnesses.isNews {
      lines += Report(of: witnesses).lines(within: Report.messageWidth)
    }
    // Before the checkpoint nothing is put: it stands at the end of the report.
    return (Report(ofOutputs: problems).lines(within: Report.messageWidth) + lines)
      .map(\.description).joined(separator: "\n") + "\n"
  }

  func page(_ page: Outputs.Page, telling problems: [OutputProblem]) async throws -> String? {
    let archive = try settings.openedArchive()
    let now = Date()
    switch page {
    case .html: return try await html(of: archive, problems, asOf: now)
    case .atom: return feed(of: archive, asOf: now)
    case .metrics:
      var status = try await ArchiveStatus(asking: archive, settings, asOf: now)
      status.tell(problems, of: settings.outputs)
      return status.metrics
    }
  }

  private func html(
    of archive: Archive,
    _ problems: [OutputProblem],
    asOf now: Date
  ) async throws -> String {
    var status = try await ArchiveStatus(asking: archive, settings, asOf: now)
    status.tell(problems, of: settings.outputs)
    var page = HTMLPage("Archive of public reports", made: now)
    page.add("State", Report(of: status, in: Invocation.wording, ages: false))
    page.add("The last run", Report(of: report, in: Invocation.wording, whole: true))
    let open = try await AttentionSearch.everything(in: archive, settings)
    if !open.isEmpty { page.add("Open", Report(ofAttention: open, in: Invocation.wording)) }
    return page.text
  }

  private func feed(of archive: Archive, asOf now: Date) -> String {
    let tag = Courier.memory(of: settings).feedTag ?? settings.feedTag(of: archive)
    var feed = AtomFeed(
      "New and changed public reports",
      tag: tag,
      at: settings.outputs.atomAddress?.text,
      updated: report.ended
    )
    feed.addNews(of: archive, before: now)
    return feed.text
  }
}
