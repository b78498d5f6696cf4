// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Cataloguing
import Filing
import Foundation
import Ledger
import Night
import Records
import Reporting
import Surroundings
import Synchronising
import SystemPackage

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say whether the nights go well: the last good run, the sources, the disk.",
    discussion: """
      A good run is one that read sources, came to its end and was answered by somebody. Of each source it says when it was read last, \
      how many reports it lists, how many of these are kept, how many are left out and why, and how many stand badly. It \
      says, too, how much of the archive was read whole and when, how much room is left, and whether anybody would hear of trouble.

      With --max-age it is a check for a monitor: status 2 where the last good run is longer ago.

        hanaper status --max-age 26h

      With --prometheus the figures go into a file for the textfile collector of node_exporter, which sees the old file or the new one.

      EXIT STATUS
        0   it was printed, and the last good run is not too long ago
        1   could not do it
        2   the last good run is longer ago than --max-age, or there was none
        3   the archive is damaged, or the catalogue is not to be read
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp(
      "How long ago the last good run may be: 26h.",
      valueName: "time"
    ),
    transform: TimeArgument.init
  )
  var maxAge: TimeArgument?

  @Option(
    help: ArgumentHelp(
      "Write the figures to this file, for Prometheus' node_exporter; nothing is printed then.",
      valueName: "file"
    )
  )
  var prometheus: String?

  func validate() throws {
    try prometheus?.requirePath(of: "--prometheus")
    guard let prometheus else { return }
    guard prometheus.hasSuffix(".prom") else {
      throw ValidationError("--prometheus: node_exporter reads only files that end in .prom")
    }
    if json.isWanted { throw ValidationError("--prometheus and --json are two forms; name one") }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let now = Date()
    var status = try await status(of: archive, settings, asOf: now)
    status.remarks = Self.remarks(settings)
    if let installed = SchedulePlaces(for: settings.scheduleName).installed {
      status.nextDue = installed.start.next(after: now)
    } else {
      status.remarks.append(
        "nothing that `\(settings.commandLine("schedule"))` installs is here, so when the next run is due is not known; where no other line has it run every night, `\(settings.commandLine("schedule --install"))` does"
      )
    }
    if let prometheus {
      let file = FilePath(prometheus)
      try settings.refuseInsideArchive(file)
      let before = try Disk().entryMeant(by: file)
      guard before != .directory else {
        throw CommandFailure("\(file) is a folder; name a file in it")
      }
      try Disk().replaceKeepingRights(file, with: status.metrics)
      // Its reader is another user.
      if before == nil { try Disk().makePublic(file) }
    } else if json.isWanted {
      try json.print(status)
    } else {
      Output.print(Report(of: status, in: Invocation.wording))
    }
    try (status.isStale == true ? ExitStatus.findings : .done).end()
  }

  private func status(
    of archive: Archive,
    _ settings: Settings,
    asOf now: Date
  ) async throws -> ArchiveStatus {
    let catalogue = try await archive.catalogue()
    let tallies = try await catalogue.sourceTallies()
    let attention = AttentionSearch.sources(settings.sources, in: archive)
    let outcomes = Dictionary(
      AttentionSearch.outcomes(settings.sources.map(\.id), in: archive).map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let nights = archive.lastNights(before: now)
    let space = try? Disk().space(at: archive.path)
    var status = ArchiveStatus(
      of: archive.path.string,
      nights: nights,
      maxAge: maxAge?.duration,
      holdings: try await catalogue.holdings(),
      sources: settings.sources.map { source in
        let outcome = outcomes[source.id]
        return ArchiveStatus.Source(
          id: source.id,
          title: source.title,
          isEnabled: source.isEnabled,
          lastRead: outcome.flatMap { $0.wasReached ? nights.last?.started : $0.lastRead },
          tallies[source.id]
        )
      },
      readings: archive.readings(),
      space: space,
      asOf: now
    )
    if let space, settings.space.shortage(in: space) != nil {
      status.shortage =
        "The disk is nearly full: the next run stops before it fetches anything. Make room, or lower limits.freeSpace."
    }
    status.attention = attention.isEmpty ? nil : attention
    status.unfinished = archive.unfinishedWork?.sentence
    status.ledger = Self.ledger(of: archive, settings)
    return status
  }

  /// How the ledger stands; nil where there is none yet.
  ///
  /// What keeps it from being read is told, and ends nothing.
  private static func ledger(of archive: Archive, _ settings: Settings) -> ArchiveStatus.Ledger? {
    let ledger = ArchiveLedger(of: archive)
    var problem: String?
    do {
      guard try ledger.wasBegun else { return nil }
      problem = try ledger.problem(for: settings.ledgerKey.present(for: archive)).map { "\($0)" }
    } catch {
      problem = "\(error)"
    }
    return ArchiveStatus.Ledger(
      leaves: (try? ledger.checkpoint()?.checkpoint.head.size) ?? 0,
      waiting: (try? ledger.waitingCount) ?? 0,
      problem: problem
    )
  }

  /// What of the set-up a person ought to know.
  private static func remarks(_ settings: Settings) -> [String] {
    var remarks: [String] = []
    if !LocalMailer.isThere {
      remarks.append(
        "there is no \(LocalMailer.path), by which cron mails what a run prints: nobody would hear of trouble. Install a mailer (msmtp-mta, say), or have `\(settings.commandLine("status --max-age 26h"))` run where somebody looks"
      )
    }
    if settings.missingContact != nil {
      remarks.append("\(settings.file) has no contact yet, without which no run begins")
    }
    for (file, what) in [
      (settings.file, "configuration"), (settings.ledgerKey.file, "ledger's key"),
    ] {
      guard let mode = try? Stat(file).permissions.rawValue else { continue }
      if mode & 0o022 != 0 {
        remarks.append("the \(what) \(file) may be written by others; `chmod go-w` ends that")
      }
      if what != "configuration", mode & 0o044 != 0 {
        remarks.append("the \(what) \(file) may be read by others; `chmod go-r` ends that")
      }
    }
    return remarks
  }
}
