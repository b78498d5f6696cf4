// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Filing
import Surroundings
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
    let personal =
      GivenNames.path(in: "XDG_CONFIG_HOME")
      ?? (GivenNames.path(in: "HOME") ?? "/").appending(".config")
    let places: [FilePath] = [
      Settings.usualFile, personal.appending("hanaper/hanaper.yaml"),
      "/etc/hanaper/hanaper.yaml",
    ]
    for place in places where try Disk().entry(at: Disk().resolved(place)) == .file {
      return place
    }
    let looked = places.map(\.string).joined(separator: ", ")
    throw ConfigurationError(
      file: Settings.usualFile,
      line: nil,
      column: nil,
      message: "there is no configuration here (looked in \(looked)); "
        + "make one with `hanaper init --contact mailto:…` or name one with --config"
    )
  }
}
