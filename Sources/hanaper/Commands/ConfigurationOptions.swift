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
        Without it: ./Config/hanaper.yaml, $XDG_CONFIG_HOME/hanaper/hanaper.yaml \
        (~/.config/hanaper/hanaper.yaml where that is not set), /etc/hanaper/hanaper.yaml, the first \
        that exists.
        """,
      valueName: "path"
    )
  )
  var path: String?

  @Option(
    help: ArgumentHelp(
      "How lines on standard error are written: text, or json, an object a line.",
      valueName: "form"
    )
  )
  var logFormat: LogFormat?

  func validate() throws {
    try path?.requirePath(of: "--config")
  }

  func settings() throws -> Settings {
    try Settings(reading: try file())
  }

  /// The settings, for what needs none but heeds them where they are; nil where there is no configuration.
  func settingsIfAny() throws -> Settings? {
    do {
      return try settings()
    } catch let error as ConfigurationError where error.isMissing {
      return nil
    }
  }

  func archive() throws -> Archive {
    try settings().openedArchive()
  }

  private func file() throws -> FilePath {
    if let path {
      Invocation.named(FilePath(path))
      return FilePath(path)
    }
    let personal = Self.personalFolder.map { $0.appending("hanaper/hanaper.yaml") }
    let places = [Settings.usualFile, personal, "/etc/hanaper/hanaper.yaml"].compactMap(\.self)
    for place in places where try Self.isFile(place) { return place }
    let looked = places.map(\.string).joined(separator: ", ")
    var error = ConfigurationError(
      of: Settings.usualFile,
      "there is no configuration here (looked in \(looked)); "
        + "make one with `hanaper init --contact mailto:…` or name one with --config"
    )
    error.isMissing = true
    throw error
  }

  /// - Throws: where that cannot be said: one further on may not be the one that is meant.
  private static func isFile(_ place: FilePath) throws(ConfigurationError) -> Bool {
    do throws(FilingError) {
      return try Disk().entry(at: Disk().resolved(place)) == .file
    } catch {
      throw ConfigurationError(
        of: place,
        "cannot \(error.operation.rawValue) it: \(error.reason); name one with --config"
      )
    }
  }

  /// Where a person's own configurations are; nil for whoever has no home, as a service may.
  ///
  /// Source: XDG Base Directory Specification <https://specifications.freedesktop.org/basedir-spec/latest/>,
  /// by which a path that is not from the root is to be ignored.
  private static var personalFolder: FilePath? {
    if let folder = GivenNames.path(in: "XDG_CONFIG_HOME"), folder.isAbsolute { return folder }
    guard let home = GivenNames.path(in: "HOME"), home.isAbsolute else { return nil }
    return home.appending(".config")
  }
}
