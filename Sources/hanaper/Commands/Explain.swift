// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Records
import Reporting
import Robots

struct Explain: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Explain an address: what robots.txt says, what it answers, how it stands, and what comes next.",
    discussion: """
      The address is asked once, as a run would ask it, by leave of its site's robots.txt and for no more than tells what \
      it is; nothing is kept. Told are the line of robots.txt that decided, each redirect, the headers that mattered, \
      the first bytes, the verdict and what it rests on; then, where there is a configuration with an archive, how \
      it stands and came to that, which source found it where, and when it is asked for again. --no-fetch leaves the \
      network alone, and so does an address that was let go of (`hanaper suppress`). The exit status is 2 where robots.txt disallows it, else 0, whatever the verdict.

        hanaper explain https://www.example.org/reviews/a.pdf
        hanaper explain 42b1d0e7

      With --robots, nothing is fetched, and no configuration is needed: the answer says whether that robots.txt allows an \
      address, and which of its lines says so. The rules are those of RFC 9309. The address is compared as it is \
      written, so write it as it is asked for, with its escapes.

        hanaper explain --robots robots.txt --agent hanaper /reviews/a.pdf
        curl -s https://example.org/robots.txt | hanaper explain --robots - /a.pdf

      The answer begins with “allowed” or “disallowed”, and the exit status is 0 or 2 accordingly.

      EXIT STATUS
        0   it was told, whatever the verdict; robots.txt allows it
        1   could not do it, or could not write its answer
        2   robots.txt disallows it
        64  usage
        75  a signal stopped it
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: ArgumentHelp("A robots.txt to go by; - for standard input.", valueName: "file"))
  var robots: String?

  @Option(
    help: ArgumentHelp(
      "Who asks, with --robots: a product token, or a whole User-Agent.",
      valueName: "name"
    )
  )
  var agent: String?

  @Flag(name: .customLong("no-fetch"), help: "Ask nobody; tell what is known.")
  var isOffline = false

  @OptionGroup var json: JSONOption

  @Argument(
    help:
      "A whole address, or which document: as `list` calls it; with --robots, a path will do."
  )
  var address: String

  func validate() throws {
    try robots?.requirePath(of: "--robots")
    guard robots == nil else { return }
    guard agent == nil else {
      throw ValidationError("--agent goes with --robots; else the configuration says who asks")
    }
    guard !address.allSatisfy(\.isWhitespace) else {
      throw ValidationError("an address is missing")
    }
  }

  func run() async throws {
    let isAllowed = if let robots { try explain(by: robots) } else { try await explained() }
    try (isAllowed ? ExitStatus.done : .findings).end()
  }

  /// Goes by a robots.txt that is given.
  private func explain(by robots: String) throws -> Bool {
    let file = RobotsFile(try Interruption.endingAtOnce { try RobotsAnswer.read(robots) })
    let target = RobotsTarget(asWritten: address)
    let answer = RobotsAnswer(file, target, asking: agent ?? Settings.tool)
    if json.isWanted { try json.print(answer) } else { answer.print() }
    return answer.isAllowed
  }

  /// Asks the address, and all that is known of it.
  private func explained() async throws -> Bool {
    let settings = try configuration.settingsIfAny()
    let address: WebAddress
    do {
      address = try await named(settings)
    } catch ArchiveError.suppressed(let stone) {
      if json.isWanted {
        try json.print(stone)
      } else {
        Output.print(Report(of: stone, in: Invocation.wording))
      }
      return true
    }
    let explanation = try await Interruption.allowing { [isOffline] in
      try await Explaining(address, settings).explanation(isOffline: isOffline)
    }
    if json.isWanted {
      try json.print(explanation)
    } else {
      Output.print(Report(of: explanation, in: Invocation.wording))
    }
    return explanation.robots?.isAllowed ?? true
  }

  /// The address that was typed, or that of the document that goes by what was.
  private func named(_ settings: Settings?) async throws -> WebAddress {
    if address.contains("://") {
      do {
        return try WebAddress(address)
      } catch {
        throw CommandFailure(error.sentence(forTyped: address))
      }
    }
    guard let settings,
      let archive = try? settings.openedArchiveUnlessUnused()
    else {
      throw ValidationError(
        "“\(address)” is not a whole address (https://…), and there is no archive in which a document is called so; --robots takes a path, and a robots.txt to go by"
      )
    }
    let catalogue = try await archive.catalogue()
    return try await DocumentFinder(in: catalogue, of: archive).find(address).address
  }
}
