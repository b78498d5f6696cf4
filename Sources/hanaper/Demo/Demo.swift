// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import ArgumentParser
import Filing
import Foundation
import Reporting
import SystemPackage

struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Tell the whole story on a small sample site.",
    discussion: """
      A small site of a safeguarding partnership that does not exist is served on this machine only. \
      Hanaper mirrors it on two nights, between which a report is replaced, one is dropped, two \
      disappear and one is new; then the archive is verified, damaged by one byte, verified again, \
      and a report restored. Everything happens in a temporary folder.
      """
  )

  @Option(
    name: .customLong("keep"),
    help: ArgumentHelp("Keep what it made in this new folder.", valueName: "dir")
  )
  var keptFolder: String?

  func validate() throws {
    try keptFolder?.requirePath(of: "--keep")
  }

  func run() async throws {
    let folder = try folder()
    let pages = try DemoSite.find()
    do {
      try await DemoServer.run(DemoSite(in: pages)) { server in
        try await DemoStory(server, in: folder).tell()
      }
    } catch {
      if keptFolder == nil { try? Disk().removeTree(folder) }
      throw error
    }
    if keptFolder == nil {
      try Disk().removeTree(folder)
      Output.print(
        "Nothing is left behind; `hanaper demo --keep DIR` keeps the archive for you to look at."
      )
    } else {
      Output.print("The archive, its configuration and the restored report are in \(folder).")
    }
    Output.print()
    Output.print("Next, a mirror of your own, of a page that lists reports; README.md says more:")
    Output.print("  hanaper init --contact mailto:YOUR-OWN-ADDRESS --page ADDRESS FOLDER")
    Output.print("  hanaper sync --config FOLDER/Config/hanaper.yaml")
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
