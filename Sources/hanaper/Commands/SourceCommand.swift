// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Filing
import Foundation
import Night
import Reporting
import SystemPackage

struct SourceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "source",
    abstract: "List the sources, add one, try one, turn one on or off, or take one out.",
    discussion: """
      The files of the configuration are changed as a person would change them: a line here or there, and all comments stay. What \
      comes of it is read before it is written. What is kept of a source stays kept, whatever becomes of the source.
      """,
    subcommands: [
      SourceList.self, SourceAdd.self, SourceTest.self, SourceEnable.self, SourceDisable.self,
      SourceRemove.self,
    ]
  )
}

struct SourceList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the sources of the configuration.",
    discussion: """
      With words, only sources of which the id, the title or the address has all of them: `hanaper source list merton`.

      EXIT STATUS
        0   they were listed
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "Only sources in which these words stand.")
  var words: [String] = []

  struct Answer: Encodable {
    let schema = "hanaper/sources/1"
    let sources: [Item]

    struct Item: Encodable {
      let id: String
      let title: String
      let isEnabled: Bool
      /// What it is read from: page, sitemap, feed, govuk, wordpress or addresses.
      let place: String
      /// Nil of one that names its documents itself.
      let address: String?
      /// The file that it stands in.
      let file: String
    }
  }

  func run() throws {
    let settings = try configuration.settings()
    let files = try SourceFiles(of: settings)
    var places: [String: FilePath] = [:]
    for file in try files.all {
      for source in try files.sources(in: file) { places[source.id ?? ""] = file }
    }
    let items = settings.sources.map { source in
      Answer.Item(
        id: source.id,
        title: source.title,
        isEnabled: source.isEnabled,
        place: source.place.word,
        address: source.place.address,
        file: (places[source.id] ?? settings.file).string
      )
    }.filter { item in
      let text = "\(item.id) \(item.title) \(item.address ?? "")"
      return words.allSatisfy { text.localizedCaseInsensitiveContains($0) }
    }
    if json.isWanted { return try json.print(Answer(sources: items)) }
    guard !items.isEmpty else {
      return Output.print(
        words.isEmpty
          ? "There is no source yet; `\(NextCommand("source", "add", "ADDRESS"))` adds one."
          : "No source fits."
      )
    }
    var table = Table(["ID", "ENABLED", "TITLE", "READ FROM"])
    for item in items {
      table.add([
        item.id, item.isEnabled ? "yes" : "no", item.title,
        item.address ?? "its own list of addresses",
      ])
    }
    for line in table.lines { Output.print(line) }
    let off = items.count { !$0.isEnabled }
    if off > 0 {
      Output.print(
        "\(off) of \(Readable.count(items.count, "source")) \(off == 1 ? "is" : "are") turned off; `\(NextCommand("source", "enable", "ID"))` turns one on."
      )
    }
  }
}

struct SourceEnable: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable",
    abstract: "Turn sources on, so that every run reads them.",
    discussion: """
      EXIT STATUS
        0   done
        1   could not do it: there is no such source, or the file cannot be written
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Argument(help: ArgumentHelp("Which.", valueName: "source"))
  var ids: [String]

  func run() throws { try SourceSwitch(configuration).turn(ids, on: true) }
}

struct SourceDisable: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable",
    abstract: "Turn sources off: only a run that names one reads it then.",
    discussion: """
      EXIT STATUS
        0   done
        1   could not do it: there is no such source, or the file cannot be written
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Argument(help: ArgumentHelp("Which.", valueName: "source"))
  var ids: [String]

  func run() throws { try SourceSwitch(configuration).turn(ids, on: false) }
}

struct SourceRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take a source out of the configuration; what is kept of it stays kept.",
    discussion: """
      The next run says once that its documents are not visited any more.

      EXIT STATUS
        0   done
        1   could not do it: there is no such source, or the file cannot be written
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Argument(help: ArgumentHelp("Which.", valueName: "source"))
  var id: String

  func run() throws {
    let settings = try configuration.settings()
    _ = try settings.sources(named: [id])
    let files = try SourceFiles(of: settings)
    let file = try files.file(of: id)
    try files.change(file) { before, after in
      after == before.filter { $0.id != id }
    } _: {
      SourceEditing.removing(id, from: $0)
    }
    Output.print("Took \(id) out of \(file); what is kept of it stays kept.")
  }
}

/// Turns sources on or off.
private struct SourceSwitch {
  private let configuration: ConfigurationOptions

  init(_ configuration: ConfigurationOptions) {
    self.configuration = configuration
  }

  func turn(_ ids: [String], on isOn: Bool) throws {
    let settings = try configuration.settings()
    // All are known before the first is changed.
    let sources = try settings.sources(named: ids)
    let files = try SourceFiles(of: settings)
    for source in sources {
      guard source.isEnabled != isOn else {
        Output.print("\(source.id) is \(isOn ? "on" : "off") already.")
        continue
      }
      let file = try files.file(of: source.id)
      try files.change(file) { before, after in
        var meant = before
        for index in meant.indices where meant[index].id == source.id {
          meant[index].enabled = isOn
        }
        return after == meant
      } _: {
        SourceEditing.setting(source.id, enabled: isOn, in: $0)
      }
      Output.print(
        "Turned \(isOn ? "on" : "off"): \(source.id)\(source.title == source.id ? "" : ", \(source.title)") (\(file))"
      )
    }
    if isOn {
      let id = sources.count == 1 ? sources.first?.id : nil
      let sync = id.map { NextCommand("sync", $0) } ?? .sync
      Output.print("Next: `\(sync)`, or the next night.")
    }
  }
}

extension Source.Place {
  /// The key of the configuration that says so.
  var word: String {
    switch self {
    case .page: "page"
    case .sitemap: "sitemap"
    case .feed: "feed"
    case .govuk: "govuk"
    case .wordpress: "wordpress"
    case .addresses: "addresses"
    }
  }

  /// What it is read from; nil of one that names its documents itself.
  var address: String? {
    switch self {
    case .page(let address), .sitemap(let address), .feed(let address), .wordpress(let address),
      .govuk(let address):
      address.text
    case .addresses: nil
    }
  }
}
