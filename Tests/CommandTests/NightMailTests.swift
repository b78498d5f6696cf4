// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite("Mail of a night", .timeLimit(.minutes(3)))
struct NightMailTests {
  /// A mail server that is at work.
  private struct Server {
    let port: Int
    let folder: FilePath

    func text(_ name: String) throws -> String {
      String(decoding: try Files.readBytes(folder.appending(name)), as: UTF8.self)
    }

    var count: Int {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
      return names.count { $0.hasSuffix(".mail") }
    }
  }

  /// Runs a body with a site of one report whose news are mailed by a server.
  private func run(
    withTLS isSecure: Bool = true,
    user: String = "records",
    trusts isTrusted: Bool = true,
    to recipients: String = "officer@example.org, team@example.net",
    _ body: (Installation, Server) async throws -> Void
  ) async throws {
    try await Installation.runWithOneReport { installation in
      let scratch = installation.scratch
      let folder = scratch.appending("mail")
      try FileManager.default.createDirectory(
        atPath: folder.string,
        withIntermediateDirectories: false
      )
      let authority = try await TestAuthority.make(in: scratch)
      let identity = try await authority.identity(for: ["127.0.0.1"])
      let password = scratch.appending("password")
      try Files.writeBytes(Array("of the mail\n".utf8), to: password)
      _ = chmod(password.string, 0o600)
      let command =
        OutputJudge.mail.command
        + [
          folder.string, identity.certificatePath.string, identity.keyPath.string, "records",
          "of the mail",
        ] + (isSecure ? [] : ["--without-tls"])
      try await RunningProgram.run(command[0], Array(command.dropFirst())) { program in
        let printed = String(decoding: try await program.output(of: 5), as: UTF8.self)
        let complained = String(decoding: try program.errorOutput, as: UTF8.self)
        let port = try #require(Int(printed.prefix { $0 != "\n" }), "\(complained)")
        var text = try installation.configurationText
        if isTrusted {
          text.replace("certificates: null", with: "certificates: \(authority.certificatePath)")
        }
        let outputs = """
          outputs:
            mail:
              to: [\(recipients)]
              server: smtp://127.0.0.1:\(port)
              user: \(user)
              password: \(password)

          """
        try Files.writeBytes(
          Array((outputs + text).utf8),
          to: installation.program.configuration
        )
        try await body(installation, Server(port: port, folder: folder))
      }
    }
  }

  @Test(
    .enabled(if: OutputJudge.mail.isPresent, Comment(rawValue: OutputJudge.mail.whatIsMissing))
  )
  func `comes whole over a secured connection, and is not printed as well`() async throws {
    try await run { installation, server in
      let run = try await installation.program.run("sync")
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.text.isEmpty && run.errorText.isEmpty, "\(run.text)\(run.errorText)")
      // One by one: a server that refuses one of them takes the other's.
      #expect(server.count == 2)
      #expect(try server.text("1.envelope") == "test@example.org\nofficer@example.org\n")
      #expect(try server.text("2.envelope") == "test@example.org\nteam@example.net\n")
      let mail = try server.text("1.mail")
      #expect(mail.contains("\r\nSubject: Hanaper: reviews: 1 new\r\n"), "\(mail)")
      #expect(mail.contains("New (1)\r\n"))
      // The checkpoint came as it was: the mail itself proves that nothing goes.
      let file = server.folder.appending("1.mail")
      let proof = try await installation.program.run("verify", "--since", file.string)
      #expect(proof.status == 0, "\(proof.text)\(proof.errorText)")

      // A night without news.
      let quiet = try await installation.program.run("sync")
      #expect(quiet.status == 0 && quiet.text.isEmpty && quiet.errorText.isEmpty)
      #expect(server.count == 2)

      // Damage that the nightly check finds.
      let name = try #require(
        try await Program.shell(
          "cd $1 && find ocfl -name document.pdf",
          [installation.archive.string]
        )
        .text.split(separator: "\n").first
      )
      let kept = installation.archive.pushing(FilePath(String(name)))
      _ = chmod(kept.string, 0o644)
      try Files.writeBytes(Array("changed".utf8), to: kept)
      let check = try await installation.program.run("verify", "--due", "--quiet")
      #expect(check.status == 3)
      #expect(check.text.isEmpty && check.errorText.isEmpty, "\(check.text)\(check.errorText)")
      let damage = try server.text("3.mail")
      #expect(damage.contains("Subject: Hanaper: DAMAGED archive"))
      #expect(damage.contains("hanaper repair"), "\(damage)")
    }
  }

  @Test(
    .enabled(if: OutputJudge.mail.isPresent, Comment(rawValue: OutputJudge.mail.whatIsMissing))
  )
  func `reaches the others where one is refused, who is named`() async throws {
    try await run(to: "refused@example.org, officer@example.org") { installation, server in
      let run = try await installation.program.run("sync")
      #expect(run.status == 0)
      #expect(server.count == 1)
      #expect(try server.text("1.envelope") == "test@example.org\nofficer@example.org\n")
      let words = "the output mail does not work: refused@example.org: RCPT failed: 550;"
      #expect(run.errorText.contains(words), "\(run.errorText)")
      #expect(run.text.contains("New (1)"), "not all have it, so it is printed")
    }
  }

  @Test(
    .enabled(if: OutputJudge.mail.isPresent, Comment(rawValue: OutputJudge.mail.whatIsMissing)),
    arguments: [
      (false, "records", true, "STARTTLS"),
      (true, "nobody", true, "refused the name or the password"),
      (true, "records", false, "certificate"),
    ]
  )
  func `is not sent where it is not safe, and is printed then`(
    isSecure: Bool,
    user: String,
    isTrusted: Bool,
    words: String
  ) async throws {
    try await run(withTLS: isSecure, user: user, trusts: isTrusted) { installation, server in
      let run = try await installation.program.run("sync")
      #expect(run.status == 0)
      #expect(run.text.contains("New (1)"), "\(run.text)")
      #expect(run.errorText.contains("the output mail does not work"), "\(run.errorText)")
      #expect(run.errorText.contains(words), "\(run.errorText)")
      #expect(!run.errorText.contains("of the mail"))
      #expect(!run.errorText.contains(" more;"), "one try for all recipients: \(run.errorText)")
      #expect(server.count == 0)
      let status = try await installation.program.run("status")
      #expect(status.words.contains("The output mail does not work since"), "\(status.text)")
    }
  }
}
