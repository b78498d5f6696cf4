// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Ledger

struct ShowCheckpoint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Print the signed checkpoint of the archive's ledger.",
    discussion: """
      Whoever keeps these lines, in a mail or on paper, can have it proven later that the archive has only \
      grown since: nothing that it held then was altered or taken out. A checkpoint proves nothing to somebody \
      who holds none.

      It is a C2SP signed note (https://c2sp.org/tlog-checkpoint): the name of the ledger, how many leaves it \
      has, the root over them, and the signature of its key. Every run with news prints it, too.

      EXIT STATUS
        0   printed
        1   there is none, or it cannot be read
        64  usage
        78  the configuration has a fault
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    guard let checkpoint = try ArchiveLedger(of: archive).checkpoint() else {
      throw CommandFailure(
        "nothing in \(settings.archive) is signed for yet; the next `\(settings.commandLine("sync"))` does it"
      )
    }
    Output.print(verbatim: checkpoint.text)
  }
}
