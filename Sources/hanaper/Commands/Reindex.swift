// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Reporting

struct Reindex: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reindex",
    abstract: "Make the catalogue again from the archive.",
    discussion: """
      The catalogue is only an index; everything in it is read from the kept versions and from the \
      records of the runs. The new one takes the old one's place in one step.

      EXIT STATUS
        0   the catalogue is made anew
        1   could not do it
        3   something kept is damaged, and was told
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  func run() async throws {
    let writer = try await ArchiveWriter(
      configuration.archive(),
      for: "reindex",
      replacingCatalogue: true
    )
    let line = ProgressLine()
    let outcome = try await Reindexing.run(writer) { versions in
      line.show(done: versions, of: nil, what: "versions", bytes: 0)
    }
    ProgressLine.clear()
    if json.isWanted {
      try json.print(Answer(outcome))
    } else {
      for sentence in outcome.unreadable { Terminal.complain("could not be read: \(sentence)") }
      for notice in outcome.lost {
        let address = notice.address?.text ?? ""
        Terminal.complain("\(address) is damaged: \(notice.sentence); next: \(notice.next)")
      }
      Output.print(
        "The catalogue was made again from \(Readable.count(outcome.versions, "version")) "
          + "and \(Readable.count(outcome.visits, "visit"))."
      )
      if outcome.madeManifest {
        Output.print(
          "The manifest was missing and was made again too, from what the inventories state; "
            + "`\(NextCommand.verify)` holds the files against it."
        )
      }
    }
    try (outcome.isWhole ? ExitStatus.done : .damaged).end()
  }

  struct Answer: Encodable {
    let schema = "hanaper/reindex/1"
    let versions: Int
    let visits: Int
    let unreadable: [String]
    let lost: [Loss]
    let madeManifest: Bool

    struct Loss: Encodable {
      let address: String?
      let sentence: String
      let next: String
    }

    init(_ outcome: Reindexing.Outcome) {
      versions = outcome.versions
      visits = outcome.visits
      unreadable = outcome.unreadable
      lost = outcome.lost.map {
        Loss(address: $0.address?.text, sentence: $0.sentence, next: $0.next.typed)
      }
      madeManifest = outcome.madeManifest
    }
  }
}
