// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import ArgumentParser
import Curl
import Fetching
import Filing
import Foundation
import Night
import Reporting
import Synchronising
import SystemPackage

struct Check: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    abstract: "Find dead links: of the configured sources, or of any page or HTML file.",
    discussion: """
      Without arguments, the links of every enabled source. Nothing is kept. Dead means that the \
      address says so (404, 410, or an error page with status 200); malformed, that what the page \
      links to is no address, or that a letter in it could not be read. What is behind a bot wall, \
      asks for a password or did not answer is told apart as uncertain.

        hanaper check https://www.example.org/reviews/
        hanaper check page.html --base https://www.example.org/reviews/

      \(ExitStatus.table)
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(
    help: ArgumentHelp("Addresses, HTML files or sources.", valueName: "address, file or source")
  )
  var targets: [String] = []

  @Option(
    help: ArgumentHelp("What relative links of the files are meant against.", valueName: "address")
  )
  var base: String?

  @Option(
    help: ArgumentHelp(
      "Exit with 2 if there are links of these classes.",
      discussion:
        "Words, separated by commas: dead, malformed, moved, uncertain, none. By default dead,malformed.",
      valueName: "classes"
    ),
    transform: LinkClasses.init
  )
  var failOn = LinkClasses(words: [.dead, .malformed])

  func run() async throws {
    // Checking somebody's page needs no configuration, but heeds one where it is.
    let settings = try targets.isEmpty ? configuration.settings() : configuration.settingsIfAny()
    let plan = RunPlan([], settings)
    let targets = try resolve(settings)
    let spool = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("hanaper-check-\(ProcessInfo.processInfo.processIdentifier)")
    try Disk().removeTree(spool)
    try Disk().makeDirectory(spool)
    defer { try? Disk().removeTree(spool) }
    let line = ProgressLine()
    let report = try await Interruption.allowing {
      try await LinkChecker(plan, spool: spool).run(targets) { progress in
        line.show(
          done: progress.visited,
          of: progress.planned,
          what: "links",
          bytes: progress.bytes
        )
      }
    }
    ProgressLine.clear()
    if json.isWanted {
      try json.print(report)
    } else {
      Output.print(Report(of: report))
    }
    try status(of: report).end()
  }

  private func resolve(_ settings: Settings?) throws -> [LinkChecker.Target] {
    guard !targets.isEmpty else {
      let sources = try settings?.sources(named: []) ?? []
      guard !sources.isEmpty else {
        throw ConfigurationError(
          of: settings?.file ?? Settings.usualFile,
          "no source is enabled, so there is nothing to check; name one, or a page"
        )
      }
      return sources.flatMap(Self.targets)
    }
    let base = try base.map { try Self.address($0, of: "--base: ") }
    return try targets.flatMap { text -> [LinkChecker.Target] in
      if let source = settings?.sources.first(where: { $0.id == text }) {
        return Self.targets(of: source)
      }
      if text.contains("://") { return [.address(try Self.address(text))] }
      let path = FilePath(text)
      guard try Disk().entry(at: path) == .file else {
        throw UnknownTarget(text, known: settings?.sources.map(\.id) ?? [])
      }
      return [.file(path, base: base)]
    }
  }

  private static func address(_ text: String, of option: String = "") throws -> WebAddress {
    do {
      return try WebAddress(text)
    } catch {
      throw CommandFailure(option + error.sentence(forTyped: text))
    }
  }

  private static func targets(of source: Source) -> [LinkChecker.Target] {
    (source.listPage == nil ? [] : [.source(source)])
      + source.namedDocuments.map(LinkChecker.Target.address)
  }

  private func status(of report: LinkCheckReport) -> ExitStatus {
    if report.isNetworkDown { return .noNetwork }
    if failOn.words.contains(where: { report.count(of: $0) > 0 }) { return .findings }
    return report.isWhole ? .done : .partly
  }
}

extension RunPlan {
  /// For a check without a configuration: the defaults, gently.
  fileprivate init(_ sources: [Source], _ settings: Settings?) {
    if let settings {
      self.init(sources, settings)
    } else {
      self.init(
        sources: sources,
        politeness: Politeness(),
        limits: TransferLimits(),
        network: NetworkSettings(userAgent: Settings.tool),
        tool: Settings.tool,
        contact: ""
      )
    }
  }
}

/// What is to be checked, and is nothing that can be.
struct UnknownTarget: Error, CustomStringConvertible {
  let description: String

  init(_ text: String, known: [String]) {
    let advice = Spelling.nearest(to: text, among: known).map { "; did you mean “\($0)”?" } ?? ""
    description = "“\(text)” is no source, no file, and no address (https://…)\(advice)"
  }
}
