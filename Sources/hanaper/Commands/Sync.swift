// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Records
import Archiving
import ArgumentParser
import Cataloguing
import Extraction
import Fetching
import Filing
import Foundation
import Reporting
import Synchronising

struct Sync: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Read the sources, fetch what is new, keep it: the nightly run.",
    discussion: """
      At a terminal it shows how far it is and sums up at the end. Under cron it prints nothing at \
      all unless there is news, so that cron mails only news; but as long as the status is 4, it says \
      in a line for each source which could not be read, and why. What it did is in the archive's \
      runs/<time>/report.json in any case. Times and days are those of UTC.

      \(ExitStatus.table)
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(
    help: ArgumentHelp(
      "Only these sources; without any, all that are enabled.",
      valueName: "source"
    )
  )
  var sources: [String] = []

  @Flag(help: "Fetch everything whole, whatever validators say.")
  var deep = false

  @Flag(
    help:
      "Read the lists and say what would be visited; no document is asked for, and nothing is kept."
  )
  var dryRun = false

  @Flag(help: "Say on standard error which sources are read and what is visited, a line each.")
  var verbose = false

  @Flag(help: "At a terminal, too, say nothing where there is no news, as under cron.")
  var quiet = false

  @Option(
    help: ArgumentHelp("Stop in order after this time: 90m, 2h.", valueName: "time"),
    transform: TimeArgument.init
  )
  var maxDuration: TimeArgument?

  @Option(
    help: ArgumentHelp(
      "Stop in order once so much was fetched: 500MB, 2GB. What is being fetched then is fetched to its end.",
      valueName: "size"
    ),
    transform: SizeArgument.init
  )
  var maxBytes: SizeArgument?

  @Option(
    help: ArgumentHelp(
      "Wait so long for another run to end, where one holds the archive: 10m.",
      valueName: "time"
    ),
    transform: TimeArgument.init
  )
  var wait: TimeArgument?

  @Option(
    help: ArgumentHelp(
      "Exit with 2 if there is news of these kinds.",
      discussion:
        "Words, separated by commas: \(News.allCases.map(\.word).joined(separator: ", ")), none. By default none.",
      valueName: "news"
    ),
    transform: NewsWords.init
  )
  var failOn: NewsWords = NewsWords(words: [])

  func validate() throws {
    guard dryRun else { return }
    let others = [
      (deep, "--deep"), (maxDuration != nil, "--max-duration"), (maxBytes != nil, "--max-bytes"),
      (wait != nil, "--wait"), (!failOn.words.isEmpty, "--fail-on"),
    ].filter(\.0).map(\.1)
    guard others.isEmpty else {
      throw ValidationError(
        "--dry-run reads lists and nothing else; leave out \(others.joined(separator: " and "))"
      )
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let plan = try RunPlan(readyFor: sources, settings, isDeep: deep)
    if dryRun {
      return try await tryOut(plan, settings.openedArchiveUnlessUnused())
    }
    let courier = try Courier(settings)
    let began = Date()
    do {
      try await night(plan, settings, courier).end()
    } catch ArchiveError.locked(let path, let holder) {
      // The other run tells how it went.
      throw ArchiveError.locked(path, holder: holder)
    } catch let error
      where FileOwner.keepingUs(from: settings.archive, writing: true)?.isReader == false
    {
      // Who only reads the archive has not kept a night from its work.
      throw error
    } catch let error where !(error is ExitCode) {
      let status = (ExitStatus(for: error) ?? .failed).rawValue
      let failure = FailureMessage(
        command: "sync",
        error: Hanaper.sentence(of: error).description,
        status: status,
        began: began
      )
      try await courier.deliver(failure, printed: true) {}
      throw error
    }
  }

  /// Reads the lists, and says what a run would visit.
  private func tryOut(_ plan: RunPlan, _ archive: Archive?) async throws {
    let reading = try await ListReading(plan, against: archive)
    let dryRun = try await DryRun(plan, archive, reading.trials)
    if json.isWanted {
      try json.print(dryRun)
    } else {
      Output.print(message: Report(of: reading.trials, in: reading.report, Invocation.wording))
      Output.print(message: Report(of: dryRun))
    }
    try (reading.isWhole ? ExitStatus.done : .partly).end()
  }

  /// - Returns: how it went, when everybody was told.
  private func night(
    _ plan: RunPlan,
    _ settings: Settings,
    _ courier: Courier
  ) async throws -> ExitStatus {
    let archive = try settings.openedOrBegunArchive()
    var plan = plan
    plan.longest = maxDuration?.duration
    plan.reader = try? TextWorker()
    plan.watch = settings.watch
    if let remark = settings.noteArchive() { plan.remarks.append(remark) }
    if let remark = settings.remarkOnRights { plan.remarks.append(remark) }
    // Whoever waits for the archive need not wait for mail.
    let (report, asked) = try await run(plan, on: archive, settings, courier)
    var told = report.typed
    if let signed = asked?.checkpoint { told.ledger?.checkpoint = signed }
    let status = asked?.story.alarms.isEmpty == false ? ExitStatus.damaged : status(of: report)
    let message = NightMessage(
      report: told,
      witnesses: asked?.story,
      status: status.rawValue,
      settings: settings
    )
    // Who sits there is told at once; what cron would mail is not mailed twice.
    let isPrinted = isWatched || json.isWanted
    if isPrinted { try tell(told, asked?.story) }
    try await courier.deliver(message, printed: isPrinted) { try tell(told, asked?.story) }
    if let shortage = report.shortage { Terminal.complain("\(shortage.sentence)") }
    return status
  }

  private func run(
    _ plan: RunPlan,
    on archive: Archive,
    _ settings: Settings,
    _ courier: Courier
  ) async throws -> (RunReport, asked: (story: WitnessStory, checkpoint: String?)?) {
    let synchroniser = Synchroniser(plan)
    let writer = try await LockWaiting.waiting(upTo: wait?.duration) {
      try await settings.archiveWriter(for: "sync", archive)
    }
    await courier.tellStart()
    let (line, most) = (ProgressLine(), maxBytes?.bytes)
    let (isVerbose, isQuiet) = (verbose, quiet)
    let report = try await Interruption.allowing(after: maxDuration?.duration) {
      try await synchroniser.run(writer) { progress in
        if isVerbose, let event = progress.event { Terminal.log(LogLine(event)) }
        if !isQuiet {
          line.show(
            done: progress.visited,
            of: progress.planned,
            what: "documents",
            bytes: progress.bytes
          )
        }
        if let most, progress.bytes >= most { Interruption.endInOrder(because: .bytes) }
      }
    }
    ProgressLine.clear()
    let asked = await WitnessStory.ask(for: report, archive, settings)
    // By its first run, the archive is known from then on.
    _ = settings.noteArchive()
    withExtendedLifetime(writer) {}
    return (report, asked)
  }

  /// Whether somebody sits there, and wants to know that nothing is new.
  private var isWatched: Bool { Terminal.isInteractive && !quiet }

  private func tell(_ report: RunReport, _ witnesses: WitnessStory?) throws {
    if json.isWanted {
      try json.print(Answer(report: report, witnesses: witnesses))
      for word in witnesses?.alarms ?? [] {
        Terminal.complain("ALARM: the witness \(word.witness): \(word.sentence)")
      }
      return
    }
    if isWatched || report.hasNews {
      Output.print(message: Report(of: report, in: Invocation.wording, whole: isWatched))
    } else {
      // Whoever gets a status that is not 0 is told why, however long that has been so.
      let unread = Report(ofUnreadIn: report)
      if !unread.parts.isEmpty { Output.print(message: unread) }
    }
    if let witnesses, witnesses.isNews { Output.print(message: Report(of: witnesses)) }
  }

  private func status(of report: RunReport) -> ExitStatus {
    let isLedgerWrong =
      report.ledger?.needs == .copy || report.ledger?.needs == .repair
      || report.ledger?.notice != nil
    if !report.damaged.isEmpty || !report.catalogueFaults.isEmpty || isLedgerWrong {
      return .damaged
    }
    if report.shortage != nil { return .failed }
    if report.isNetworkDown { return .noNetwork }
    if !report.isComplete { return .busy }
    if report.news.contains(where: { failOn.words.contains($0.news) }) { return .findings }
    let isSigned = report.ledger?.problem == nil
    return report.isWhole && report.unread == nil && isSigned ? .done : .partly
  }
}

extension Sync {
  /// The report as it is kept, and what was asked after it was written.
  struct Answer: Encodable {
    let report: RunReport
    /// Nil where nobody is asked to sign.
    let witnesses: WitnessStory?

    private enum CodingKeys: CodingKey { case witnesses }

    func encode(to encoder: any Encoder) throws {
      try report.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(witnesses, forKey: .witnesses)
    }
  }
}

extension RunPlan {
  /// A plan that can be carried out.
  ///
  /// - Parameters:
  ///   - names: the sources that it reads; none for all that are enabled.
  ///   - settings: the configuration.
  ///   - isDeep: whether everything is fetched whole.
  /// - Throws: where the contact is missing, a source is unknown, or there is none to read.
  init(readyFor names: [String], _ settings: Settings, isDeep: Bool = false) throws {
    if let missing = settings.missingContact { throw missing }
    self.init(try settings.sources(named: names), settings, isDeep: isDeep)
    guard sources.isEmpty else { return }
    throw ConfigurationError(
      of: settings.file,
      "no source is enabled, so there is nothing to do; `\(settings.commandLine("source add ADDRESS"))` adds one, and `\(settings.commandLine("source list"))` names those that are turned off"
    )
  }

  init(_ sources: [Source], _ settings: Settings, isDeep: Bool = false) {
    self.init(
      sources: sources,
      politeness: settings.politeness,
      limits: settings.limits,
      network: settings.network,
      tool: Settings.tool,
      contact: settings.contact
    )
    self.isDeep = isDeep
    program = Invocation.program
    configured = settings.sources
    configuration = Disk().resolved(settings.file)
    let archive = settings.archive
    isOfThisArchive = { other in
      guard let place = try? Settings(reading: other).archive,
        let theirs = try? FileIdentity(of: Disk().resolved(place)),
        let own = try? FileIdentity(of: Disk().resolved(archive))
      else { return true }
      return own.isSame(as: theirs)
    }
    space = settings.space
    stopCause = { Interruption.cause }
    quarantineBytes = settings.quarantineBytes
    retries = settings.retries
  }
}

extension DryRun {
  /// - Parameters:
  ///   - plan: the run that would be.
  ///   - archive: nil where none has begun.
  ///   - trials: what its sources list.
  /// - Throws: where the archive's catalogue cannot be read.
  fileprivate init(_ plan: RunPlan, _ archive: Archive?, _ trials: SourceTrials) async throws {
    let catalogue: Catalogue
    if let archive {
      catalogue = try await archive.catalogue()
    } else {
      catalogue = try await .empty()
    }
    var sources: [Reading] = []
    for (source, trial) in zip(plan.sources, trials.sources) {
      let known = try await catalogue.documents(of: source.id)
      let resting = known.count { $0.restsAsPage(for: source, asOf: plan.clock()) }
      sources.append(
        Reading(
          id: source.id,
          page: source.listPage,
          documents: known.count,
          new: trial.unknown ?? trial.documents.count,
          pages: resting
        )
      )
    }
    self.init(sources, trials, delay: plan.politeness.delay)
  }
}

extension Document {
  /// Whether it is an ordinary page that a run does not ask for.
  fileprivate func restsAsPage(for source: Source, asOf now: Date) -> Bool {
    let kinds = source.kinds(at: address)
    return version == nil && Refetching.isOrdinaryPage(verdict, by: kinds)
      && Refetching.secondLook(after: verdict, on: lastVisited, by: kinds, asOf: now) != nil
  }
}
