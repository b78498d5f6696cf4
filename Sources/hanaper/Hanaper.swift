// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import ArgumentParser
import CLinux
import Foundation

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

      `hanaper --version` prints the version.

      \(ExitStatus.table)
      """,
    subcommands: [
      Init.self, Sync.self, List.self, Show.self, Check.self, Explain.self, Verify.self,
      Validate.self,
      Restore.self, Reindex.self, ShowConfiguration.self, Demo.self,
    ]
  )

  static func main() async {
    // What is large goes back to the system when it is done with, and not into a heap with holes.
    _ = mallopt(M_MMAP_THRESHOLD, 64 << 10)
    _ = mallopt(M_TRIM_THRESHOLD, 4 << 20)
    // The parser's own flag would show in the help of `restore` too, where --version is another thing.
    guard CommandLine.arguments.dropFirst() != ["--version"] else { return print(Settings.version) }
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      // The parser's own errors come with usage; ours say what to do next, and nothing else.
      guard let status = ExitStatus(for: error) else { exit(withError: error) }
      let isStopped = error is CancellationError
      Terminal.complain(isStopped ? "stopped before it was done" : "\(error)")
      Foundation.exit(status.rawValue)
    }
  }
}
