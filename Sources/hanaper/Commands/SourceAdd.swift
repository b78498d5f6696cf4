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

struct SourceAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Look at a page, say what it would bring, and add it as a source.",
    discussion: """
      Asks for the page once, by leave of its robots.txt, and says how many files it links to, which web pages seem to be reports, \
      what is not taken, and whether the list goes on. What is to be written is shown, and written with consent: to a file of \
      its own where the configuration names a folder for sources, else to the configuration.

      An address that ends in .xml is taken for a sitemap, one that ends in /feed/ for a feed, and one of GOV.UK for a page of its content API.

        hanaper source add https://www.example.org/reviews/

      EXIT STATUS
        0   it was added
        1   it was not: the page could not be read, or nobody agreed
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Argument(help: "The page, sitemap or feed.")
  var address: String

  @Option(help: "How it is called in commands: small letters, digits, hyphens.")
  var id: String?

  @Option(help: "How it is called in messages.")
  var title: String?

  @Flag(help: "Add it without a question.")
  var yes = false

  func validate() throws {
    do {
      _ = try WebAddress(address)
    } catch {
      throw ValidationError("\(error.sentence(forTyped: address))")
    }
    try title?.requireWords(of: "--title")
    if let id, !SourceReading.isID(id) {
      throw ValidationError("--id: “\(id)” is no id; use small letters, digits and hyphens")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let page = try WebAddress(address)
    let files = try SourceFiles(of: settings)
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
    if draft.place == "page" {
      switch try await PageLook.outcome(at: page, RunPlan([], settings)) {
      case .seen(let proposal):
        draft.take(proposal)
        Output.print(message: Report(of: proposal, on: page))
      case .notSeen(let why):
        throw CommandFailure(
          "the page could not be looked at, so nothing was added: \(why); `\(NextCommand("explain", page.text).typed)` says more"
        )
      }
    }
    if let id { draft.id = id }
    if let title { draft.title = title }
    if draft.place != "page" { try await readList(of: draft, settings) }
    let file = files.folder.map { $0.appending("\(draft.id).yaml") } ?? settings.file
    Output.print("To be written to \(file):")
    for line in draft.lines { Output.print("  \(line)") }
    guard yes || Terminal.confirms("Add it?") else {
      throw CommandFailure("nothing was written; --yes adds it without a question")
    }
    try write(draft, to: file, files, settings)
    Output.print("Added. Next: `\(NextCommand("sync", draft.id))`, or the next night.")
  }

  /// Reads a sitemap, a feed or a publication of GOV.UK, as a run would.
  private func readList(of draft: SourceDraft, _ settings: Settings) async throws {
    let text = SourceEditing.adding(draft.lines, to: "") ?? ""
    let yaml = try YAMLText(text, file: "source", shape: ConfigurationKey.sourceFileShape)
    let written = try yaml.decode(ConfigurationFile.self).sources ?? []
    let plan = RunPlan(try SourceReading(yaml).read(written), settings)
    let reading = try await ListReading(plan, against: nil)
    Output.print(message: Report(of: reading.trials, in: reading.report, Invocation.wording))
    guard reading.trials.sources.allSatisfy(\.wasRead) else {
      throw CommandFailure(
        "it could not be read, so nothing was added; `\(NextCommand("explain", address).typed)` says more"
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
