// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import ReadingRoom
import Records
import Reporting
import SystemPackage

struct SiteCommand: AsyncParsableCommand, EndsInOrder {
  static let whatStays = "the site stays as it was before"

  static let configuration = CommandConfiguration(
    commandName: "site",
    abstract: "Write the reading room as files, for people who cannot run a server.",
    discussion: """
      The list, each document with its versions, files, history, proofs and citations, what changed, the sources, and a search that works \
      from a disk. DIR is a new folder, an empty one, or one that was written so before, which is written anew as a whole.

      Who puts the site somewhere publishes it. So what its publisher does not show any more is left out: gone, missing, delisted, withdrawn; \
      how many these are stands on each page. --with names a document that is to be there all the same. What was handed in (`deposit`) \
      and what was replaced by a newer version is left out, too; --older takes replaced versions in. Search engines are asked to stay away.

        hanaper site /srv/reports --title "Reviews kept by the partnership"

      EXIT STATUS
        0   it is written
        1   could not do it: the folder has other files in it, say
        3   a version is damaged, and is not in it
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Option(
    name: .customLong("with"),
    help: ArgumentHelp("A document that is to be there however it stands.", valueName: "document")
  )
  var named: [String] = []

  @Flag(help: "Also versions that their publishers have replaced.")
  var older = false

  @Option(help: ArgumentHelp("What the site is called, for its readers.", valueName: "text"))
  var title = "Archive of reports"

  @Argument(help: "The folder.")
  var dir: String

  func validate() throws {
    try dir.requirePath(of: "DIR")
    try title.requireWords(of: "--title")
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let catalogue = try await archive.catalogue()
    var addresses: [WebAddress] = []
    for name in named {
      addresses.append(try await DocumentFinder(in: catalogue, of: archive).find(name).address)
    }
    try await catalogue.close()
    let writer = try SiteWriter(
      Serve.contents(of: archive, settings, title),
      named: addresses,
      olderToo: older,
      into: FilePath(dir),
      apartFrom: [archive.path, settings.file]
    )
    let line = ProgressLine()
    defer { ProgressLine.clear() }
    let outcome = try await Interruption.allowing {
      try await writer.write { done, all in line.show(done: done, of: all, what: "documents") }
    }
    ProgressLine.clear()
    Output.print(
      "\(Readable.count(outcome.documents, "document")) in \(Readable.count(outcome.files, "file")), \(Readable.size(outcome.bytes)); open \(writer.folder.appending("index.html"))"
    )
    if outcome.leftOut > 0 {
      Output.print(
        "\(Readable.count(outcome.leftOut, "document")) that \(outcome.leftOut == 1 ? "is" : "are") gone, no longer listed or withdrawn \(outcome.leftOut == 1 ? "is" : "are") left out; `\(NextCommand("list"))` shows how each stands, and --with DOCUMENT takes one in."
      )
    }
    if outcome.olderLeftOut > 0 {
      let isOne = outcome.olderLeftOut == 1
      Output.print(
        "\(Readable.count(outcome.olderLeftOut, "version")) that \(isOne ? "a later one" : "later ones") replaced \(isOne ? "is" : "are") left out; --older takes \(isOne ? "it" : "them") in."
      )
    }
    if outcome.unread > 0 {
      Output.print(
        "The text of \(Readable.count(outcome.unread, "document")) is not read yet, so that the search knows only \(outcome.unread == 1 ? "its title" : "their titles"); `\(NextCommand("index"))` reads it."
      )
    }
    for problem in outcome.missing {
      Terminal.complain(
        "\(problem), and is not in the site; `\(NextCommand.verify)` says what mends damage"
      )
    }
    try (outcome.missing.isEmpty ? ExitStatus.done : .damaged).end()
  }
}
