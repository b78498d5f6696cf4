// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What is noted of an archive outside of it, and what that tells of a disk that is not mounted.
@Suite(.timeLimit(.minutes(10)))
struct `An archive that is known from outside` {
  private func move(_ place: FilePath, to other: String) throws {
    try FileManager.default.moveItem(atPath: place.string, toPath: other)
  }

  private func makeFolder(_ place: FilePath) throws {
    try FileManager.default.createDirectory(
      atPath: place.string,
      withIntermediateDirectories: false
    )
  }

  @Test func `is not taken for the one that init made beneath its disk`() async throws {
    try await Installation.runWithOneReport { installation in
      let (program, archive) = (installation.program, installation.archive)
      // Before the disk was mounted; then on the disk.
      try move(archive, to: "\(archive)-beneath")
      try makeFolder(archive)
      #expect(try await Program.runBare("init", installation.folder.string).status == 0)
      #expect(try await program.run("sync").status == 0)
      // Not mounted tonight: what is beneath is an archive, and empty.
      try move(archive, to: "\(archive)-disk")
      try move(FilePath("\(archive)-beneath"), to: archive.string)
      for command in ["sync", "list", "verify"] {
        let run = try await program.run(command)
        #expect(run.status == 1 && run.text == "", "\(command): \(run.text)")
        #expect(run.errorText.contains("is not the one of earlier runs"), "\(run.errorText)")
        #expect(run.errorText.contains("Is its disk mounted?"))
        #expect(run.errorText.contains(".hanaper-archives"))
      }
      try move(archive, to: "\(archive)-beneath")
      try move(FilePath("\(archive)-disk"), to: archive.string)
      let after = try await program.run("sync")
      #expect(after.status == 0 && after.text == "", "\(after.text)\(after.errorText)")
      // The lines are taken out, as was advised: then this one is meant.
      let mark = program.configuration.removingLastComponent().appending(".hanaper-archives")
      try FileManager.default.removeItem(atPath: mark.string)
      try move(archive, to: "\(archive)-disk")
      try move(FilePath("\(archive)-beneath"), to: archive.string)
      #expect(try await program.run("sync").text.contains("New (1)"))
    }
  }

  @Test func `is not missed for what it lost, nor where the note is of before`() async throws {
    try await Installation.runWithOneReport { installation in
      let (program, archive) = (installation.program, installation.archive)
      #expect(try await program.run("sync").status == 0)
      let runs = archive.appending("runs")
      let first = try #require(
        try FileManager.default.contentsOfDirectory(atPath: runs.string).min()
      )
      let mark = program.configuration.removingLastComponent().appending(".hanaper-archives")
      let text = String(decoding: try Files.readBytes(mark), as: UTF8.self)
      #expect(text.hasSuffix("\n# first run: \(first)\n\(archive)\n"), "\(text)")
      #expect(try await program.run("sync").status == 0)
      try FileManager.default.removeItem(atPath: runs.appending(first).string)
      #expect(try await program.run("sync").status != 1, "that is damage, which verify tells")
      try Files.writeBytes(Array("# Paths\n\(archive)\n".utf8), to: mark)
      #expect(try await program.run("sync").status != 1)
    }
  }

  @Test(arguments: [
    ".DS_Store", ".Trash-1000", ".hidden", "lost+found", "System Volume Information",
  ])
  func `is missed though something of the system's own lies in the empty folder`(
    name: String
  ) async throws {
    try await Installation.runWithOneReport { installation in
      let (program, archive) = (installation.program, installation.archive)
      #expect(try await program.run("sync").status == 0)
      try move(archive, to: "\(archive)-disk")
      try makeFolder(archive)
      try makeFolder(archive.appending(name))
      let run = try await program.run("sync")
      #expect(run.status == 1)
      if name != ".hidden" {
        #expect(run.errorText.contains("Is its disk mounted?"), "\(run.errorText)")
        let made = try await Program.runBare("init", installation.folder.string)
        #expect(made.status == 0, "a new disk has such things, too: \(made.errorText)")
      }
    }
  }

  @Test func `is told not to be noted where no place takes the note`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      let mark = program.configuration.removingLastComponent().appending(".hanaper-archives")
      try FileManager.default.removeItem(atPath: mark.string)
      // As a folder that may not be written to: nothing can take its place.
      try makeFolder(mark)
      try Files.writeBytes([], to: mark.appending("x"))
      let line = "exec env -u HOME -u XDG_STATE_HOME \"$1\" sync --config \"$2\""
      let words = [try Program.path.string, program.configuration.string]
      let run = try await Program.shell(line, words)
      #expect(run.status == 0, "\(run.errorText)")
      #expect(
        run.words.contains("Note: where the archive is could not be noted (in \(mark))"),
        "\(run.text)"
      )
      #expect(run.text.contains("XDG_STATE_HOME"))
      let again = try await Program.shell(line, words)
      #expect(again.status == 0 && again.text == "", "told once: \(again.text)")
    }
  }

  @Test func `is told once to be named by two configurations`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await !program.run("sync").text.contains("two configurations"))
      let text = try Files.readBytes(program.configuration)
      let other = program.configuration.removingLastComponent().appending("other.yaml")
      try Files.writeBytes(text, to: other)
      let second = Program(configuration: other)
      let run = try await second.run("sync")
      #expect(run.words.contains("Note: two configurations name this archive, "), "\(run.text)")
      #expect(run.words.contains("hanaper.yaml and ") && run.text.contains("other.yaml"))
      #expect(run.text.contains("`sourceFiles`"))
      #expect(try await program.run("sync").text == "", "told once")
      // One that was moved is the same.
      try FileManager.default.removeItem(atPath: program.configuration.string)
      #expect(try await !second.run("sync").text.contains("two configurations"))
    }
  }

  @Test func `is not told to be named by the configuration that it was copied with`() async throws {
    try await Installation.runWithOneReport { installation in
      #expect(try await installation.program.run("sync").status == 0)
      let copy = installation.scratch.appending("copy")
      let line =
        "cp -a \"$1\" \"$2\" && sed -i \"s#^archive: .*#archive: ../Archive#\" \"$2/Config/hanaper.yaml\""
      let made = try await Program.shell(line, [installation.folder.string, copy.string])
      #expect(made.status == 0, "\(made.errorText)")
      let second = Program(configuration: copy.pushing("Config/hanaper.yaml"))
      let night = try await second.run("sync")
      #expect(night.status == 0 && !night.text.contains("two configurations"), "\(night.text)")
    }
  }
}
