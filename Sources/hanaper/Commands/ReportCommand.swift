// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Foundation
import Records
import Reporting

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Print the report of a run again, as it was told then but for its checkpoint.",
    discussion: """
      Without a name, it is that of the last run that read sources. Runs are called after the time at which they began, in UTC; \
      the beginning of a name is enough, where one run alone has it.

        hanaper report
        hanaper report 2026-11-23

      With --list, the last hundred runs are named, the newest first, with what each did in numbers.

      EXIT STATUS
        0   it was printed, whatever stands in it
        1   there is no such run, or several
        3   the report is damaged
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Flag(name: .customLong("list"), help: "Name the runs, and what they did in numbers.")
  var isList = false

  @Argument(help: ArgumentHelp("Which run.", valueName: "run"))
  var name: String?

  func validate() throws {
    if isList, let name { throw ValidationError("--list names all runs; leave out “\(name)”") }
  }

  func run() async throws {
    let archive = try configuration.settings().openedArchive()
    if isList { return try list(archive) }
    let report = try chosen(of: archive).typed
    if json.isWanted { return try json.print(report) }
    // What it has of the ledger was before its own leaf: the message had one leaf more.
    Output.print(
      message: Report(of: report, in: Invocation.wording, whole: true, checkpoint: false)
    )
    guard report.hasNews else {
      return Output.print("There was no news, so under cron nothing was said of it.")
    }
    if report.ledger?.checkpoint != nil {
      Output.print(
        "The message ended with a checkpoint of the ledger; `\(NextCommand("checkpoint"))` prints the newest."
      )
    }
  }

  private func chosen(of archive: Archive) throws -> RunReport {
    guard let name else {
      guard let night = archive.lastNights(before: Date()).last,
        let last = try archive.report(of: night.run)
      else {
        throw CommandFailure(
          "no run has read sources yet; `\(NextCommand.sync.typed)` is the first"
        )
      }
      return last
    }
    var fitting = try archive.runsWithRecords().filter { $0.hasPrefix(name) }
    if fitting.count > 1, !fitting.contains(name) {
      // Of a day, the night is meant, and not what a person decided on it.
      let nights = try fitting.filter { try archive.report(of: $0)?.isOfPerson == false }
      if nights.count == 1 { fitting = nights }
    }
    guard let run = fitting.first(where: { $0 == name }) ?? (fitting.count == 1 ? fitting[0] : nil)
    else {
      let some = (fitting.count > 5 ? "… " : "") + fitting.suffix(5).joined(separator: ", ")
      throw CommandFailure(
        fitting.isEmpty
          ? "no run is called “\(name)”; `\(NextCommand("report", "--list").typed)` names them"
          : "“\(name)” is the beginning of several runs: \(some)"
      )
    }
    guard let report = try archive.report(of: run) else {
      throw CommandFailure("the run \(run) has no report: it was cut off before it wrote one")
    }
    return report
  }

  private func list(_ archive: Archive) throws {
    let recent = archive.recentReports(
      RunList.Row.self,
      members: RunList.Row.members,
      schema: Archive.reportSchema,
      limit: RunList.most,
      before: Date()
    )
    for notice in recent.damaged { Terminal.complain("\(notice)") }
    for sentence in recent.strangers { Terminal.complain("\(sentence)") }
    let list = RunList(recent.reports)
    if json.isWanted { return try json.print(list) }
    Output.print(Report(of: list))
  }
}
