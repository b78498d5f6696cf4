// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Looking changes nothing` {
  private static let looks = [
    ["sync", "--dry-run"], ["sync", "--dry-run", "--json"], ["list"], ["list", "--json"],
    ["show", "report"], ["verify"], ["config"], ["restore", "report", "--to", "/nonexistent/a"],
  ]

  private func expectUnchanged(_ archive: FilePath, _ program: Program) async throws {
    let before = try Tree(archive)
    for look in Self.looks {
      let run = try await Program.run(look + ["--config", program.configuration.string])
      #expect(try Tree(archive) == before, "\(look) changed something: \(run.errorText)")
      if look.contains("--dry-run") {
        // Nobody answers there.
        #expect(run.status == 4, "\(run.errorText)")
        #expect(run.text.contains("reviews"))
      }
    }
  }

  @Test func `in an archive that has not begun, or is new`() async throws {
    try await ScratchDirectory.run { scratch in
      let installation = try await Installation(
        in: scratch.appending("here"),
        hosts: ["\(Installation.host):80"],
        at: 9,
        sources: Installation.reviews
      )
      try await expectUnchanged(installation.archive, installation.program)
      try FileManager.default.removeItem(atPath: installation.archive.string)
      // Nor was it ever there, as far as anybody noted.
      let noted = installation.program.configuration.removingLastComponent()
      try FileManager.default.removeItem(atPath: noted.appending(".hanaper-archives").string)
      try FileManager.default.createDirectory(
        atPath: installation.archive.string,
        withIntermediateDirectories: false
      )
      try await expectUnchanged(installation.archive, installation.program)
      let readme = installation.archive.appending("README.md")
      try Files.writeBytes(Array("Ours.\n".utf8), to: readme)
      try await expectUnchanged(installation.archive, installation.program)
    }
  }
}
