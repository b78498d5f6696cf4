// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import SystemPackage
import Testing

/// Whoever can write everywhere in an archive makes all its records agree with what they put in; the ledger does not.
@Suite(.timeLimit(.minutes(10)))
struct `A forged report at the command line` {
  /// Alters the one report, and makes capture, inventories, their checksums and the manifest agree.
  private static let forger = """
    import glob, hashlib, os, sys
    root = sys.argv[1]
    def sha(b): return hashlib.sha512(b).hexdigest()
    def read(p): return open(p, 'rb').read()
    def write(p, b):
        os.remove(p)
        open(p, 'wb').write(b)
    file, = glob.glob(root + '/ocfl/**/v1/content/document.pdf', recursive=True)
    home = os.path.dirname(os.path.dirname(os.path.dirname(file)))
    old = read(file)
    new = old[:-1] + bytes([old[-1] ^ 1])
    write(file, new)
    capture = os.path.join(os.path.dirname(file), 'capture.json')
    before = read(capture)
    after = before.replace(sha(old).encode(), sha(new).encode())
    write(capture, after)
    def follow(b):
        for a, c in ((sha(old), sha(new)), (sha(before), sha(after))):
            b = b.replace(a.encode(), c.encode())
        return b
    for place in (home, home + '/v1'):
        text = follow(read(place + '/inventory.json'))
        write(place + '/inventory.json', text)
        write(place + '/inventory.json.sha512', (sha(text) + '  inventory.json\\n').encode())
    write(root + '/manifest-sha512.txt', follow(read(root + '/manifest-sha512.txt')))
    """

  @Test func `is not given back, and what is said names the ledger and what to do`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let mail = installation.scratch.appending("checkpoint.txt")
      try Disk().create(mail, holding: try await program.run("checkpoint").text)
      let forging = try await Program.shell(
        "exec python3 -c \"$1\" \"$2\"",
        [Self.forger, installation.archive.string]
      )
      #expect(forging.status == 0, "\(forging.errorText)")
      #expect(try await program.run("reindex").status == 0)
      let file = installation.scratch.appending("given.pdf")
      for options in [[], ["--proof"], ["--checkpoint", mail.string], ["--all"]] {
        let words = ["restore", "a.pdf", "--to", file.string] + options
        let given = try await Program.run(words + ["--config", program.configuration.string])
        let told = "\(options): \(given.text)\(given.errorText)"
        #expect(given.status == 3, "\(told)")
        #expect(given.errorText.contains("is not what was signed for in the ledger"), "\(told)")
        #expect(given.errorText.contains("hanaper verify"), "\(told)")
        #expect(given.errorText.contains("hanaper repair"), "\(told)")
        #expect(!given.text.contains("digest intact"), "\(told)")
        #expect(try Disk().entry(at: file) == nil)
      }
    }
  }

  @Test(arguments: [
    "rm -r \"$1\"", "rm \"$1\"/tile/entries/000.p/*", "echo junk > \"$1\"/checkpoint",
  ])
  func `is not called intact where the ledger was taken away, too`(line: String) async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let forging = try await Program.shell(
        "python3 -c \"$1\" \"$2\" && cd / && eval \"$3\"",
        [
          Self.forger, installation.archive.string,
          line.replacing("$1", with: installation.archive.appending("ledger").string),
        ]
      )
      #expect(forging.status == 0, "\(forging.errorText)")
      #expect(try await program.run("reindex").status == 0)
      let file = installation.scratch.appending("given.pdf")
      let given = try await program.run("restore", "a.pdf", "--to", file.string)
      #expect(given.status == 3, "\(given.text)\(given.errorText)")
      #expect(given.errorText.contains("was not held against the ledger"), "\(given.errorText)")
      #expect(!given.text.contains("digest intact"), "\(given.text)")
      let verified = try await program.run("verify")
      #expect(verified.status == 3)
      #expect(
        verified.text.contains("Do first what is said above of the ledger"),
        "\(verified.text)"
      )
      #expect(!verified.text.contains("can be restored"), "\(verified.text)")
    }
  }
}
