// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Ledger
import Support
import SystemPackage
import Testing

/// What `hanaper sync --json` says of witnesses.
private struct SyncAnswer: Decodable {
  let witnesses: Witnesses

  struct Witnesses: Decodable {
    let signed: [String]
    let alarms: [Word]
  }

  struct Word: Decodable {
    let witness: String
    let evidence: String?
  }
}

/// Witnesses of the ledger, at the command line.
@Suite(.timeLimit(.minutes(10)))
struct `A witness at the command line` {
  /// The words behind a label in what a program printed.
  private static func word(_ label: String, in text: String) -> String? {
    text.split(separator: "\n").first { $0.hasPrefix(label) }.map {
      String($0.dropFirst(label.count))
    }
  }

  /// Runs a witness for the ledger of an installation, and writes it into its configuration.
  private func withWitness(
    of installation: Installation,
    in folder: FilePath,
    _ body: (RunningProgram, _ place: String) async throws -> Void
  ) async throws {
    let program = installation.program
    let key = try #require(Self.word("public key: ", in: try await program.run("ledger").text))
    let arguments = [
      "witness", "--dir", folder.string, "--name", "example.net/witness", "--listen", "127.0.0.1:0",
      "--log", key,
    ]
    try await RunningProgram.run(
      try Program.path.string,
      arguments,
      environment: Program.environment
    ) {
      witness in
      var printed = ""
      for _ in 0..<500 where !printed.contains("signs for 1 ledger at ") {
        try await Task.sleep(for: .milliseconds(20))
        printed = String(decoding: try witness.output, as: UTF8.self)
      }
      let own = try #require(Self.word("public key: ", in: printed))
      let address = try #require(Self.word("signs for 1 ledger at ", in: printed))
      try installation.configure(
        ledger: "{ witnesses: [ { address: \"\(address)\", key: \"\(own)\" } ] }",
        before: installation.configurationText
      )
      try await body(witness, String(address.dropFirst("http://".count)))
    }
  }

  @Test func `signs every night, and finds out that the archive was rolled back or forked`()
    async throws
  {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let folder = installation.scratch.appending("witness")
      try await withWitness(of: installation, in: folder) { witness, _ in
        let copy = installation.scratch.appending("copy")
        for night in 0..<3 {
          let run = try await program.run("sync")
          #expect(run.status == 0 && run.text.isEmpty, "\(run.text)\(run.errorText)")
          #expect(try await program.run("checkpoint").text.contains("— example.net/witness "))
          if night == 1 {
            let line = "cp -a \"$1\" \"$2\" && cp \"$3\"/*.checkpoint \"$2\".checkpoint"
            let config = program.configuration.removingLastComponent().string
            _ = try await Program.shell(line, [installation.archive.string, copy.string, config])
          }
        }
        #expect(try await program.run("verify").status == 0)
        let json = try await program.run("config", "--json")
        #expect(json.text.contains("\"witnesses\""))

        // The archive of the second night, with what stands beside the key.
        let config = program.configuration.removingLastComponent().string
        let line =
          "rm -r \"$1\" && cp -a \"$2\" \"$1\" && cp \"$2\".checkpoint \"$3\"/hanaper.ledger.checkpoint"
        let back = try await Program.shell(
          line,
          [installation.archive.string, copy.string, config]
        )
        #expect(back.status == 0, "\(back.errorText)")
        let alarm = try await program.run("sync")
        #expect(alarm.status == 3, "\(alarm.text)\(alarm.errorText)")
        #expect(
          alarm.text.contains("ALARM: the witness example.net/witness does not know this history")
        )
        #expect(alarm.text.contains("quarantine/witness-"))
        // And at the witness: whoever rewrites an archive may rewrite its messages.
        let told = String(decoding: try witness.errorOutput, as: UTF8.self)
        #expect(told.contains("ALARM: the ledger "))
        // It is told again, until it is mended.
        let again = try await program.run("sync", "--json")
        #expect(again.status == 3 && again.errorText.contains("ALARM: "))
        let words = try JSONDecoder().decode(SyncAnswer.self, from: Data(again.output)).witnesses
        #expect(words.alarms.map(\.witness) == ["example.net/witness"] && words.signed.isEmpty)
        #expect(words.alarms.allSatisfy { $0.evidence?.hasPrefix("quarantine/witness-") == true })

        witness.send(SIGTERM)
        #expect(await witness.ending() == .status(0))
        let gone = try await program.run("sync")
        #expect(gone.status == 0 && gone.text.contains("did not sign: it gave no answer"))
      }
      // What it has seen it remembers.
      let again = try await Program.runBare("witness", "--dir", folder.string, "--log", "nonsense")
      #expect(again.status == 1 && again.errorText.contains("--log: "))
    }
  }

  @Test func `has bounds for what comes, and tells where it cannot listen`() async throws {
    try await Installation.runWithOneReport { installation in
      #expect(try await installation.program.run("sync").status == 0)
      let folder = installation.scratch.appending("witness")
      try await withWitness(of: installation, in: folder) { _, place in
        let other = installation.scratch.appending("other")
        let key = try #require(
          Self.word("public key: ", in: try await installation.program.run("ledger").text)
        )
        for place in [place, "nowhere.invalid:7380"] {
          let arguments = ["--name", "w.example", "--log", key, "--listen", place]
          let second = try await Program.run(["witness", "--dir", other.string] + arguments)
          #expect(second.status == 1, "\(second.errorText)")
          #expect(second.errorText.contains("cannot listen at \(place)"), "\(second.errorText)")
          #expect(try Disk().entry(at: other) == nil, "nothing is left behind")
        }

        // What it is told of, and what it waits for, has a bound.
        let port = place.split(separator: ":").last.map { String($0) } ?? ""
        let post = "POST /add-checkpoint HTTP/1.1\\r\\nHost: w\\r\\nConnection: close\\r\\n"
        for (request, status) in [
          (post + "Content-Length: 65537\\r\\n\\r\\n", "HTTP/1.1 413"),
          (post + "Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n", "HTTP/1.1 411"),
          ("POST /add-ch", ""),
        ] {
          let line = "exec 3<>/dev/tcp/127.0.0.1/$1; printf \"$2\" >&3; cat <&3"
          // Else it would be waited for.
          let answer = try await Program.shell(
            "exec timeout 60 bash -c \"$1\" bash \"$2\" \"$3\"",
            [line, port, request]
          )
          #expect(answer.status == 0 && answer.text.hasPrefix(status), "\(answer.text)")
        }
      }
    }
  }

  @Test func `that answers rubbish is told, and what it said is kept; the run goes on`()
    async throws
  {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/a.pdf": .ok(pdf, type: "application/pdf")
      case "/w/add-checkpoint":
        .ok(Array("— example.net/w AAAAAAAAAAAA\nwhat?\n".utf8), type: "text/plain")
      case "/full/add-checkpoint": .status(507)
      default: .status(404)
      }
    }
    try await Installation.run(sources: Installation.oneReport, script: script) { installation, _ in
      let program = installation.program
      let file = program.configuration
      let text = try installation.configurationText
      // A key of that form; nobody has its secret.
      let key = "example.net/wit+e8b20171+BL0W38uOs51q/jhYyFbnMb+sxz+cRy++HsoMbY1TW9kX"
      let witnesses = ["w", "full", "none"].map {
        "{ address: \"http://\(Installation.host)/\($0)\", key: \"\(key)\" }"
      }
      let words = witnesses.joined(separator: ", ")
      try installation.configure(ledger: "{ witnesses: [ \(words) ] }", before: text)
      let run = try await program.run("sync")
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.text.contains("New (1)"))
      #expect(run.words.contains("it answered with no signature of its key"))
      #expect(run.words.contains("it answered with the status 507"))
      #expect(run.words.contains("it does not know the ledger"))
      let kept = try Disk().list(installation.archive.appending("quarantine")).map(\.name)
      #expect(kept.count { $0.hasPrefix("witness-") } == 2)
      #expect(try await program.run("verify").status == 0)

      // The key of a ledger is none of a witness.
      let own = try #require(Self.word("public key: ", in: try await program.run("ledger").text))
      let wrong =
        "ledger: { witnesses: [ { address: \"http://x.example\", key: \"\(own)\" } ] }\n" + text
      try Files.writeBytes(Array(wrong.utf8), to: file)
      let refused = try await program.run("config")
      #expect(
        refused.status == 78 && refused.errorText.contains("is the key of a ledger"),
        "\(refused.errorText)"
      )
    }
  }

  /// Answers as a witness does whose last checkpoint has as many leaves as the one that it is asked to sign.
  ///
  /// - Parameters:
  ///   - request: what it is asked.
  ///   - signer: whose signature it gives once it is asked with the right size; nil for a witness that saw another ledger.
  /// - Returns: 409 or its signature.
  private static func answer(
    _ request: ReceivedRequest,
    seenAllBy signer: NoteSigner?
  ) -> Reply {
    guard let asked = try? AddCheckpoint(request.body) else { return .status(400) }
    let checkpoint = asked.checkpoint.checkpoint
    if let signer, asked.oldSize == checkpoint.head.size {
      let signature = signer.cosignature(over: checkpoint.text, at: 1_700_000_000)
      return .ok(Array(signature.line.utf8), type: "text/plain")
    }
    return Reply([
      .send(
        Reply.head(
          409,
          [
            ("Content-Type", "text/x.tlog.size"), ("Connection", "close"),
            ("Content-Length", "\(String(checkpoint.head.size).utf8.count)"),
          ]
        ) + Array(String(checkpoint.head.size).utf8)
      ), .close,
    ])
  }

  @Test func `that has seen just these leaves is asked once more, and only then is it a fork`()
    async throws
  {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let signer = try NoteSigner("example.net/w", number: 7, .cosignature)
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/a.pdf": .ok(pdf, type: "application/pdf")
      case "/same/add-checkpoint": Self.answer(request, seenAllBy: signer)
      case "/fork/add-checkpoint": Self.answer(request, seenAllBy: nil)
      default: .status(404)
      }
    }
    try await Installation.run(sources: Installation.oneReport, script: script) { installation, _ in
      let program = installation.program
      let text = try installation.configurationText
      func configure(_ path: String) throws {
        let witness =
          "{ address: \"http://\(Installation.host)/\(path)\", key: \"\(signer.key)\" }"
        try installation.configure(ledger: "{ witnesses: [ \(witness) ] }", before: text)
      }
      try configure("same")
      let night = try await program.run("sync")
      #expect(night.status == 0, "\(night.text)\(night.errorText)")
      #expect(!night.text.contains("ALARM"))
      #expect(try await program.run("checkpoint").text.contains("— example.net/w "))
      #expect(try await program.run("ledger").status == 0)

      try configure("fork")
      let forked = try await program.run("sync")
      #expect(forked.status == 3 && forked.text.contains("the roots differ"), "\(forked.text)")
      #expect(forked.text.contains("ledger --new-epoch"))
      let told = try await program.run("ledger")
      #expect(told.status == 3 && told.text.contains("ALARM: the witness example.net/w"))
      #expect(told.text.contains("public key: "))
      try configure("nowhere")
      let silent = try await program.run("ledger")
      #expect(
        silent.status == 0 && silent.text.contains("The witness example.net/w does not sign: ")
      )
      try configure("fork")
      // A witness that knows another history is a reason to begin another ledger.
      let begun = try await program.run("ledger", "--new-epoch", "--yes")
      #expect(begun.text.contains("1 ledger before this one"), "\(begun.text)\(begun.errorText)")
      try configure("same")
      #expect(try await program.run("ledger", "--new-epoch", "--yes").status == 1)
      #expect(try await program.run("sync").status == 0)
      #expect(try await program.run("verify").status == 0)
    }
  }
}
