// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser

struct Reindex: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the catalogue again from the archive.",
    discussion: """
      The catalogue is only an index; everything in it is read from the kept versions and from the \
      records of the runs. The new one takes the old one's place in one step.
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let writer = try ArchiveWriter(configuration.archive(), for: "reindex")
    let line = ProgressLine()
    let outcome = try Reindexing.run(writer) { versions in
      line.show(done: versions, of: nil, what: "versions", bytes: 0)
    }
    ProgressLine.clear()
    if json.isWanted {
      try json.print(Answer(outcome))
    } else {
      for sentence in outcome.unreadable { Terminal.complain("could not be read: \(sentence)") }
      Output.print(
        "The catalogue was made again from \(Readable.count(outcome.versions, "version")) "
          + "and \(Readable.count(outcome.visits, "visit"))."
      )
    }
    try (outcome.unreadable.isEmpty ? ExitStatus.done : .damaged).end()
  }

  struct Answer: Encodable {
    let schema = "hanaper/reindex/1"
    let versions: Int
    let visits: Int
    let unreadable: [String]

    init(_ outcome: Reindexing.Outcome) {
      versions = outcome.versions
      visits = outcome.visits
      unreadable = outcome.unreadable
    }
  }
}
