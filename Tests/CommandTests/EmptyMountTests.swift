// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// An archive whose disk is not mounted tonight: its folder is there, and empty.
@Suite(.timeLimit(.minutes(10)))
struct `An archive's folder that is empty` {
  /// Takes the archive away and leaves an empty folder, as an unmounted disk does.
  private func unmount(_ archive: FilePath) throws {
    try FileManager.default.moveItem(atPath: archive.string, toPath: "\(archive)-disk")
    try FileManager.default.createDirectory(
      atPath: archive.string,
      withIntermediateDirectories: false
    )
  }

  private func mount(_ archive: FilePath) throws {
    try FileManager.default.removeItem(atPath: archive.string)
    try FileManager.default.moveItem(atPath: "\(archive)-disk", toPath: archive.string)
  }

  private func names(in archive: FilePath) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: archive.string)
  }

  @Test(arguments: [["sync"], ["sync", "--dry-run"], ["list"], ["verify"]])
  func `is no place for a second one, and that is told`(command: [String]) async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      try unmount(installation.archive)
      let run = try await Program.run(command + ["--config", program.configuration.string])
      #expect(run.status == 1)
      #expect(run.text == "")
      #expect(
        run.errorText.contains("there was an archive at \(installation.archive)"),
        "\(run.errorText)"
      )
      #expect(run.errorText.contains("Is its disk mounted?"))
      #expect(run.errorText.contains("hanaper init"))
      #expect(try names(in: installation.archive) == [])
      try mount(installation.archive)
      let after = try await program.run("sync")
      #expect(after.status == 0 && after.text == "", "\(after.text)\(after.errorText)")
    }
  }

  @Test func `is known where somebody saved the note of it on Windows`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let mark = program.configuration.removingLastComponent().appending(".hanaper-archives")
      let text = String(decoding: try Files.readBytes(mark), as: UTF8.self)
      let saved = text.replacingOccurrences(of: "\n", with: "\r\n")
      try saved.write(toFile: mark.string, atomically: true, encoding: .utf8)
      try unmount(installation.archive)
      #expect(try await program.run("sync").status == 1)
    }
  }

  @Test func `may be begun in again by init`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      try unmount(installation.archive)
      let made = try await Program.runBare("init", installation.folder.string)
      #expect(made.status == 0, "\(made.errorText)")
      #expect(made.text.contains("the ledger of the archive that was here has ended"))
      let run = try await program.run("sync")
      #expect(run.status == 0 && run.text.contains("New (1)"), "\(run.text)\(run.errorText)")
    }
  }

  @Test func `is begun in on the first day`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      try FileManager.default.removeItem(atPath: installation.archive.string)
      try FileManager.default.createDirectory(
        atPath: installation.archive.string,
        withIntermediateDirectories: false
      )
      let mark = program.configuration.removingLastComponent().appending(".hanaper-archives")
      try FileManager.default.removeItem(atPath: mark.string)
      #expect(try await program.run("sync").status == 0)
      let text = String(decoding: try Files.readBytes(mark), as: UTF8.self)
      #expect(text.hasSuffix("\n\(installation.archive)\n"), "\(text)")
    }
  }
}
