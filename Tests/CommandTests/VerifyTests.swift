// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What `verify`, `recover` and `validate` answer where something cannot be read, or a run is or was at work.
@Suite(.timeLimit(.minutes(10)))
struct `Verifying as a command` {
  struct Answer: Decodable {
    let schema: String
    let isIntact: Bool
    let objects: Int
    let findings: [Finding]
    let warnings: [Finding]
    let unfinished: Unfinished?

    struct Finding: Decodable {
      let address: String?
      let title: String?
      let versions: [Int]
      let severity: String
      let path: String
      let codes: [String]
      let sentence: String
      let next: String
    }

    struct Unfinished: Decodable {
      let isAtWork: Bool
      let sentence: String
    }
  }

  struct RecoverAnswer: Decodable {
    let schema: String
    let wasUnfinished: Bool
    let recovered: [String]
  }

  /// The folder of the report on Child D.
  private static let childD = "Archive/ocfl/1e1"

  /// Runs a line of shell as a user whom permissions keep out, who is not the one that tests run as on
  /// build machines.
  private static func asOthers(_ line: String, _ folder: FilePath) async throws -> ProgramRun {
    let own = """
      cp "$1" "$2/hanaper"
      if [ "$(id -u)" = 0 ]; then
        chmod 711 "$2/.."
        chown -R 65534:65534 "$2"
        exec setpriv --reuid=65534 --regid=65534 --clear-groups sh -c "$3" sh "$2"
      fi
      exec sh -c "$3" sh "$2"
      """
    return try await Program.shell(own, [try Program.path.string, folder.string, line])
  }

  @Test(arguments: [
    childD, "\(childD)/http*/v1", "\(childD)/http*/v2/content", "Archive/runs",
    "Archive/quarantine",
    "Archive/ocfl", "Archive/manifest-sha512.txt", "Archive/catalogue.sqlite",
    "\(childD)/http*/inventory.json",
    "\(childD)/http*/v1/content/document.pdf",
  ])
  func `what this user may not read is a finding, and the rest is verified`(
    path: String
  ) async throws {
    try await Program.withDemo { folder, _ in
      let line = """
        chmod 000 "$1/"\(path)
        "$1/hanaper" verify --json --config "$1/Config/hanaper.yaml"
        status=$?
        chmod 700 "$1/"\(path)
        exit $status
        """
      let run = try await Self.asOthers(line, folder)
      #expect(run.status == 4, "\(run.text)\(run.errorText)")
      let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output))
      #expect(answer.findings.count == 1, "\(answer.findings)")
      #expect(answer.findings.first?.sentence.contains("cannot be read: ") == true)
      #expect(answer.findings.first?.severity == "unread")
      #expect(answer.findings.first?.next.contains("as the user who runs") == true)
      #expect(answer.objects >= 8 || path == "Archive/ocfl")
      #expect(answer.findings.first?.title != nil || !path.hasPrefix(Self.childD))
    }
  }

  @Test func `damage is told as damage, whatever else may not be read`() async throws {
    try await Program.withDemo { folder, _ in
      let line = """
        printf x >> "$1/Archive/manifest-sha512.txt"
        chmod 000 "$1/Archive/runs"
        "$1/hanaper" verify --config "$1/Config/hanaper.yaml"
        status=$?
        chmod 700 "$1/Archive/runs"
        exit $status
        """
      let run = try await Self.asOthers(line, folder)
      #expect(run.status == 3, "\(run.text)\(run.errorText)")
      #expect(
        run.text.contains("DAMAGED: 1 finding; 1 place could not be read for want of permission"),
        "\(run.text)"
      )
    }
  }

  @Test func `what validate may not read is in its answer`() async throws {
    try await Program.withDemo { folder, _ in
      let line = """
        chmod 000 "$1/Archive/ocfl"
        "$1/hanaper" validate "$1/Archive/ocfl"
        status=$?
        chmod 700 "$1/Archive/ocfl"
        exit $status
        """
      let run = try await Self.asOthers(line, folder)
      #expect(run.status == 1)
      #expect(run.text.contains("Could not be read in full"), "\(run.text)\(run.errorText)")
      #expect(run.text.contains("Permission denied"))
    }
  }

  @Test func `a folder that leads to itself is a finding`() async throws {
    try await Program.withDemo { folder, program in
      let place = folder.pushing(FilePath(Self.childD))
      try FileManager.default.removeItem(atPath: place.string)
      try FileManager.default.createSymbolicLink(
        atPath: place.string,
        withDestinationPath: place.string
      )
      let run = try await program.run("verify")
      #expect(run.status == 3, "\(run.errorText)")
      #expect(run.text.contains("DAMAGED: 1 finding"), "\(run.text)")
      #expect(run.text.contains("SCR Child D Final report"))
    }
  }

  @Test func `foreign files are warnings to verify, and errors to validate`() async throws {
    try await Program.withDemo { folder, program in
      let object = try await Program.shell(
        "echo \"$1\"/http*",
        [folder.pushing(FilePath(Self.childD)).string]
      )
      let place = object.text.trimmingCharacters(in: .newlines)
      for name in [
        "\(folder)/Archive/.DS_Store", "\(folder)/Archive/ocfl/Thumbs.db", "\(place)/desktop.ini",
        "\(place)/v1/document.pdf~", "\(place)/v1/content/._document.pdf",
      ] {
        try Files.writeBytes(Array("x".utf8), to: FilePath(name))
      }
      let verify = try await program.answer(Answer.self, "verify")
      #expect(verify.schema == "hanaper/verify/2")
      #expect(verify.isIntact)
      #expect(verify.warnings.count == 5, "\(verify.warnings)")
      let text = try await program.run("verify")
      #expect(text.status == 0)
      #expect(text.text.contains("Intact (5 warnings)"))
      let validate = try await Program.runBare("validate", "\(folder)/Archive/ocfl")
      #expect(validate.status == 3)
    }
  }

  @Test func `one document is verified by its address without a catalogue`() async throws {
    try await Program.withDemo { folder, program in
      let address = try await program.answer(ListAnswer.self, "list").documents
        .first { $0.versions == 2 }?.address
      let known = try #require(address)
      let byTitle = try await program.run("verify", "Child D Final")
      #expect(byTitle.status == 0 && byTitle.text.hasPrefix("Intact: 1 object"), "\(byTitle.text)")
      let catalogue = folder.appending("Archive").appending("catalogue.sqlite").string
      try FileManager.default.removeItem(atPath: catalogue)
      let byAddress = try await program.run("verify", known)
      #expect(byAddress.status == 3)
      #expect(byAddress.text.contains("the catalogue is missing"), "\(byAddress.text)")
      let lost = try await program.run("verify", "Child D Final")
      #expect(lost.status == 1)
      #expect(lost.errorText.contains("hanaper reindex"), "\(lost.errorText)")
      let all = try await program.run("verify")
      #expect(all.status == 3)
      #expect(all.text.contains("hanaper reindex"))
      #expect(!FileManager.default.fileExists(atPath: catalogue), "verifying writes nothing")
      let typed = try await program.run("verify", "https://www.example.org/nothing.pdf")
      #expect(typed.status == 1)
    }
  }

  @Test func `a run that is at work is told, a killed one too, and recover finishes it`()
    async throws
  {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let isAsked = AsyncStream.makeStream(of: Void.self)
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/robots.txt": return .status(404)
      case "/reviews/":
        return .ok(Installation.listing([("/a.pdf", "A"), ("/b.pdf", "B")]), type: "text/html")
      case "/a.pdf": return .ok(pdf, type: "application/pdf")
      default:
        isAsked.continuation.finish()
        return Reply([.pause(.seconds(60)), .close])
      }
    }
    try await Installation.run(connections: 1, script: script) { installation, _ in
      let program = installation.program
      let words = ["sync", "--config", program.configuration.string]
      try await RunningProgram.run(try Program.path.string, words) { run in
        for await _ in isAsked.stream {}
        let during = try await program.run("verify")
        #expect(during.status == 0, "\(during.text)")
        #expect(during.text.contains("a run is at work: process \(run.identifier), sync"))
        let busy = try await program.run("recover")
        #expect(busy.status == 75)
        run.send(SIGKILL)
        _ = await run.ending()
      }
      let killed = try await program.answer(Answer.self, "verify")
      #expect(killed.isIntact)
      #expect(killed.unfinished?.isAtWork == false)
      let text = try await program.run("verify")
      #expect(text.status == 0)
      #expect(text.text.contains("a run was interrupted; the next run finishes it"))
      let recover = try await program.answer(RecoverAnswer.self, "recover")
      #expect(recover.schema == "hanaper/recover/1" && recover.wasUnfinished)
      let again = try await program.run("recover")
      #expect(again.status == 0 && again.text.contains("Nothing was left unfinished."))
      let after = try await program.answer(Answer.self, "verify")
      #expect(after.isIntact && after.unfinished == nil)
    }
  }
}
