// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Cataloguing
import Delivery
import Filing
import Foundation
import Ledger
import Night
import Records
import Replication
import Reporting
import Synchronising
import SystemPackage

extension ArchiveStatus {
  /// Asks an archive how it stands.
  ///
  /// - Parameters:
  ///   - archive: which.
  ///   - settings: its configuration.
  ///   - maxAge: how long ago the last good run may be; nil for any time.
  ///   - now: what time it is.
  /// - Throws: where its catalogue cannot be read.
  init(
    asking archive: Archive,
    _ settings: Settings,
    maxAge: Duration? = nil,
    asOf now: Date
  ) async throws {
    let catalogue = try await archive.catalogue()
    let tallies = try await catalogue.sourceTallies()
    let attention = AttentionSearch.sources(settings.sources, in: archive)
    let outcomes = Dictionary(
      AttentionSearch.outcomes(settings.sources.map(\.id), in: archive).map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let nights = archive.lastNights(before: now)
    let space = try? Disk().space(at: archive.path)
    self.init(
      of: archive.path.string,
      nights: nights,
      maxAge: maxAge,
      holdings: try await catalogue.holdings(),
      sources: settings.sources.map { source in
        let outcome = outcomes[source.id]
        return ArchiveStatus.Source(
          id: source.id,
          title: source.title,
          isEnabled: source.isEnabled,
          lastRead: outcome?.lastRead,
          tallies[source.id]
        )
      },
      readings: archive.readings(),
      space: space,
      asOf: now
    )
    if let space, settings.space.shortage(in: space) != nil {
      shortage =
        "The disk is nearly full: the next run stops before it fetches anything. Make room, or lower limits.freeSpace."
    }
    self.attention = attention.isEmpty ? nil : attention
    let putOff = archive.putOff(before: now)
    self.putOff = putOff.isEmpty ? nil : putOff
    unfinished = archive.unfinishedWork?.sentence
    ledger = Self.ledger(of: archive, settings)
    verification = LastVerification(of: archive).map {
      Verification(at: $0.at, damaged: $0.damaged)
    }
    copies = Self.copies(of: archive, settings)
    remarks = Self.remarks(settings)
    if let installed = SchedulePlaces(for: settings.scheduleName).installed {
      nextDue = installed.start.next(after: now)
      if !settings.replicas.isEmpty, !installed.hasCopies {
        remarks.append(
          "what was installed brings nothing to the copies, which were named since; `\(settings.commandLine("schedule --install"))` installs it anew"
        )
      }
    } else {
      remarks.append(
        "nothing that `\(settings.commandLine("schedule"))` installs is here, so when the next run is due is not known; where no other line has it run every night, `\(settings.commandLine("schedule --install"))` does"
      )
    }
  }

  /// Takes in how the outputs went last.
  ///
  /// - Parameters:
  ///   - problems: of those that did not work.
  ///   - outputs: all that there are.
  mutating func tell(_ problems: [OutputProblem], of outputs: Outputs) {
    guard !outputs.isEmpty else { return }
    self.outputs = outputs.kinds.map { kind in
      let problem = problems.first { $0.output == kind }
      return Output(kind.rawValue, problem: problem?.sentence, since: problem?.since)
    }
  }

  /// How the copies stand; nil where there are none.
  private static func copies(of archive: Archive, _ settings: Settings) -> [ArchiveStatus.Copy]? {
    guard !settings.replicas.isEmpty else { return nil }
    let notes = ReplicaNotes(of: archive).copies
    return settings.replicas.map { replica in
      let note = notes[replica.name].flatMap { $0.place == replica.written ? $0 : nil }
      return ArchiveStatus.Copy(
        replica.name,
        wholeAt: note?.wholeAt,
        problem: note?.problem,
        since: note?.problemSince,
        readAt: note?.readAt,
        readProblem: note?.readProblem
      )
    }
  }

  /// How the ledger stands; nil where there is none yet.
  ///
  /// What keeps it from being read is told, and ends nothing.
  private static func ledger(of archive: Archive, _ settings: Settings) -> ArchiveStatus.Ledger? {
    let ledger = ArchiveLedger(of: archive)
    var problem: String?
    do {
      guard try ledger.wasBegun else { return nil }
      // Who only reads need not be able to sign: whoever's the key is can.
      problem =
        settings.ledgerKey.isAnothers
        ? nil : try ledger.problem(for: settings.ledgerKey.present(for: archive)).map { "\($0)" }
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
    if !LocalMailer.isThere, !settings.outputs.reachesSomebody {
      remarks.append(
        "there is no \(LocalMailer.path), by which cron mails what a run prints, and no output is configured that tells somebody: nobody would hear of trouble. Configure one (`\(settings.commandLine("config --explain outputs"))`), install a mailer (msmtp-mta, say), or have `\(settings.commandLine("status --max-age 26h"))` run where somebody looks"
      )
    }
    if settings.missingContact != nil {
      remarks.append("\(settings.file) has no contact yet, without which no run begins")
    }
    let told = Set(Courier.memory(of: settings).problems.map(\.output))
    if settings.replicas.isEmpty {
      remarks.append(
        "there is no second copy of the archive that this configuration knows of; `\(settings.commandLine("config --explain replicas"))` says how one is kept"
      )
    }
    for fault in settings.outputFaults where !told.contains(fault.output) {
      remarks.append("the output \(fault.output.rawValue) cannot work: \(fault.error)")
    }
    if let remark = settings.remarkOnRights { remarks.append(remark) }
    if let mode = try? Stat(settings.ledgerKey.file).permissions.rawValue, mode & 0o022 != 0 {
      remarks.append(
        "the ledger's key \(settings.ledgerKey.file) may be written by others; `chmod go-w` ends that"
      )
    }
    return remarks
  }
}
