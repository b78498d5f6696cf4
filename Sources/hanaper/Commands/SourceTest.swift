// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import ArgumentParser
import Reporting
import Synchronising

struct SourceTest: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Read what sources list, and say what they would bring; nothing is kept.",
    discussion: """
      The lists are read as a run reads them: with their further pages, by include and exclude, by leave of robots.txt. \
      No document is asked for; what robots.txt keeps from us is said. What is not known to the archive yet is named, the first five of each source; --json names all.

        hanaper source test our-reviews

      EXIT STATUS
        0   all lists were read
        1   could not do it
        4   some could not be read, or not to their end
        64  usage
        75  a signal stopped it
        78  configuration
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

  func run() async throws {
    let settings = try configuration.settings()
    let plan = try RunPlan(readyFor: sources, settings)
    let reading = try await ListReading(plan, against: settings.openedArchiveUnlessUnused())
    if json.isWanted {
      try json.print(reading.trials)
    } else {
      Output.print(message: Report(of: reading.trials, in: reading.report, Invocation.wording))
    }
    try (reading.isWhole ? ExitStatus.done : .partly).end()
  }
}
