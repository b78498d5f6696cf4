// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Discovery
import Fetching
import Filing
import Foundation
import Night
import Reporting
import Synchronising
import SystemPackage

struct SourceAdd: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract:
      "Look at a page, say what it would bring, and add it as a source; or one that ships, by its name.",
    discussion: """
      Asks for the page, by leave of its robots.txt, and says how many files it links to, which web pages seem to be reports, \
      what is not taken, and whether the list goes on. Two of the pages that it leads to are looked into, to see whether they hold the files; and where links have queries, \
      the page is asked for once more, to see what of them is of one load. What is to be written is shown, and written with consent: to a file of \
      its own where the configuration names a folder for sources, else to the configuration.

      An address that ends in .xml is taken for a sitemap, one that ends in /feed/ for a feed, and one of GOV.UK for a page of its content API.

      What is no address is words of the name of a source that ships: its page is read, and it is added as it is written.

        hanaper source add https://www.example.org/reviews/
        hanaper source add Merton

      EXIT STATUS
        0   it was added
        1   it was not: the page could not be read, or nobody agreed
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Argument(help: "The page, sitemap or feed; or words of the name of a source that ships.")
  var address: String

  @Option(help: "How it is called in commands: small letters, digits, hyphens.")
  var id: String?

  @Option(help: "How it is called in messages.")
  var title: String?

  @Flag(help: "Add it without looking at it: no request is made.")
  var unseen = false

  @Flag(help: "Add it without a question.")
  var yes = false

  /// Whether what was given is to be an address: a host has a dot, and no name has a slash.
  private var isAddress: Bool { address.contains { ":/.".contains($0) } }

  func validate() throws {
    if isAddress {
      do {
        _ = try WebAddress(address)
      } catch {
        throw ValidationError("\(error.sentence(forTyped: address))")
      }
    } else {
      try address.requireWords(of: "the name of a source")
      guard id == nil, title == nil else {
        throw ValidationError(
          "a source that ships has its id and its title; leave --id and --title out"
        )
      }
    }
    try title?.requireWords(of: "--title")
    if let id, !SourceReading.isID(id) {
      throw ValidationError("--id: “\(id)” is no id; use small letters, digits and hyphens")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let files = try SourceFiles(of: settings)
    guard isAddress else {
      let draft = try shipped(besides: settings)
      if !unseen { try await readList(of: draft, settings) }
      return try add(draft, files, settings)
    }
    let page = try WebAddress(address)
    if let id, settings.sources.contains(where: { $0.id == id }) {
      throw ValidationError("--id: there is a source “\(id)” already")
    }
    if let known = settings.sources.first(where: { $0.isReadFrom(page) }) {
      let state = known.isEnabled ? "read every night" : "turned off"
      throw CommandFailure(
        "\(page) is the source \(known.id) already, which is \(state)"
          + (known.isEnabled
            ? "" : "; `\(NextCommand("source", "enable", known.id).typed)` turns it on")
      )
    }
    var draft = SourceDraft(page, taken: Set(settings.sources.map(\.id)))
    if draft.place == "page", !unseen {
      switch try await PageLook.outcome(at: page, RunPlan([], settings), further: true) {
      case .seen(let proposal):
        draft.take(proposal)
        Output.print(message: Report(of: proposal, on: page))
      case .notSeen(let why):
        throw CommandFailure(
          "the page could not be looked at, so nothing was added: \(why); `\(NextCommand("explain", page.text).typed)` says more, and --unseen adds it all the same"
        )
      }
    }
    if let id { draft.id = id }
    if let title { draft.title = title }
    if draft.place != "page", !unseen { try await readList(of: draft, settings) }
    try add(draft, files, settings)
  }

  /// The one source that ships and is meant.
  private func shipped(besides settings: Settings) throws -> SourceDraft {
    let all = try ShippedSources()
    let fitting = all.named(address)
    if let known = settings.sources.first(where: { $0.id == fitting.first?.id }), fitting.count == 1
    {
      throw CommandFailure(
        known.isEnabled
          ? "the source \(known.id) is there already, and read every night"
          : "the source \(known.id) is there already, and turned off; `\(NextCommand("source", "enable", known.id).typed)` turns it on"
      )
    }
    guard let entry = fitting.first else {
      let nearest = Spelling.nearest(to: address, among: all.names)
      throw CommandFailure(
        "no source that ships is called “\(address)”"
          + (nearest.map { "; did you mean “\($0)”?" }
            ?? "; name the address of its page, and it is looked at")
      )
    }
    guard fitting.count == 1 else {
      for entry in fitting {
        Output.print("\(entry.id): \(entry.title)")
        if !entry.remark.isEmpty { Output.print("  \(entry.remark)") }
      }
      throw CommandFailure(
        "\(fitting.count) sources that ship fit “\(address)”; name one by its id"
      )
    }
    Output.print("\(entry.title)\(entry.remark.isEmpty ? "" : ": \(entry.remark)")")
    return SourceDraft(entry)
  }

  private func add(_ draft: SourceDraft, _ files: SourceFiles, _ settings: Settings) throws {
    let file = files.folder.map { $0.appending("\(draft.id).yaml") } ?? settings.file
    Output.print("To be written to \(file):")
    for line in draft.lines { Output.print("  \(line)") }
    _ = try sources(of: draft)
    guard yes || Terminal.confirms("Add it?") else {
      throw CommandFailure("nothing was written; --yes adds it without a question")
    }
    try write(draft, to: file, files, settings)
    Output.print("Added. Next: `\(NextCommand("sync", draft.id))`, or the next night.")
  }

  /// What is to be written, read as a configuration: what is refused there would keep every run from beginning.
  private func sources(of draft: SourceDraft) throws -> [Source] {
    let text = SourceEditing.adding(draft.lines, to: "") ?? ""
    let yaml = try YAMLText(text, file: "source", shape: ConfigurationKey.sourceFileShape)
    return try SourceReading(yaml).read(try yaml.decode(ConfigurationFile.self).sources ?? [])
  }

  /// Reads a sitemap, a feed or a publication of GOV.UK, as a run would.
  private func readList(of draft: SourceDraft, _ settings: Settings) async throws {
    var plan = RunPlan(try sources(of: draft), settings)
    plan.retries = .never
    let reading = try await ListReading(plan, against: nil)
    Output.print(message: Report(of: reading.trials, in: reading.report, Invocation.wording))
    guard reading.trials.sources.allSatisfy(\.wasRead) else {
      throw CommandFailure(
        "it could not be read, so nothing was added; --unseen adds it all the same"
      )
    }
  }

  private func write(
    _ draft: SourceDraft,
    to file: FilePath,
    _ files: SourceFiles,
    _ settings: Settings
  ) throws {
    guard try Disk().entry(at: Disk().resolved(file)) == nil else {
      return try files.change(file) { before, after in
        after.last?.id == draft.id && Array(after.dropLast()) == before
      } _: {
        SourceEditing.adding(draft.lines, to: $0)
      }
    }
    let text = SourceEditing.adding(draft.lines, to: "") ?? ""
    try Disk().create(file, holding: text)
    // Whoever runs the nights has to read it.
    try Disk().takeRights(of: Disk().resolved(settings.file), on: file)
    do {
      _ = try configuration.settings()
    } catch {
      // It would keep every run from beginning.
      try Disk().removeFile(file)
      throw error
    }
  }
}
