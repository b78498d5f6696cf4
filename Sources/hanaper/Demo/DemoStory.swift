// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Records
import Addressing
import Archiving
import Cataloguing
import Curl
import Fetching
import Filing
import Fixity
import Foundation
import OCFL
import Reporting
import Synchronising
import SystemPackage

/// Two nights in the life of an archive, told step by step.
struct DemoStory: Sendable {
  private let server: DemoServer
  private let folder: FilePath

  init(_ server: DemoServer, in folder: FilePath) {
    self.server = server
    self.folder = folder
  }

  /// What the story promises and did not hold; it means that Hanaper is broken.
  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  func tell() async throws {
    let archive = try Archive.create(at: folder.appending("Archive"))
    try writeConfiguration()
    say(
      """
      A sample site with reports of the Northbrook partnership, which does not exist, is served on \
      this machine only (127.0.0.1, port \(server.port)).
      """
    )

    heading("Night one: everything is new")
    try await synchronise(archive, at: "2021-06-21T02:00:00Z")

    heading("By day the site changes")
    say(
      """
      The report on Child D is replaced by another edition, under the same address.
      Child B is dropped from the page; the file is still there.
      Child A answers 404. The briefings answer 200, with a page that says "report not found".
      A report on Jason is new.
      """
    )
    server.change(to: .two)

    heading("Night two: the news")
    try await synchronise(archive, at: "2021-06-22T02:00:00Z")
    try await list(archive)

    heading("Is everything as it was kept?")
    try await verify(archive, findings: [])

    let childD = try await document("Child D Final", in: archive)
    try await damage(childD, in: archive)
    try await restore(childD, from: archive)
  }

  // MARK: Steps

  private func synchronise(_ archive: Archive, at time: String) async throws {
    let now = try Date(time, strategy: .iso8601)
    var network = NetworkSettings(
      userAgent: "\(Settings.tool) (demo)",
      allowsPrivateAddresses: true
    )
    network.connectTo = [DemoSite.host, DemoSite.neighbour].map {
      "\($0):80:127.0.0.1:\(server.port)"
    }
    let plan = RunPlan(
      sources: [
        Source(
          id: "northbrook",
          title: "Northbrook, case reviews",
          place: .page(try WebAddress(DemoSite.listing))
        )
      ],
      politeness: Politeness(delay: .zero),
      limits: TransferLimits(),
      network: network,
      tool: Settings.tool,
      contact: "mailto:demo@northbrookscp.example",
      clock: { now }
    )
    let report = try await Synchroniser(plan).run(ArchiveWriter(archive, for: "demo"))
    Output.print(message: Report(of: report, in: Invocation.wording))
  }

  private func list(_ archive: Archive) async throws {
    var table = Table(["STANDING", "LISTED", "VERSIONS", "REPORT"])
    let catalogue = try await archive.catalogue()
    for document in try await catalogue.documents(of: "northbrook") {
      guard let version = document.version else { continue }
      let isListed = try await !catalogue.listings(of: document.address).isEmpty
      table.add([
        (document.standing ?? .unknown).word, isListed ? "yes" : "no", "\(version)", document.title,
      ])
    }
    Output.print()
    Output.print(table.lines.joined(separator: "\n"))
  }

  private func document(_ text: String, in archive: Archive) async throws -> Document {
    try await DocumentFinder(in: archive.catalogue()).find(text)
  }

  private func verify(_ archive: Archive, findings expected: [String]) async throws {
    let outcome = try await Verification(of: archive).full(cores: 2)
    Output.print(Report(of: outcome.findings, in: Invocation.wording))
    say(
      outcome.isIntact
        ? "Intact: \(outcome.amount)."
        : "DAMAGED: \(Readable.count(outcome.findings.count, "finding"))."
    )
    let paths = outcome.findings.map(\.path)
    guard paths.count == expected.count, zip(paths, expected).allSatisfy({ $0.hasSuffix("/\($1)") })
    else {
      throw Broken(description: "verify found \(outcome.findings), but \(expected) is damaged")
    }
  }

  private func damage(_ document: Document, in archive: Archive) async throws {
    let disk = Disk()
    let file = try archive.contentFile(of: document.address, version: 2)
    let sound = try disk.read(file)
    var damaged = sound
    damaged[sound.count / 2] ^= 1
    heading("One bit of one kept file is flipped")
    say(
      "\(file.lastComponent?.string ?? "") of version 2, byte \(sound.count / 2) of \(sound.count)"
    )
    try disk.replace(file, with: damaged)
    try await verify(archive, findings: ["v2/content/document.pdf"])
    try disk.replace(file, with: sound)
    try disk.makeReadOnly(file)
    say("The bit is put back.")
    try await verify(archive, findings: [])
  }

  private func restore(_ document: Document, from archive: Archive) async throws {
    heading("\"Please send me the report on Child D as it was on 21 June\"")
    let day = try Date("2021-06-21T23:59:59Z", strategy: .iso8601)
    let held = try await archive.heldVersions(of: document.address, in: archive.catalogue())
    let target = folder.appending("SCR-Child-D-Final-Report.pdf")
    for version in try Restoration.select(.asOf(day), from: held, of: document.address) {
      try Restoration(from: archive).restore(version, to: target, overwriting: false)
      let restored = Digest.of(try Disk().read(target)).hex
      guard restored == version.digest.hex else { throw Broken(description: "the digests differ") }
      say(
        """
        Restored v\(version.number), kept on \(Readable.date(version.capturedAt)), \
        \(Readable.size(try Disk().size(of: target))).
        SHA-512 then and now: \(restored.prefix(32))…
        """
      )
    }
    Output.print()
  }

  // So that what --keep leaves can be used with every other command.
  private func writeConfiguration() throws {
    let directory = folder.appending("Config")
    try Disk().makeDirectory(directory)
    let text = """
      archive: ../Archive
      contact: mailto:demo@northbrookscp.example
      sources:
        - id: northbrook
          title: Northbrook, case reviews
          page: \(DemoSite.listing)

      """
    try Disk().create(directory.appending("hanaper.yaml"), holding: text)
  }

  // MARK: Speaking

  private func heading(_ text: CleanText) {
    Output.print("\n" + CleanText.styled("== \(text)", .bold))
  }

  private func say(_ text: CleanText) {
    Output.print(text)
  }
}
