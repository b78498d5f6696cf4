// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Fixity
import Foundation
import Records
import Reporting
import SystemPackage

struct Requests: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests",
    abstract: "List what was given out, when, and on whose request.",
    discussion: """
      `hanaper restore --for "request 2026/17"` writes it down. It says something of those who asked, so let go of it when it is \
      needed no more: --forget removes what was written down before the day that you name, and with it what of before that day cannot \
      be read any more.

        hanaper requests --forget 2024-01-01

      EXIT STATUS
        0   it was printed, or is gone
        1   could not do it, or it was not confirmed
        4   a record cannot be read, and is not among them
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp(
      "Remove what was written down before that day: 2024-01-01.",
      valueName: "date"
    ),
    transform: DayArgument.init
  )
  var forget: DayArgument?

  @Flag(help: "Do so without a question.")
  var yes = false

  func validate() throws {
    if yes, forget == nil { throw ValidationError("--yes goes with --forget") }
    if json.isWanted, forget != nil, !yes {
      throw ValidationError("--json asks nothing, so it takes --yes as well")
    }
  }

  func run() async throws {
    let records = HandedOutRecords(of: try configuration.settings().openedArchive())
    if let forget { return try remove(before: forget.start, records) }
    let (all, unreadable) = try records.all()
    for path in unreadable {
      Terminal.complain(
        "\(path) cannot be read, and is not shown; next: \(NextCommand.verify)"
      )
    }
    if json.isWanted {
      try json.print(Answer(requests: all))
    } else if all.isEmpty {
      Output.print("Nothing was given out, as far as was written down (`hanaper restore --for`).")
    } else {
      Output.print(Report(ofHandedOut: all))
    }
    try (unreadable.isEmpty ? ExitStatus.done : .partly).end()
  }

  private func remove(before date: Date, _ records: HandedOutRecords) throws {
    let count = try records.count(before: date)
    guard count > 0 else {
      if json.isWanted { return try json.print(Forgotten(forgotten: 0)) }
      return Output.print("Nothing was written down before \(Readable.day(date)).")
    }
    let what = Readable.count(count, "request")
    guard yes || Terminal.confirms("Forget \(what) of before \(Readable.day(date))?") else {
      throw CommandFailure("nothing was done; --yes forgets \(what) without a question")
    }
    let forgotten = try records.forget(before: date)
    if json.isWanted { return try json.print(Forgotten(forgotten: forgotten)) }
    Output.print(
      "Forgotten: \(Readable.count(forgotten, "request")) of before \(Readable.day(date))."
    )
  }

  struct Answer: Encodable {
    let schema = "hanaper/requests/1"
    let requests: [HandedOut]
  }

  struct Forgotten: Encodable {
    let schema = "hanaper/requests/1"
    let forgotten: Int
  }
}
