// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Filing
import Fixity
import Foundation
import Night
import Records
import Reporting
import Synchronising
import SystemPackage

struct Repair: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract:
      "Put damaged and missing files back, from copies that are proven to be the same bytes.",
    discussion: """
      Verifies first, then looks for each file that is not as it was kept: in the archive itself (a record of a document has \
      copies there), and in what --from names: another copy of the archive (by its path or, of those that `replicate` keeps, by its name), a folder of \
      any files, or one file; or, with --refetch, at the site. Nothing is believed but by its digest: the ledger's where it has one, else the one that was recorded. So a report that \
      the publisher has changed since is never put in the place of the one that was kept. Files of the ledger must lead to a checkpoint \
      of its own key; many of them follow from the others. A manifest that is not whole is written anew.

      What no leaf of the ledger is about was put in by somebody, or its leaf is lost. Nothing in the archive tells the two apart; if \
      you can, --vouch signs for what you name, and the ledger says that a person answered for it. It does so, too, for a tombstone \
      that is lost and that no copy has: from then on the document that it was of may be fetched again; and for a time stamp that is lost.

      What is damaged goes to quarantine/, as evidence, and the ledger gets a leaf that says what was put back. With DOCUMENTs, only \
      these are looked at. What has no sound copy is named, with the digest that it must have.

        hanaper repair --from /backup/Archive --dry-run
        hanaper repair --from ~/child-a.pdf "Child A"
        hanaper repair --vouch https://example.org/child-b.pdf 2026-11-23T020001Z ledger/stamps/4711

      EXIT STATUS
        0   nothing is damaged any more
        1   could not do it
        3   something is damaged still
        4   not all could be looked at, for want of permission
        64  usage
        75  another run holds the archive, or a signal stopped it
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp(
      "A copy of the archive, a folder or a file in which sound copies may be; or a copy that the configuration names.",
      valueName: "place"
    )
  )
  var from: String?

  @Flag(
    help: "Ask the sites for damaged reports, and take what is byte for byte the one that was kept."
  )
  var refetch = false

  @Flag(
    help:
      "Answer for what is named and has no leaf in the ledger, or is a lost tombstone, so that it is signed for."
  )
  var vouch = false

  @Flag(help: "Say what would be done, and change nothing.")
  var dryRun = false

  @Argument(help: ArgumentHelp("Only these documents.", valueName: "document"))
  var documents: [String] = []

  func validate() throws {
    try from?.requirePath(of: "--from")
    if vouch, documents.isEmpty {
      throw ValidationError(
        "--vouch signs only for what is named: a document, a run, a tombstone or a time stamp"
      )
    }
    if from != nil, refetch { throw ValidationError("--from and --refetch are two ways; name one") }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedDamagedArchive()
    let copy = try RepairCopy(from, settings)
    defer { copy?.remove() }
    try await copy?.fetchRecords()
    var source =
      try (copy?.path ?? from.map { FilePath($0) }).map {
        try RepairSource(at: $0, for: archive)
      } ?? RepairSource()
    let waiting = dryRun ? nil : try Repairing.putBackWaiting(in: archive, from: source)
    let writer =
      dryRun
      ? nil
      : try await settings.archiveWriter(for: "repair", archive)
    let known = settings.ledgerKey.known
    let trust = HeldAgainst(key: known.key, checkpoints: known.checkpoints)
    // What was fetched is of no use to anybody else, whatever became of it.
    defer { if refetch { try? Disk().removeTree(place(in: archive)) } }
    let verification = Verification(of: archive, against: trust)
    let found = try await findings(by: verification)
    if let copy {
      try await copy.fetch(what: found, of: archive)
      source = try RepairSource(at: copy.path, for: archive)
    }
    let repairing = Repairing(
      of: archive,
      against: trust,
      vouchingFor: vouch
        ? Set(found.compactMap(\.nameOfUnsigned) + documents.map { Self.record(of: $0) ?? $0 })
        : [],
      by: Settings.tool
    )
    var account = try await repair(
      found,
      by: repairing,
      from: &source,
      in: archive,
      settings,
      writer
    )
    account.waitingPutBack = waiting
    account.isOfSome = !documents.isEmpty
    account.unread = found.count { $0.severity == .unread }
    // What was found is told as that.
    let isToldAnyway = found.contains(where: \.isOfCatalogue)
    account.notices = (writer?.damaged ?? []).filter { $0.next != .reindex || !isToldAnyway }
    if json.isWanted {
      try json.print(Answer(account))
    } else {
      Output.print(Report(ofRepair: account, in: Invocation.wording))
    }
    let isAll = account.unread == 0
    try (account.isMended ? isAll ? ExitStatus.done : .partly : .damaged).end()
  }

  private func repair(
    _ found: [ArchiveFinding],
    by repairing: Repairing,
    from source: inout RepairSource,
    in archive: Archive,
    _ settings: Settings,
    _ writer: ArchiveWriter?
  ) async throws -> RepairAccount {
    var work = try repairing.plans(after: found, from: &source)
    var failures: [WebAddress: String] = [:]
    if refetch, let folder = try await fetch(work.plans, archive, settings, &failures) {
      source = try RepairSource(at: folder, for: archive)
      work = try repairing.plans(after: found, from: &source)
    }
    var account = RepairAccount(
      found: found.count { $0.severity == .damage },
      plans: work.plans,
      isDone: writer != nil
    )
    account.notFetched = Dictionary(
      failures.map { ($0.key.text, $0.value) },
      uniquingKeysWith: { first, _ in first }
    )
    account.left = work.left
    guard let writer else {
      account.madeCatalogue = account.left.contains(where: \.isOfCatalogue)
      account.left.removeAll(where: \.isOfCatalogue)
      return account
    }
    let outcome = try await repairing.repair(
      work.plans,
      besides: work.left,
      from: &source,
      writer,
      at: Date()
    )
    account.plans = outcome.plans
    account.quarantined = outcome.quarantined
    account.left = outcome.left
    account.ledger = outcome.ledger
    account.madeCatalogue = outcome.madeCatalogue
    return account
  }

  private func findings(by verification: Verification) async throws -> [ArchiveFinding] {
    guard !documents.isEmpty else {
      let line = ProgressLine()
      defer { ProgressLine.clear() }
      let cores = ProcessInfo.processInfo.activeProcessorCount
      return try await verification.full(cores: cores) { progress in
        line.show(done: progress.objects, of: nil, what: "objects", bytes: progress.bytes)
      }.findings
    }
    var addresses: [WebAddress] = []
    var runs: [String] = []
    for text in documents {
      // A run, a tombstone or a time stamp has no address; `verify` names it.
      if vouch, StampShelf.isPlace(text) {
        runs.append(text)
      } else if vouch, let name = Self.record(of: text) {
        runs += ["runs/\(name)", "tombstones/\(name).json"]
      } else {
        addresses.append(try await verification.find(text))
      }
    }
    var found = addresses.isEmpty ? [] : try await verification.documents(at: addresses).findings
    if !runs.isEmpty {
      let cores = ProcessInfo.processInfo.activeProcessorCount
      found += try await verification.full(.quick, cores: cores).findings.filter { finding in
        runs.contains {
          finding.path == $0 || finding.path.hasPrefix("\($0)/") || $0.hasPrefix("\(finding.path)/")
        }
      }
    }
    return found
  }

  /// The name of the run or tombstone that a person means, by that, by its file or by its place in the archive; nil for something else.
  private static func record(of text: String) -> String? {
    var name = text[...]
    for folder in ["runs/", "tombstones/"] where name.hasPrefix(folder) {
      name = name.dropFirst(folder.count)
    }
    if name.hasSuffix("/") { name = name.dropLast() }
    if name.hasSuffix(".json") { name = name.dropLast(".json".count) }
    return Archive.isRun(String(name)) ? String(name) : nil
  }

  /// Where what is fetched lies for the while.
  private func place(in archive: Archive) -> FilePath {
    dryRun
      ? FilePath(FileManager.default.temporaryDirectory.path)
        .appending("hanaper-repair-\(ProcessInfo.processInfo.processIdentifier)")
      : archive.path.appending("staging").appending("spool")
  }

  /// Asks the sites for what has no sound copy.
  ///
  /// - Returns: where it lies; nil where nothing is to be asked for.
  private func fetch(
    _ plans: [RepairPlan],
    _ archive: Archive,
    _ settings: Settings,
    _ failures: inout [WebAddress: String]
  ) async throws -> FilePath? {
    let wanted = plans.filter { plan in
      plan.wanting.contains {
        FilePath($0.file).lastComponent?.string.hasPrefix("document.") == true
      }
    }
    guard !wanted.isEmpty else { return nil }
    let catalogue = try? await archive.catalogue()
    let reasons = Dictionary(
      settings.sources.map { ($0.id, $0.reasonToIgnoreRobots) },
      uniquingKeysWith: { first, _ in first }
    )
    var orders: [BodyRefetch.Order] = []
    for text in wanted.compactMap(\.address) {
      guard let address = try? WebAddress(text) else { continue }
      let place = try? await catalogue?.document(at: address)?.place
      let askers = (try? await catalogue?.askers(for: address)) ?? []
      let reason = askers.lazy.compactMap { reasons[$0.record.source] ?? nil }.first
      orders.append(.init(place ?? address, reasonToIgnoreRobots: reason))
    }
    let folder = place(in: archive)
    try Disk().removeTree(folder)
    try Disk().makeDirectories(folder)
    let refetch = BodyRefetch(RunPlan([], settings), memory: archive.hostMemory.memory)
    failures = try await refetch.fetch(orders, into: folder)
    return folder
  }

  struct Answer: Encodable {
    let schema = "hanaper/repair/1"
    /// How many findings of damage there were before.
    let findings: Int
    /// What was put right, or would be; relative to the archive.
    let repaired: [Repaired]
    /// What has no sound copy.
    let wanting: [RepairPlan.Wanting]
    /// Where damaged files lie by now, relative to the archive.
    let quarantined: [String]
    /// Whether the catalogue was made again, because it did not know what is there by now.
    let madeCatalogue: Bool
    /// What is damaged still.
    let left: [ArchiveFinding]
    /// Why a site did not deliver a report, by its address.
    let notFetched: [String: String]
    let ledger: LedgerNote?
    /// How many places could not be read for want of permission; nil for none.
    let unread: Int?
    /// Whether it was done, and not only planned.
    let isDone: Bool
    let isMended: Bool

    struct Repaired: Encodable {
      let address: String?
      let files: [String]
    }

    init(_ account: RepairAccount) {
      findings = account.found
      unread = account.unread > 0 ? account.unread : nil
      repaired = account.plans.filter { !$0.steps.isEmpty }.map {
        Repaired(address: $0.address, files: $0.steps.map(\.file))
      }
      wanting = account.plans.flatMap(\.wanting)
      quarantined = account.quarantined
      madeCatalogue = account.madeCatalogue
      left = account.left.map(\.typed)
      notFetched = account.notFetched
      ledger = account.ledger
      isDone = account.isDone
      isMended = account.isMended
    }
  }
}
