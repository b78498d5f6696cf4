// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import SystemPackage
import Testing

/// What a person sees of damage and of a wrong catalogue, at the command line.
@Suite(.timeLimit(.minutes(10)))
struct `A damaged archive at the command line` {
  private func withArchive(_ body: (Installation) async throws -> Void) async throws {
    let document = try SampleSite.document("lessons-and-messages.pdf")
    let page = Installation.listing([("/a.pdf", "A")])
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .document(page, type: "text/html", etag: "\"page\"", for: request)
      case "/a.pdf": .document(document, type: "application/pdf", for: request)
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      let first = try await installation.program.run("sync")
      #expect(first.status == 0, "\(first.errorText)")
      try await body(installation)
    }
  }

  private func change(_ installation: Installation, _ statement: String) async throws {
    let script =
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
    let run = try await Program.shell(
      "exec python3 -c \"$1\" \"$2\" \"$3\"",
      [script, installation.archive.appending("catalogue.sqlite").string, statement]
    )
    #expect(run.status == 0, "\(run.errorText)")
    // As if a command had done so, which did not come to note what it left.
    try Disk().removeFile(installation.archive.appending("catalogue.sqlite.sha512"))
  }

  @Test func `ends the run with 3 after everything else, with the command that shows more`()
    async throws
  {
    try await withArchive { installation in
      let find = "find \"$1\"/ocfl -path '*reviews*/v1/content/document.html'"
      let found = try await Program.shell(find, [installation.archive.string])
      let file = FilePath(found.text.trimmingCharacters(in: .newlines))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.string)
      try Files.writeBytes(Array("other".utf8), to: file)
      for _ in 0..<2 {
        let run = try await installation.program.run("sync")
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.text.contains("hanaper verify \"http://\(Installation.host)/reviews/\""))
        #expect(run.text.contains("1 unchanged"))
      }
    }
  }

  @Test func `does not blame a sound file for what only the catalogue has wrong`() async throws {
    try await withArchive { installation in
      for statement in [
        "update version set digest = replace(digest, substr(digest, 1, 4), '0000')",
        "update version set file_name = 'wrong.pdf', path = 'ocfl/nowhere', captured_at = 1",
        "delete from version",
        "update document set digest = replace(digest, substr(digest, 1, 4), '0000')",
      ] {
        try await change(installation, statement)
        let target = installation.folder.appending("restored.pdf").string
        let run = try await installation.program.run("restore", "a.pdf", "--to", target)
        #expect(run.status == 3, "\(statement): \(run.errorText)")
        #expect(run.text.contains("v1"), "\(statement)")
        #expect(run.errorText.contains("hanaper reindex"), "\(statement)")
        #expect(!run.errorText.contains("damaged"), "\(statement): \(run.errorText)")
        try FileManager.default.removeItem(atPath: target)
        let reindex = try await installation.program.run("reindex")
        #expect(reindex.status == 0)
        let silent = try await installation.program.run("restore", "a.pdf", "--to", target)
        #expect(silent.status == 0 && silent.errorText.isEmpty, "\(silent.errorText)")
        try FileManager.default.removeItem(atPath: target)
      }
    }
  }

  @Test func `is told with reindex, where the catalogue is another's or broken`() async throws {
    try await withArchive { installation in
      let catalogue = installation.archive.appending("catalogue.sqlite")
      let sound = try Files.readBytes(catalogue)
      for (statement, words) in [
        ("pragma user_version = 99", "made by a newer Hanaper (schema 99"),
        ("pragma user_version = 1", "made by an older Hanaper"),
        ("drop table listed", "is damaged"),
        ("alter table listed rename column text to words", "is damaged"),
      ] {
        try await change(installation, statement)
        let run = try await installation.program.run("sync")
        #expect(run.status == 1, "\(statement): \(run.text)\(run.errorText)")
        #expect(run.errorText.contains(words), "\(statement): \(run.errorText)")
        #expect(run.errorText.contains("hanaper reindex"), "\(statement)")
        let reindex = try await installation.program.run("reindex")
        #expect(reindex.status == 0, "\(statement): \(reindex.errorText)")
        #expect(try await installation.program.run("sync").status == 0)
      }
      var cut = sound
      cut.removeLast(cut.count / 2)
      for bytes in [cut, Array(repeating: 0, count: sound.count), sound.map { $0 ^ 1 }] {
        try Files.writeBytes(bytes, to: catalogue)
        let run = try await installation.program.run("sync")
        #expect(run.status == 1 && run.errorText.contains("hanaper reindex"), "\(run.errorText)")
        let reindex = try await installation.program.run("reindex")
        #expect(reindex.status == 0, "\(reindex.errorText)")
      }
    }
  }
}
