// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Foundation
import Records
import Reporting

struct NewsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "news",
    abstract: "Print what the last nights brought again, or what of it is still open.",
    discussion: """
      Without more, what the runs of the last seven days told as news, the oldest first. --open leaves out what is settled or over: \
      it is what `hanaper list --attention` prints.

        hanaper news --since 2026-11-01 --source our-reviews

      EXIT STATUS
        0   it was printed, be it nothing
        1   could not do it
        3   a report is damaged: what it told is not among it
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp("Of this day and after it: 2026-11-01.", valueName: "date"),
    transform: DayArgument.init
  )
  var since: DayArgument?

  @Option(help: ArgumentHelp("Only of this source.", valueName: "id"))
  var source: String?

  @Flag(help: "Only what needs somebody still.")
  var open = false

  func validate() throws {
    if open, since != nil {
      throw ValidationError("--open tells all that is open, however old; leave out --since")
    }
  }

  func run() async throws {
    guard !open else { return try await runList() }
    let settings = try configuration.settings()
    if let source { _ = try settings.sources(named: [source]) }
    let archive = try settings.openedArchive()
    let start = since?.start ?? Date().addingTimeInterval(-7 * 86_400)
    var reports: [RunReport] = []
    var isWhole = true
    for name in try archive.runsWithRecords()
    where RunName(name).started.map({ $0 >= start }) ?? false {
      do {
        guard let report = try archive.report(of: name) else { continue }
        let own = source.map(report.only(of:)) ?? report
        if own.hasNews { reports.append(own.typed) }
      } catch ArchiveError.damaged(let path) {
        isWhole = false
        Terminal.complain(
          "\(path) is not what was kept, and what it told is left out; next: \(NextCommand.verify)"
        )
      }
    }
    if json.isWanted {
      try json.print(Answer(since: start, runs: reports))
    } else if reports.isEmpty {
      Output.print("No news since \(Readable.day(start)).")
    } else {
      for report in reports {
        Output.print(message: Report(ofNewsIn: report, in: Invocation.wording))
      }
    }
    try (isWhole ? ExitStatus.done : .damaged).end()
  }

  /// What is open is told where it always was.
  private func runList() async throws {
    var words = ["--attention"]
    if let source { words += ["--source", source] }
    if json.isWanted { words.append("--json") }
    if let path = configuration.path { words += ["--config", path] }
    let list = try List.parse(words)
    try await list.run()
  }

  struct Answer: Encodable {
    let schema = "hanaper/news/1"
    let since: Date
    /// The reports of the runs that had news, the oldest first.
    let runs: [RunReport]
  }
}

extension RunReport {
  /// What of it is about one source.
  fileprivate func only(of source: String) -> RunReport {
    var report = RunReport(run: run, tool: tool, started: started)
    report.ended = ended
    report.counts = counts
    report.sources = sources.filter { $0.id == source }
    report.news = news.filter { $0.newsOf.contains(source) }
    report.retired = retired.filter { $0.source == source }
    return report
  }
}
