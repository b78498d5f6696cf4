// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import CLinux
import Cataloguing
import Curl
import Extraction
import Fixity
import Foundation
import Reporting
import Surroundings

/// The command line: a command parses, asks, prints and chooses the status, and nothing else.
@main
struct Hanaper: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hanaper",
    abstract:
      "Keep public reports: every version, provably unchanged, long after the page dropped it.",
    discussion: """
      Every night Hanaper reads the pages on which reports are published, fetches what is new, keeps \
      every version for good, and says in one short message what disappeared, changed or broke.

      Begin with `hanaper demo`, which shows all of it on a small sample site, or with \
      `hanaper init`, which makes a configuration and an empty archive.

      `hanaper --version` prints the version, and those of the libraries that it runs with.

      \(ExitStatus.table)
      """,
    subcommands: [
      Init.self, SourceCommand.self, Sync.self, ScheduleCommand.self, StatusCommand.self,
      NewsCommand.self,
      ReportCommand.self, List.self,
      Show.self, Find.self, IndexCommand.self, Diff.self, Serve.self, SiteCommand.self,
      Acknowledge.self, Check.self,
      Explain.self,
      Verify.self, ShowCheckpoint.self, Prove.self, LedgerCommand.self,
      WitnessCommand.self,
      Validate.self, Restore.self, ExportCommand.self, ImportCommand.self, Replicate.self,
      AuditCommand.self,
      Requests.self, Join.self, Reject.self,
      Accept.self,
      DepositCommand.self, Suppress.self,
      Unsuppress.self, Repair.self, Recover.self, Reindex.self,
      ShowConfiguration.self, Demo.self,
    ]
  )

  static func main() async {
    // Before there is any other thread.
    WorkerProcess.runIfAsked(CommandLine.arguments)
    Output.open()
    LogFormat.choose(from: CommandLine.arguments.dropFirst())
    Interruption.listen()
    // What is large goes back to the system when it is done with, and not into a heap with holes.
    _ = mallopt(M_MMAP_THRESHOLD, 128 << 10)
    _ = mallopt(M_TRIM_THRESHOLD, 4 << 20)
    // Else each of some ten threads has a heap, and what one gives back the others cannot use; with two, they wait for
    // each other.
    _ = mallopt(M_ARENA_MAX, 4)
    Foundation.exit(Output.status(await status()))
  }

  /// Runs the command that the arguments name, and says what went wrong.
  private static func status() async -> Int32 {
    if let argument = GivenNames.argumentThatIsNotUTF8 {
      Terminal.complain(
        "the argument “\(argument)” is not UTF-8 and cannot be taken as it is; change into the "
          + "directory that is called so, or use a name in UTF-8"
      )
      return ExitStatus.usage.rawValue
    }
    // The parser's own flag would show in the help of `restore` too, where --version is another thing.
    guard CommandLine.arguments.dropFirst() != ["--version"] else {
      Output.print("hanaper \(Settings.version)")
      for library in [
        CurlLibrary.version, OpenSSLLibrary.version, (try? Catalogue.engine) ?? "SQLite",
      ] {
        Output.print("\(library)")
      }
      return ExitStatus.done.rawValue
    }
    do {
      if let word = misspeltCommand(CommandLine.arguments.dropFirst()) {
        let meant = Spelling.nearest(to: word, among: commands.map { $0._commandName })
        let advice = meant.map { "; did you mean `\($0)`?" } ?? ""
        throw ValidationError("there is no command “\(word)”\(advice)")
      }
      var command = try parseAsRoot()
      // Of an option that is given twice, the parser drops the first one.
      if let name = optionGivenTwice(CommandLine.arguments.dropFirst()) {
        throw ValidationError("\(name) is given twice, and only one would count: give it once")
      }
      Interruption.begin(type(of: command))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitStatus.done.rawValue
    } catch {
      return tell(error)
    }
  }

  private static let commands = configuration.subcommands

  /// The word that stands where a command belongs and is none; the parser says no more of it than that
  /// it is unexpected, and of one after `help` nothing at all.
  private static func misspeltCommand(_ arguments: some Sequence<String>) -> String? {
    var words = arguments.makeIterator()
    var word = words.next()
    if word == "help" { word = words.next() }
    guard let word, !word.hasPrefix("-"), word != "help",
      !commands.contains(where: { $0._commandName == word })
    else { return nil }
    return word
  }

  /// Options of which all count.
  private static let listOptions: Set = ["--log"]
  /// The same, of some commands.
  private static let listOptionsOfCommands: [String: Set<String>] = [
    "export": ["--document", "--source"], "import": ["--include"], "site": ["--with"],
  ]

  private static func optionGivenTwice(_ arguments: some Sequence<String>) -> String? {
    var seen: Set<Substring> = []
    let command = arguments.first { !$0.hasPrefix("-") } ?? ""
    let own = listOptions.union(listOptionsOfCommands[command] ?? [])
    // What stands behind "--" is no option.
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = argument.prefix { $0 != "=" }
      if !own.contains(String(name)), !seen.insert(name).inserted { return String(name) }
    }
    return nil
  }

  /// An error of ours in words, with what to do next.
  static func sentence(of error: any Error) -> CleanText {
    let advice: CleanText = Advice(after: error).map { "; \($0)" } ?? ""
    return error is CancellationError ? "stopped before it was done" : "\(error)\(advice)"
  }

  private static func tell(_ error: any Error) -> Int32 {
    if let status = ExitStatus(for: error) {
      Terminal.complain(sentence(of: error))
      return status.rawValue
    }
    // The parser's own errors come with usage; ours say what to do next, and nothing else.
    let text = fullMessage(for: error)
    let status = exitCode(for: error)
    if status.isSuccess {
      Output.print(CleanText(ours: text))
    } else if !text.isEmpty {
      Terminal.explainUsage(CleanText(lines: text))
    }
    return status.rawValue
  }
}
