// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Cataloguing
import Delivery
import Filing
import Foundation
import Ledger
import Night
import Records
import Reporting
import Surroundings
import Synchronising
import SystemPackage

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say whether the nights go well: the last good run, the sources, the disk.",
    discussion: """
      A good run is one that read sources, came to its end and was answered by somebody. Of each source it says when it was read last, \
      how many reports it lists, how many of these are kept, how many are left out and why, and how many stand badly. It \
      says, too, how much of the archive was read whole and when, how much room is left, and whether anybody would hear of trouble.

      With --max-age it is a check for a monitor: status 2 where the last good run is longer ago.

        hanaper status --max-age 26h

      With --prometheus the figures go into a file for the textfile collector of node_exporter, which sees the old file or the new one.

      EXIT STATUS
        0   it was printed, and the last good run is not too long ago
        1   could not do it
        2   the last good run is longer ago than --max-age, or there was none
        3   the archive is damaged, or the catalogue is not to be read
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp(
      "How long ago the last good run may be: 26h.",
      valueName: "time"
    ),
    transform: TimeArgument.init
  )
  var maxAge: TimeArgument?

  @Option(
    help: ArgumentHelp(
      "Write the figures to this file, for Prometheus' node_exporter; nothing is printed then.",
      valueName: "file"
    )
  )
  var prometheus: String?

  func validate() throws {
    try prometheus?.requirePath(of: "--prometheus")
    guard let prometheus else { return }
    guard prometheus.hasSuffix(".prom") else {
      throw ValidationError("--prometheus: node_exporter reads only files that end in .prom")
    }
    if json.isWanted { throw ValidationError("--prometheus and --json are two forms; name one") }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let now = Date()
    var status = try await ArchiveStatus(
      asking: archive,
      settings,
      maxAge: maxAge?.duration,
      asOf: now
    )
    status.tell(Courier.memory(of: settings).problems, of: settings.outputs)
    if let prometheus {
      let file = FilePath(prometheus)
      try settings.refuseInsideArchive(file)
      let before = try Disk().entryMeant(by: file)
      guard before != .directory else {
        throw CommandFailure("\(file) is a folder; name a file in it")
      }
      try Disk().replaceKeepingRights(file, with: status.metrics)
      // Its reader is another user.
      if before == nil { try Disk().makePublic(file) }
    } else if json.isWanted {
      try json.print(status)
    } else {
      Output.print(Report(of: status, in: Invocation.wording))
    }
    if status.isDamaged { try ExitStatus.damaged.end() }
    try (status.isStale == true ? ExitStatus.findings : .done).end()
  }
}
