// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import ArgumentParser
import Cataloguing
import Curl
import Fetching
import Filing
import Foundation
import Night
import Reporting
import Surroundings
import Synchronising
import SystemPackage

struct Check: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find dead links: of the configured sources, or of any page, file or list.",
    discussion: """
      Without arguments, the links of every enabled source. Nothing is kept. Dead means that the \
      address says so (404, 410, or an error page with status 200), or that there is no such file; malformed, that \
      what the page links to is no address, or that a letter in it could not be read. What is behind a bot wall, \
      asks for a password, refuses the request (400, 405) or did not answer is told apart as uncertain. Where a link names a part of a web page \
      (page#part), a page without that part is told as part-missing; where scripts may make it, as uncertain.

      Files are web pages (.html, .htm, .xhtml), Markdown (.md, .markdown), or told by their beginning: a page begins \
      with a tag, a list of addresses with an address that has its line for itself, all else is read as Markdown. \
      Of a folder, all files that end so are read, but those in hidden folders and in node_modules. - is standard \
      input, told by its beginning too. Without --base, relative links of files lead to files, and it is looked \
      whether these are there; those that begin with / are left out and counted. Texts are in UTF-8 or UTF-16.

        hanaper check https://www.example.org/reviews/
        hanaper check page.html --base https://www.example.org/reviews/
        hanaper check README.md docs
        cut -f 2 addresses.tsv | hanaper check - --format junit

      \(ExitStatus.table)
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var output: CheckOutput

  @Argument(
    help: ArgumentHelp(
      "Addresses, files, folders, sources, or - for standard input.",
      valueName: "address, file or source"
    )
  )
  var targets: [String] = []

  @Option(
    help: ArgumentHelp("What relative links of the files are meant against.", valueName: "address")
  )
  var base: String?

  @Option(
    help: ArgumentHelp(
      "Exit with 2 if there are links of these classes.",
      discussion:
        "Words, separated by commas: dead, malformed, part-missing, moved, uncertain, none. By default dead,malformed.",
      valueName: "classes"
    ),
    transform: LinkClasses.init
  )
  var failOn = LinkClasses(words: [.dead, .malformed])

  @Option(
    help: ArgumentHelp(
      "Ask again only for what was not alive in a check within this time.",
      discussion: """
        Checks with this option note what was alive, in $XDG_CACHE_HOME/hanaper/alive.jsonl \
        (~/.cache/hanaper/alive.jsonl), for 30 days. Pages are read all the same, and links to parts asked for.
        """,
      valueName: "duration"
    ),
    transform: TimeArgument.init
  )
  var maxAge: TimeArgument?

  func validate() throws {
    guard targets.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("standard input can be read once only; name it (-) once")
    }
    guard let maxAge, maxAge.duration > EarlierAnswers.longest else { return }
    throw ValidationError("--max-age: answers are noted for 30 days (720h) at the most")
  }

  func run() async throws {
    // Checking somebody's page needs no configuration, but heeds one where it is.
    let settings = try targets.isEmpty ? configuration.settings() : configuration.settingsIfAny()
    let plan = RunPlan([], settings)
    let targets = try CheckTargets(settings, base: base).resolve(self.targets)
    let notes = try maxAge.map { try CheckNotes(maxAge: $0.duration, plan) }
    let spool = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("hanaper-check-\(ProcessInfo.processInfo.processIdentifier)")
    try Disk().removeTree(spool)
    try Disk().makeDirectory(spool)
    defer { try? Disk().removeTree(spool) }
    let line = ProgressLine()
    let checker = LinkChecker(
      plan,
      spool: spool,
      earlier: notes?.answers,
      besides: Self.hostMemory(settings, plan)
    )
    let report = try await Interruption.allowing {
      try await checker.run(targets) { progress in
        line.show(
          done: progress.visited,
          of: progress.planned,
          what: "links",
          bytes: progress.bytes
        )
      }
    }
    ProgressLine.clear()
    notes?.write()
    try output.print(await report.withKept(by: settings), failing: failOn.words)
    try status(of: report).end()
  }

  /// What hosts told the last run, so that a robots.txt that cannot be read now says what it said then.
  ///
  /// An archive that cannot be looked into is no fault of the links.
  private static func hostMemory(_ settings: Settings?, _ plan: RunPlan) -> HostMemory {
    let archive = try? settings?.openedArchiveUnlessUnused()
    guard let memory = archive?.hostMemory.memory else { return HostMemory() }
    return memory.believed(at: plan.clock(), plan.politeness.longestDeferral)
  }

  private func status(of report: LinkCheckReport) -> ExitStatus {
    let tally = report.tally
    func holds(_ words: Set<LinkCheckReport.Class>) -> Bool { words.contains { tally[$0] != nil } }
    // What is wrong with our own files is so without a network.
    if report.isNetworkDown {
      return holds(failOn.words.subtracting([.uncertain])) ? .findings : .noNetwork
    }
    if holds(failOn.words) { return .findings }
    return report.isWhole ? .done : .partly
  }
}

extension LinkCheckReport {
  /// The same, with what the archive of the configuration holds of the links that are dead.
  ///
  /// An archive that cannot be looked into is no fault of the links.
  fileprivate func withKept(by settings: Settings?) async -> LinkCheckReport {
    guard tally[.dead] != nil, let archive = try? settings?.openedArchiveUnlessUnused(),
      let catalogue = try? await archive.catalogue()
    else { return self }
    var report = self
    for index in links.indices where links[index].class == .dead {
      let name = links[index].address.droppingSessions
      let own = try? await catalogue.document(at: name)
      let other = own == nil ? try? await catalogue.document(foundAt: name) : nil
      report.links[index].kept = Kept(own ?? other)
    }
    return report
  }
}

/// `--format`, and `--json` for short.
struct CheckOutput: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, junit, markdown
  }

  @Option(
    help: ArgumentHelp(
      "How to tell it: table, json, junit or markdown.",
      discussion: "In JUnit's XML, the classes of --fail-on are failures.",
      valueName: "form"
    )
  )
  var format: Format?

  @OptionGroup var json: JSONOption

  func validate() throws {
    guard json.isWanted, let format, format != .json else { return }
    throw ValidationError("--json and --format \(format.rawValue) are two answers; leave one out")
  }

  func print(_ report: LinkCheckReport, failing: Set<LinkCheckReport.Class>) throws {
    switch json.isWanted ? .json : format ?? .table {
    case .table: Output.print(Report(of: report, in: Invocation.wording))
    case .json: try json.print(report)
    case .junit: Output.print(CleanText(ours: report.junit(failing: failing).trimmedEnd))
    case .markdown: Output.print(CleanText(ours: report.markdown(in: Invocation.wording)))
    }
  }
}

extension String {
  /// Without the end of its last line.
  fileprivate var trimmedEnd: String { last == "\n" ? String(dropLast()) : self }
}

/// Where what was alive is noted.
private struct CheckNotes {
  let file: FilePath
  let answers: EarlierAnswers

  /// Finds the place and reads what is noted there.
  ///
  /// Source: XDG Base Directory Specification <https://specifications.freedesktop.org/basedir-spec/latest/>
  init(maxAge: Duration, _ plan: RunPlan) throws {
    let cache = GivenNames.path(in: "XDG_CACHE_HOME").flatMap { $0.isAbsolute ? $0 : nil }
    let home = GivenNames.path(in: "HOME").flatMap { $0.isAbsolute ? $0 : nil }
    guard let folder = cache ?? home?.appending(".cache") else {
      throw CommandFailure(
        "--max-age: there is no place for notes, because neither XDG_CACHE_HOME nor HOME is set; set one, or leave the option out"
      )
    }
    file = folder.appending("hanaper").appending("alive.jsonl")
    answers = EarlierAnswers(EarlierAnswers.noted(in: file), maxAge: maxAge, plan)
  }

  /// What cannot be noted is asked for again the next time, and no more is lost.
  func write() {
    do {
      try answers.write(to: file)
    } catch {
      Terminal.complain("what was alive could not be noted in \(file): \(error)")
    }
  }
}

extension RunPlan {
  /// For what needs no configuration: the defaults, gently.
  init(_ sources: [Source], _ settings: Settings?) {
    if let settings {
      self.init(sources, settings)
    } else {
      self.init(
        sources: sources,
        politeness: Politeness(),
        limits: TransferLimits(),
        network: NetworkSettings(userAgent: Settings.tool),
        tool: Settings.tool,
        contact: ""
      )
    }
  }
}
