// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Filing
import Foundation
import SystemPackage

/// `--config`, and finding the configuration without it.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "The configuration file.",
      discussion: """
        Without it: ./Config/hanaper.yaml, $XDG_CONFIG_HOME/hanaper/hanaper.yaml, \
        /etc/hanaper/hanaper.yaml, the first that exists.
        """,
      valueName: "path"
    )
  )
  var path: String?

  func settings() throws -> Settings {
    try Settings(reading: try file())
  }

  func archive() throws -> Archive {
    try settings().openedArchive()
  }

  private func file() throws -> FilePath {
    if let path { return FilePath(path) }
    let home = ProcessInfo.processInfo.environment["HOME"] ?? "/"
    let personal = ProcessInfo.processInfo.environment["XDG_CONFIG_HOME"] ?? "\(home)/.config"
    let places = [
      Settings.usualFile.string, "\(personal)/hanaper/hanaper.yaml", "/etc/hanaper/hanaper.yaml",
    ]
    for place in places
    where try Disk().entry(at: Disk().resolved(FilePath(place))) == .file {
      return FilePath(place)
    }
    throw ConfigurationError(
      file: Settings.usualFile,
      line: nil,
      column: nil,
      message: "there is no configuration here (looked in \(places.joined(separator: ", "))); "
        + "make one with `hanaper init --contact mailto:…` or name one with --config"
    )
  }
}
