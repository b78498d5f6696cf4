// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
package import Cataloguing
package import Filing
package import Foundation
package import Records

/// Whether the nights go well, and what is held: what somebody asks who has not looked for a month.
package struct ArchiveStatus: Encodable, Sendable {
  private let schema = "hanaper/status/1"
  let archive: String
  /// The last run that read sources, came to its end and was answered.
  let lastGood: Night?
  /// The last run that read sources, however it ended.
  let lastRun: Night?
  /// When the next run is due; nil where nothing was installed by `hanaper schedule`.
  package var nextDue: Date?
  /// Whether the last good run is longer ago than was asked for; nil where nothing was asked.
  package let isStale: Bool?
  let holdings: Holdings
  let sources: [Source]
  let reading: Reading
  let space: Space?
  /// What the disk is short of, in a sentence; nil where it is not.
  package var shortage: String?
  /// Nil where there is no ledger yet.
  package var ledger: Ledger?
  /// What a command has begun and not finished, or is at; nil as a rule.
  package var unfinished: String?
  /// What a person ought to know of the set-up, in sentences.
  package var remarks: [String] = []
  /// What of sources needs attention; nil where nothing does.
  package var attention: [SourceAttention]?
  /// What the last verification came to; nil where nothing is known of one.
  package var verification: Verification?
  /// Hosts of which some documents wait for one of the next nights; nil for none.
  package var putOff: [RunReport.PutOff]?
  /// How each output went when it was served last; nil where there is none.
  package var outputs: [Output]?

  /// How each copy elsewhere stands; nil where the configuration names none.
  package var copies: [Copy]?

  package struct Copy: Encodable, Sendable {
    let copy: String
    /// When all was last there; nil where it never was, as far as is known.
    let wholeAt: Date?
    /// What keeps it from being whole, as copying said last; nil where nothing does.
    let problem: String?
    /// Since when.
    let since: Date?
    /// When a part of it was last read back; nil where none was, as far as is known.
    let readAt: Date?
    /// What reading it back found, and nothing has mended since; nil where nothing.
    let readProblem: String?

    package init(
      _ copy: String,
      wholeAt: Date?,
      problem: String?,
      since: Date?,
      readAt: Date?,
      readProblem: String?
    ) {
      (self.copy, self.wholeAt, self.problem, self.since) = (copy, wholeAt, problem, since)
      (self.readAt, self.readProblem) = (readAt, readProblem)
    }
  }

  package struct Night: Encodable, Sendable {
    let run: String
    let started: Date
    let ended: Date
    let isGood: Bool
    /// What stopped it, and how much was left; nil where nothing did.
    let stop: RunReport.Stop?
    let visited: Int
    let failed: Int
    /// How many documents it found damaged.
    let damaged: Int
    /// Before now, in seconds.
    let age: Int

    package init(_ night: Archive.Night, asOf now: Date) {
      (run, started, ended) = (night.run, night.started, night.ended)
      (isGood, stop) = (night.isGood, night.stop)
      (visited, failed) = (night.counts.visited, night.counts.failed)
      damaged = night.damagedCount
      age = Int(max(0, now.timeIntervalSince(night.ended)))
    }
  }

  struct Holdings: Encodable, Sendable {
    let documents: Int
    let versions: Int
    let bytes: Int64
  }

  package struct Source: Encodable, Sendable {
    let id: String
    let title: String
    let isEnabled: Bool
    /// When a run read it last; nil where none of the last ones did.
    let lastRead: Date?
    let listed: Int
    let kept: Int
    /// What it lists and is not kept, by the reason in one stable word.
    let leftOut: [String: Int]
    /// What it lists or listed and stands badly.
    let troubled: Int

    package init(
      id: String,
      title: String,
      isEnabled: Bool,
      lastRead: Date?,
      _ tally: Catalogue.SourceTally?
    ) {
      (self.id, self.title, self.isEnabled, self.lastRead) = (id, title, isEnabled, lastRead)
      listed = tally?.listed ?? 0
      kept = tally?.kept ?? 0
      leftOut = tally?.leftOut ?? [:]
      troubled = tally?.troubled ?? 0
    }
  }

  struct Reading: Encodable, Sendable {
    /// Of all documents, the one that was read whole longest ago; nil where one never was.
    let oldest: Date?
    let neverRead: Int
  }

  struct Space: Encodable, Sendable {
    let freeBytes: Int64
    let totalBytes: Int64
    let freeFiles: Int64?
  }

  package struct Verification: Encodable, Sendable {
    let at: Date
    /// How many losses it found.
    package let damaged: Int

    package init(at: Date, damaged: Int) {
      (self.at, self.damaged) = (at, damaged)
    }
  }

  /// Whether something is known to be damaged.
  package var isDamaged: Bool { (verification?.damaged ?? 0) > 0 }

  /// Where reports are brought to.
  package struct Output: Encodable, Sendable {
    let output: String
    /// Why it does not work; nil where it does.
    let problem: String?
    /// Since when it does not.
    let since: Date?

    package init(_ output: String, problem: String?, since: Date?) {
      (self.output, self.problem, self.since) = (output, problem, since)
    }
  }

  package struct Ledger: Encodable, Sendable {
    let leaves: Int64
    let waiting: Int
    /// Why nothing can be signed for; nil where it can.
    let problem: String?

    package init(leaves: Int64, waiting: Int, problem: String?) {
      (self.leaves, self.waiting, self.problem) = (leaves, waiting, problem)
    }
  }

  /// - Parameters:
  ///   - archive: where it is.
  ///   - nights: the last run, and the last good one.
  ///   - maxAge: how long ago the last good one may be; nil for any time.
  ///   - holdings: what is held.
  ///   - sources: each of the configuration.
  ///   - readings: when documents were last read whole.
  ///   - space: of the archive's disk; nil where nothing is known of it.
  ///   - now: what time it is.
  package init(
    of archive: String,
    nights: (last: Archive.Night?, good: Archive.Night?),
    maxAge: Duration?,
    holdings: Catalogue.Holdings,
    sources: [Source],
    readings: (oldest: Date?, count: Int),
    space: DiskSpace?,
    asOf now: Date
  ) {
    self.archive = archive
    lastGood = nights.good.map { Night($0, asOf: now) }
    lastRun = nights.last.map { Night($0, asOf: now) }
    let age = lastGood?.age
    isStale = maxAge.map { most in age.map { $0 > Int(most.components.seconds) } ?? true }
    self.holdings = Holdings(
      documents: holdings.documents,
      versions: holdings.versions,
      bytes: holdings.bytes
    )
    self.sources = sources
    let never = max(0, holdings.objects - readings.count)
    reading = Reading(oldest: never == 0 ? readings.oldest : nil, neverRead: never)
    self.space = space.map {
      Space(freeBytes: $0.freeBytes, totalBytes: $0.totalBytes, freeFiles: $0.files?.free)
    }
  }
}

extension Report {
  /// The status as a person reads it.
  ///
  /// - Parameters:
  ///   - status: what is known.
  ///   - wording: how commands are written.
  ///   - hasAges: whether it says how long ago things were: not where it is read later.
  package init(of status: ArchiveStatus, in wording: Wording, ages hasAges: Bool = true) {
    tellNights(of: status, in: wording, ages: hasAges)
    if let next = status.nextDue { say("Next run due: \(Readable.date(next))") }
    if let verification = status.verification, verification.damaged > 0 {
      say(
        "\(.styled("The archive is damaged", .red)): the verification of \(Readable.date(verification.at)) found \(Readable.count(verification.damaged, "loss", "losses")).",
        more: [
          "next: `\(wording.command(.verify))` says which, what mends them, and whether that is so still"
        ]
      )
    }
    tellHoldings(of: status)
    if let unfinished = status.unfinished { say("\(unfinished)") }
    if let shortage = status.shortage { say(.styled("\(shortage)", .red)) }
    if let problem = status.ledger?.problem {
      say("\(.styled("Nothing can be signed for in the ledger", .red)): \(problem).")
    }
    tellSources(of: status)
    for host in status.putOff ?? [] { tell(host, in: wording) }
    for output in status.outputs ?? [] {
      guard let problem = output.problem else { continue }
      let since = output.since.map { " since \(Readable.day($0))" } ?? ""
      say("\(.styled("The output \(output.output) does not work", .red))\(since): \(problem).")
    }
    for copy in status.copies ?? [] { tell(copy, in: wording) }
    for remark in status.remarks { say("Note: \(remark).") }
    if let remark = (status.attention ?? []).remark(in: wording) { say(remark) }
  }

  private mutating func tell(_ copy: ArchiveStatus.Copy, in wording: Wording) {
    let whole = copy.wholeAt.map { "whole as of \(Readable.date($0))" } ?? "never whole yet"
    guard let problem = copy.problem else {
      let next: CleanText =
        copy.wholeAt == nil
        ? "; `\(wording.command(NextCommand("replicate", copy.copy)))` makes it whole" : ""
      let read = copy.readAt.map { ", read back on \(Readable.day($0))" } ?? ""
      say("Copy \(copy.copy): \(whole)\(read)\(next)")
      return tellReading(copy, in: wording)
    }
    let since = copy.since.map { " since \(Readable.day($0))" } ?? ""
    say("\(.styled("Copy \(copy.copy) is not kept up", .red))\(since), \(whole): \(problem).")
    tellReading(copy, in: wording)
  }

  private mutating func tellReading(_ copy: ArchiveStatus.Copy, in wording: Wording) {
    guard let problem = copy.readProblem else { return }
    say(
      "\(.styled("Copy \(copy.copy) is damaged", .red)): \(problem).",
      more: [
        "next: `\(wording.command(NextCommand("replicate", copy.copy, "--audit", "--everything", "--mend")))` writes it anew from here"
      ]
    )
  }

  private mutating func tellNights(
    of status: ArchiveStatus,
    in wording: Wording,
    ages hasAges: Bool
  ) {
    func words(_ night: ArchiveStatus.Night) -> String {
      "\(Readable.date(night.started))\(hasAges ? ", \(Readable.age(Double(night.age))) ago" : "") (\(night.run)): "
        + "\(Readable.count(night.visited, "document")) visited, \(night.failed) failed"
    }
    guard let last = status.lastRun else {
      return say(
        "No run has read sources yet; `\(wording.command(.sync))` is the first."
      )
    }
    if let good = status.lastGood {
      let late: CleanText = status.isStale == true ? .styled(" TOO LONG AGO", .red) : ""
      say("Last good run: \(words(good))\(late)")
    } else {
      say(.styled("No run of the last ones was good", .red))
    }
    guard last.run != status.lastGood?.run else { return }
    say(
      "Last run: \(words(last)); \(last.stop.map { "it was stopped, and \(Readable.count($0.left, "document")) were left" } ?? "it did not come to its end, or nobody answered")",
      more: ["next: `\(wording.command(NextCommand("report", last.run)))` says why"]
    )
  }

  private mutating func tellHoldings(of status: ArchiveStatus) {
    let held = status.holdings
    say(
      "Held: \(Readable.count(held.documents, "report")), \(Readable.count(held.versions, "version")), \(Readable.size(held.bytes)), in \(status.archive)"
    )
    if status.reading.neverRead > 0 {
      say(
        "Checked: \(Readable.count(status.reading.neverRead, "document")), list pages among them, never read whole yet"
      )
    } else if let oldest = status.reading.oldest {
      say("Checked: everything was read whole since \(Readable.day(oldest))")
    }
    if let space = status.space {
      let files = space.freeFiles.map { ", room for \($0) files" } ?? ""
      say(
        "Disk: \(Readable.size(space.freeBytes)) of \(Readable.size(space.totalBytes)) free\(files)"
      )
    }
    if let ledger = status.ledger {
      let waiting = ledger.waiting > 0 ? ", \(ledger.waiting) waiting" : ""
      say("Ledger: \(ledger.leaves) leaves signed for\(waiting)")
    }
  }

  private mutating func tellSources(of status: ArchiveStatus) {
    guard !status.sources.isEmpty else { return }
    var table = Table(
      ["SOURCE", "LAST READ", "LISTED", "KEPT", "LEFT OUT", "IN TROUBLE"],
      [.left, .left, .right, .right, .right, .right]
    )
    let partlyRead = (status.attention ?? []).filter(\.isPartlyRead).map(\.id)
    for source in status.sources {
      let part = partlyRead.contains(source.id) ? ", in part" : ""
      table.add([
        source.id,
        source.isEnabled
          ? source.lastRead.map { Readable.date($0) + part } ?? "not yet" : "turned off",
        "\(source.listed)", "\(source.kept)", "\(source.leftOut.values.reduce(0, +))",
        "\(source.troubled)",
      ])
    }
    add(table)
    var section = Section("Listed and not kept")
    for source in status.sources where !source.leftOut.isEmpty {
      let reasons = source.leftOut.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\($0.value) \(LeftOutReason(rawValue: $0.key)?.words ?? $0.key)" }
      section.items.append(Item("\(source.id): \(reasons.joined(separator: ", "))"))
    }
    if !section.items.isEmpty { add(section) }
  }
}
