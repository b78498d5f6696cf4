// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Filing
import Foundation
import Night
import Surroundings
import Synchronising
import SystemPackage

/// From what was typed behind `check` to what is to be checked.
struct CheckTargets {
  private let settings: Settings?
  private let base: WebAddress?

  private static let mostFiles = 20_000
  private static let deepest = 64

  init(_ settings: Settings?, base: String?) throws {
    self.settings = settings
    self.base = try base.map { try Self.address($0, of: "--base: ") }
  }

  func resolve(_ words: [String]) throws -> [LinkChecker.Target] {
    guard !words.isEmpty else {
      let sources = try settings?.sources(named: []) ?? []
      guard !sources.isEmpty else {
        throw ConfigurationError(
          of: settings?.file ?? Settings.usualFile,
          "no source is enabled, so there is nothing to check; name one, or a page"
        )
      }
      return sources.flatMap(Self.targets)
    }
    return try words.flatMap { try resolve($0) }
  }

  private func resolve(_ word: String) throws -> [LinkChecker.Target] {
    if word == "-" {
      return [
        .text(
          try StandardInput.read(advice: "check it in parts"),
          name: "standard input",
          base: base
        )
      ]
    }
    if let source = settings?.sources.first(where: { $0.id == word }) {
      return Self.targets(of: source)
    }
    if word.contains("://") { return [.address(try Self.address(word))] }
    let path = FilePath(word)
    switch try path.isEmpty ? nil : Disk().entryMeant(by: path) {
    case .file: return [.file(path, base: base)]
    case .directory:
      let files = try Self.files(in: path)
      guard !files.isEmpty else {
        throw CommandFailure(
          "there is no web page and no Markdown in the folder \(path); name another"
        )
      }
      return files.map { .file($0, base: base) }
    default: throw UnknownTarget(word, known: settings?.sources.map(\.id) ?? [])
    }
  }

  private static func targets(of source: Source) -> [LinkChecker.Target] {
    (source.listPage == nil ? [] : [.source(source)])
      + source.namedDocuments.map(LinkChecker.Target.address)
  }

  private static func address(_ text: String, of option: String = "") throws -> WebAddress {
    do {
      return try WebAddress(text)
    } catch {
      throw CommandFailure(option + error.sentence(forTyped: text))
    }
  }

  /// The pages and texts in a folder and those below it, in the order of their names.
  private static func files(in folder: FilePath) throws -> [FilePath] {
    var found: [FilePath] = []
    var folders: [(path: FilePath, depth: Int)] = [(folder, 0)]
    while let (folder, depth) = folders.popLast() {
      for entry in try Disk().list(folder) {
        let path = folder.appending(entry.component)
        switch entry.kind {
        case .directory where !entry.name.hasPrefix(".") && entry.name != "node_modules":
          guard depth < deepest else {
            throw CommandFailure("\(path) lies deeper than \(deepest) folders; name it by itself")
          }
          folders.append((path, depth + 1))
        case .file where PageForm.endings[path.extension?.lowercased() ?? ""] != nil:
          found.append(path.lexicallyNormalized())
        default: break
        }
      }
      guard found.count <= mostFiles else {
        throw CommandFailure(
          "there are more than \(mostFiles) pages in \(folder); name parts of it"
        )
      }
    }
    return found
  }
}

/// What is to be checked, and is nothing that can be.
struct UnknownTarget: Error, CustomStringConvertible {
  let description: String

  init(_ text: String, known: [String]) {
    let advice = Spelling.nearest(to: text, among: known).map { "; did you mean “\($0)”?" } ?? ""
    description =
      "“\(text)” is no source, no file, no folder, and no address (https://…)\(advice)"
  }
}
