// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Reporting

struct Recover: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Finish what an interrupted run began.",
    discussion: """
      Does what the next `hanaper sync` would do first, and nothing else: versions that are whole are \
      finished, what is not is put aside in quarantine/, the manifest and the catalogue are told, and \
      what had not come that far is thrown away, to be fetched again. Nothing kept is touched.

      EXIT STATUS
        0   nothing is left unfinished
        1   could not do it
        3   something is damaged, and was left as it is
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  func run() async throws {
    let recovery = try await configuration.settings().opened { try Recovery(at: $0) }.run()
    if json.isWanted {
      try json.print(Answer(recovery))
    } else {
      tell(recovery)
    }
    try (recovery.damaged.isEmpty ? ExitStatus.done : .damaged).end()
  }

  private func tell(_ recovery: Recovery.Outcome) {
    for sentence in recovery.sentences { Output.print("Recovered: \(sentence)") }
    for notice in recovery.damaged {
      Output.print("Damaged, and left as it is: \(notice.words)")
      Output.print("  next: \(notice.next)")
    }
    Output.print(
      recovery.wasUnfinished
        ? "What a run had left unfinished is finished." : "Nothing was left unfinished."
    )
  }

  struct Answer: Encodable {
    let schema = "hanaper/recover/1"
    let damaged: [String]
    let recovered: [String]
    let wasUnfinished: Bool

    init(_ recovery: Recovery.Outcome) {
      damaged = recovery.damaged.map(\.words)
      recovered = recovery.sentences
      wasUnfinished = recovery.wasUnfinished
    }
  }
}

extension DamageNotice {
  fileprivate var words: String {
    address.map { "\($0): \(sentence)" } ?? sentence
  }
}
