// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// Time stamps over the ledger, from an authority that `openssl ts` plays.
@Suite(.timeLimit(.minutes(10)))
struct `A time stamp over the ledger` {
  /// An authority in a folder of its own, with the certificate that trusts it.
  private struct Authority: Sendable {
    let folder: String

    init(in folder: FilePath) throws {
      try Disk().makeDirectories(folder)
      self.folder = folder.string
      let configuration = """
        [tsa]
        default_tsa = local
        [local]
        dir = .
        serial = ./serial
        signer_cert = ./tsa.pem
        signer_key = ./tsa.key
        certs = ./tsa.pem
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        tsa_name = yes
        ordering = yes
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256

        """
      try Disk().create(folder.appending("tsa.cnf"), holding: configuration)
      try Disk().create(
        folder.appending("ext"),
        holding: "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
      )
      let lines = """
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj '/CN=Test CA' -days 30 &&
        openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj '/CN=Test TSA' &&
        openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile ext -out tsa.pem &&
        echo 01 > serial
        """
      try #require(Self.shell(lines, in: self.folder) == 0)
    }

    private static func shell(_ lines: String, in folder: String) -> CInt {
      system("cd '\(folder)' && { \(lines) ; } >/dev/null 2>&1")
    }

    var certificates: FilePath { FilePath(folder).appending("ca.pem") }

    /// Answers one query after the other.
    func reply(to query: [UInt8]) -> Reply {
      let place = FilePath(folder)
      do {
        try Disk().replace(place.appending("q.tsq"), with: query)
        let line = "openssl ts -reply -config tsa.cnf -queryfile q.tsq -out r.tsr"
        guard Self.shell(line, in: folder) == 0 else { return .status(500) }
        return .ok(try Disk().read(place.appending("r.tsr")), type: "application/timestamp-reply")
      } catch {
        return .status(500)
      }
    }
  }

  @Test
  func `is kept with what it is over, and what cannot be believed is told and costs nothing else`()
    async throws
  {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    try await ScratchDirectory.run { scratch in
      let authority = try Authority(in: scratch.appending("authority"))
      let stranger = try Authority(in: scratch.appending("stranger"))
      let script: ScriptedServer.Script = { request in
        switch request.path {
        case "/a.pdf": .ok(pdf, type: "application/pdf")
        case "/good": authority.reply(to: request.body)
        case "/stranger": stranger.reply(to: request.body)
        // Over something else than what was asked for.
        case "/other":
          authority.reply(to: Array(request.body.dropLast(20)) + Array(repeating: 1, count: 20))
        case "/rubbish": .ok(Array("what time is it?".utf8), type: "application/timestamp-reply")
        default: .status(404)
        }
      }
      try await Installation.run(sources: Installation.oneReport, script: script) {
        installation,
        _ in
        let program = installation.program
        let text = try installation.configurationText
        let names = ["good", "stranger", "other", "rubbish", "none"]
        let addresses = names.map { "\"http://\(Installation.host)/\($0)\"" }.joined(
          separator: ", "
        )
        let certified = text.replacing(
          "certificates: null",
          with: "certificates: \(authority.certificates)"
        )
        try installation.configure(ledger: "{ timestamps: [ \(addresses) ] }", before: certified)
        let run = try await program.run("sync")
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.text.contains("New (1)"))
        for name in names.dropFirst() {
          #expect(run.text.contains("/\(name) gave no time stamp"), "\(name): \(run.text)")
        }
        #expect(!run.text.contains("/good gave no time stamp"), "\(run.text)")
        let stamps = try Tree(installation.archive.appending("ledger").appending("stamps"))
        let stamp = try #require(stamps.names.first { $0.hasSuffix(".tsr") })
        let place = stamp.split(separator: "/").dropLast().joined(separator: "/")
        // The judge needs nothing of ours.
        let judged = try await Program.shell(
          "cd \"$1\" && openssl ts -verify -data checkpoint -in *.tsr -CAfile \"$2\" && openssl ts -verify -data checkpoint -in *.tsr -queryfile *.tsq -CAfile \"$2\" || true",
          [
            installation.archive.appending("ledger").appending("stamps").appending(place).string,
            authority.certificates.string,
          ]
        )
        #expect(judged.text.contains("Verification: OK"), "\(judged.text)\(judged.errorText)")
        let sound = try await program.run("verify")
        #expect(sound.status == 0 && !sound.text.contains("stamp"), "\(sound.text)")
        try await expectTold(in: installation, stamp)
        let evidence = try Disk().list(installation.archive.appending("quarantine")).map(\.name)
        #expect(evidence.count { $0.hasPrefix("timestamp-") } >= 3)
      }
    }
  }

  /// A stamp that changes is damage by its leaf; without one, it has to be over the checkpoint beside it.
  private func expectTold(in installation: Installation, _ stamp: String) async throws {
    let program = installation.program
    let ledger = installation.archive.appending("ledger")
    let stamps = ledger.appending("stamps")
    let file = stamps.pushing(FilePath(stamp))
    let copy = installation.archive.removingLastComponent().appending("Copy")
    try Disk().makeDirectory(copy)
    try Tree(installation.archive).write(to: copy)
    let sound = try Files.readBytes(file)
    // A byte of the number that the answer repeats.
    let query = try Files.readBytes(stamps.pushing(FilePath(stamp.dropLast(4) + ".tsq")))
    let nonce = query.dropLast(3).suffix(8)
    let place = try #require(sound.indices.last { sound[$0...].starts(with: nonce) })
    var changed = sound
    changed[place] ^= 1
    try Files.writeBytes(changed, to: file)
    let found = try await program.run("verify")
    #expect(found.status == 3 && found.text.contains("ledger/stamps/\(stamp)"), "\(found.text)")
    #expect(found.text.contains("a file of a time stamp has changed"))
    try Disk().rename(ledger.appending("waiting.jsonl"), to: copy.appending("waiting.jsonl"))
    let alone = try await program.run("verify")
    #expect(alone.status == 0 && alone.text.contains(stamp), "\(alone.text)")
    try Files.writeBytes(sound, to: file)
    let whole = try await program.run("verify")
    #expect(whole.status == 0 && !whole.text.contains("stamp"), "\(whole.text)")
    try Disk().rename(copy.appending("waiting.jsonl"), to: ledger.appending("waiting.jsonl"))
    try Disk().removeTree(file.removingLastComponent())
    let missing = try await program.run("verify")
    #expect(
      missing.status == 3 && missing.text.contains("a time stamp is missing"),
      "\(missing.text)"
    )
    let repaired = try await program.run("repair", "--from", copy.string)
    #expect(repaired.status == 0, "\(repaired.text)\(repaired.errorText)")
    #expect(try Files.readBytes(file) == sound)
    #expect(try await program.run("verify").status == 0)
  }
}
