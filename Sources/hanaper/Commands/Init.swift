// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Filing
import SystemPackage

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a configuration and an empty archive.",
    discussion: """
      Writes DIR/Config/hanaper.yaml and DIR/Archive/. Nothing that exists is overwritten. Then edit \
      the configuration, or name a first page with --page, and run `hanaper sync`.
      """
  )

  @Argument(help: ArgumentHelp("Where.", valueName: "dir"))
  var directory = "."

  @Option(
    help: ArgumentHelp(
      "How the sites you visit can reach you: mailto:… or https://….",
      valueName: "address"
    )
  )
  var contact: String

  @Option(help: ArgumentHelp("A page whose reports are to be kept.", valueName: "address"))
  var page: String?

  func run() throws {
    let disk = Disk()
    let place = FilePath(directory)
    let file = place.appending("Config").appending("hanaper.yaml")
    let archive = place.appending("Archive")
    guard try disk.entry(at: file) == nil else {
      throw CommandFailure("\(file) exists; edit it, or name another directory")
    }
    let text = ConfigurationTemplate(contact: contact, page: page).text
    // What could not be read later is not written now.
    let settings = try Settings(text, of: file)
    try disk.makeDirectories(file.removingLastComponent())
    _ = try Archive.create(at: archive)
    try disk.create(file, holding: text)
    let flag = directory == "." ? "" : " --config \(file)"
    print(
      """
      Made \(file)
             which sources to read, how gently, and how sites can reach you
           \(archive)/
             an empty archive; its README.md says how to read it without Hanaper

      Next: \(settings.sources.isEmpty ? "add a source to the configuration, then " : "")\
      `hanaper sync\(flag)`.
      """
    )
  }
}

/// The configuration that `hanaper init` writes.
struct ConfigurationTemplate {
  let contact: String
  let page: String?

  var text: String {
    """
    # Hanaper's configuration. `hanaper config` prints what it means, with all defaults.

    archive: ../Archive

    # Sent to every site with each request, so that they can reach you.
    contact: \(quoted(contact))

    # How gently each site is asked.
    politeness: { delay: 2s, hosts: 32, connectionsPerHost: 1 }

    # Where to look. A page whose links lead to reports, or the addresses of reports themselves:
    #
    #   - id: our-reviews                     # short, for commands and reports
    #     title: Our partnership's reviews
    #     page: https://www.example.org/reviews/
    #     exclude: ["*form*"]                 # links not to follow
    #   - id: single-reports
    #     addresses: [https://www.example.org/files/annual-report-2025.pdf]
    \(sources)

    """
  }

  private var sources: String {
    guard let page else { return "sources: []" }
    return """
      sources:
        - id: first
          page: \(quoted(page))
      """
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }
}
