// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// The files that sources stand in: the configuration itself, and those of the folder that it names.
struct SourceFiles {
  private let configuration: FilePath
  /// The folder for further files; nil where the configuration names none.
  let folder: FilePath?

  init(of settings: Settings) throws {
    configuration = settings.file
    folder = try Settings.folderOfSources(in: settings.file)
  }

  /// All of them, the configuration first.
  var all: [FilePath] {
    get throws {
      guard let folder else { return [configuration] }
      return [configuration] + (try Settings.files(in: folder))
    }
  }

  /// The sources that stand in a file, as they are written.
  func sources(in file: FilePath) throws -> [ConfigurationFile.Source] {
    try read(Settings.text(in: Disk().resolved(file), calledBy: file), of: file)
  }

  private func read(_ text: String, of file: FilePath) throws -> [ConfigurationFile.Source] {
    let shape = file == configuration ? ConfigurationKey.shape : ConfigurationKey.sourceFileShape
    let yaml = try YAMLText(text, file: file, shape: shape)
    return try yaml.decode(ConfigurationFile.self).sources ?? []
  }

  /// The file that a source of the configuration stands in.
  func file(of id: String) throws -> FilePath {
    if let file = try all.first(where: { try sources(in: $0).contains { $0.id == id } }) {
      return file
    }
    throw CommandFailure(
      "the source \(id) stands in none of the files any more: somebody changed them just now"
    )
  }

  /// Changes the text of a file, if what comes of it is what was meant.
  ///
  /// - Parameters:
  ///   - file: which.
  ///   - isMeant: whether its sources are as they are to be; they are told as they were, and as they would be.
  ///   - edit: makes the new text; nil where it cannot.
  /// - Throws: where the text cannot be changed line by line; nothing is written then.
  func change(
    _ file: FilePath,
    _ isMeant: ([ConfigurationFile.Source], [ConfigurationFile.Source]) -> Bool,
    _ edit: (String) -> String?
  ) throws {
    let place = Disk().resolved(file)
    let text = try Settings.text(in: place, calledBy: file)
    let before = try read(text, of: file)
    guard let new = edit(text), let after = try? read(new, of: file), isMeant(before, after) else {
      throw CommandFailure(
        "\(file) is laid out in a way that cannot be changed line by line: change it by hand; nothing was written"
      )
    }
    let mark =
      try Disk().read(place, limit: 4 << 20).starts(with: [0xEF, 0xBB, 0xBF]) ? "\u{FEFF}" : ""
    try Disk().replaceKeepingRights(place, with: mark + new)
  }
}
