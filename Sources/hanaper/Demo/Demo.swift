// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Cataloguing
import Extraction
import Filing
import Foundation
import ReadingRoom
import Reporting
import SystemPackage

struct Demo: AsyncParsableCommand, EndsInOrder {
  static let whatStays = "what it made is taken away, unless --keep names a place for it"

  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Tell the whole story on a small sample site.",
    discussion: """
      A small site of a safeguarding partnership that does not exist is served on this machine only. \
      Hanaper mirrors it on two nights, between which a report is replaced, one is dropped, two \
      disappear and one is new; then the archive is verified, damaged by one bit, verified again, \
      and a report restored. Everything happens in a temporary folder.

      With --serve, the texts are read then, and a reading room is open over all of it until it is ended (Ctrl-C).

      EXIT STATUS
        0   the story was told to its end
        1   could not do it: the folder of --keep is there already, say
        64  usage
      """
  )

  @Option(
    name: .customLong("keep"),
    help: ArgumentHelp("Keep what it made in this new folder.", valueName: "dir")
  )
  var keptFolder: String?

  @Flag(help: "Open a reading room over what it made, for a browser.")
  var serve = false

  func validate() throws {
    try keptFolder?.requirePath(of: "--keep")
  }

  func run() async throws {
    let folder = try folder()
    let pages = try DemoSite.find()
    do {
      let serve = serve
      try await Interruption.allowing {
        try await DemoServer.run(DemoSite(in: pages)) { server in
          try await DemoStory(server, in: folder).tell()
        }
        if serve { try await Self.openRoom(in: folder) }
      }
    } catch {
      if keptFolder == nil { try? Disk().removeTree(folder) }
      throw error
    }
    if keptFolder == nil {
      try Disk().removeTree(folder)
      Output.print(
        "Nothing is left behind; `hanaper demo --keep DIR` keeps the archive for you to look at, and `hanaper demo --serve` opens it in a browser."
      )
    } else {
      Output.print("The archive, its configuration and the restored report are in \(folder).")
      Output.print(
        "In a browser: hanaper serve --config \(folder.appending("Config/hanaper.yaml").quoted)"
      )
    }
    Output.print()
    Output.print("Next, a mirror of your own, of a page that lists reports; README.md says more:")
    Output.print("  hanaper init --contact mailto:YOUR-OWN-ADDRESS --page ADDRESS FOLDER")
    Output.print("  hanaper sync --config FOLDER/Config/hanaper.yaml")
  }

  /// Reads the texts of what the story kept, and serves it until the task is cancelled.
  private static func openRoom(in folder: FilePath) async throws {
    let archive = try Archive(opening: folder.appending("Archive"))
    let catalogue = try await archive.catalogue()
    _ = try await TextRound(archive, catalogue, try TextWorker()).run()
    try await catalogue.close()
    let settings = try Settings(reading: folder.appending("Config").appending("hanaper.yaml"))
    Output.print()
    var contents = Serve.contents(of: archive, settings, "Northbrook, as it was in June 2021")
    // The story is of then.
    let end = try Date("2021-06-22T12:00:00Z", strategy: .iso8601)
    contents.clock = { end }
    try await Serve.serve(
      contents,
      Doorkeeper(names: Serve.loopback, .everybody),
      at: ListenPlace("127.0.0.1:0"),
      log: nil
    )
  }

  private func folder() throws -> FilePath {
    let disk = Disk()
    let folder: FilePath
    if let keptFolder {
      folder = FilePath(keptFolder)
      guard try disk.entry(at: folder) == nil else {
        throw CommandFailure("\(folder) exists; name a new folder")
      }
    } else {
      let name = "hanaper-demo-\(ProcessInfo.processInfo.processIdentifier)"
      folder = FilePath(FileManager.default.temporaryDirectory.path).appending(name)
      try disk.removeTree(folder)
    }
    try disk.makeDirectories(folder)
    return folder
  }
}
