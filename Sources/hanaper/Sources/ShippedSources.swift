// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Surroundings
import SystemPackage
import Yams

/// The sources that come with the program: pages of partnerships and of government, each with what is known of it.
struct ShippedSources {
  struct Entry {
    let id: String
    let title: String
    /// How certain its address is, and when it was seen; empty where nothing is said of it.
    let remark: String
    /// As it is written, each line from its first column, but for what turns it off.
    let lines: [String]
  }

  let entries: [Entry]

  /// Those of the program that runs.
  ///
  /// - Throws: where a file of them cannot be read.
  init() throws {
    guard let folder = Self.folder else {
      entries = []
      return
    }
    entries = try Settings.files(in: folder).flatMap { try Self.entries(in: $0) }
  }

  init(reading text: String) {
    entries = Self.entries(of: text)
  }

  /// Where `make install` puts them, or else in the checkout that the program was built in; nil for nowhere.
  private static var folder: FilePath? {
    guard var place = ProgramFile.path?.removingLastComponent() else { return nil }
    let installed = place.removingLastComponent().appending("share/hanaper/Config/sources")
    if (try? Disk().entryMeant(by: installed)) == .directory { return installed }
    for _ in 0..<5 {
      let sources = place.appending("Config/sources")
      if (try? Disk().entryMeant(by: place.appending("Package.swift"))) == .file,
        (try? Disk().entryMeant(by: sources)) == .directory
      {
        return sources
      }
      place = place.removingLastComponent()
    }
    return nil
  }

  /// Those of which the id or the title has all the words, whatever their case; an id alone stands for itself.
  func named(_ text: String) -> [Entry] {
    if let exact = entries.first(where: { $0.id == text }) { return [exact] }
    let words = text.split(whereSeparator: \.isWhitespace)
    return entries.filter { entry in
      let name = "\(entry.id) \(entry.title)"
      return words.allSatisfy { name.localizedCaseInsensitiveContains($0) }
    }
  }

  /// What a misspelt name may be meant for.
  var names: [String] {
    entries.flatMap { [$0.id] + $0.title.split { !$0.isLetter }.map(String.init) }
  }

  private static func entries(in file: FilePath) throws -> [Entry] {
    entries(of: try Settings.text(in: Disk().resolved(file), calledBy: file))
  }

  private static func entries(of text: String) -> [Entry] {
    guard let list = (try? Yams.compose(yaml: text))?.mapping?["sources"]?.sequence else {
      return []
    }
    let all = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return list.compactMap { node in
      guard let mapping = node.mapping, let id = mapping["id"]?.string, let mark = node.mark,
        all.indices.contains(mark.line - 1)
      else { return nil }
      let indent = String(repeating: " ", count: max(mark.column - 3, 0))
      let first = mark.line - 1
      let rest = all[(first + 1)...].prefix { $0.hasPrefix(indent + " ") }
      let lines = ([all[first]] + rest).map { String($0.dropFirst(indent.count)) }
        .filter { !$0.trimmingPrefix(while: { $0 == " " }).hasPrefix("enabled:") }
      let remark = all[first].firstRange(of: " # ").map { String(all[first][$0.upperBound...]) }
      return Entry(
        id: id,
        title: mapping["title"]?.string ?? id,
        remark: remark ?? "",
        lines: lines
      )
    }
  }
}
