// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// What `restore` gives, and what it tells, where something is lost.
@Suite(.timeLimit(.minutes(10)))
struct `Restoring what was lost` {
  private static let address = "http://\(Installation.host)/a.pdf"

  /// An archive with two versions of one report, in 2026.
  private struct Bench {
    let installation: Installation
    let digests: [String]

    var out: String { installation.folder.appending("out").string }

    func shell(_ line: String) async throws {
      let find = "cd \"$1\" && O=$(dirname $(find ocfl -path '*a%2epdf/inventory.json')) && \(line)"
      let run = try await Program.shell(find, [installation.archive.string])
      #expect(run.status == 0, "\(run.errorText)")
    }

    func restore(_ arguments: String...) async throws -> ProgramRun {
      try await Program.run(
        ["restore"] + arguments
          + ["--to", out + "/", "--config", installation.program.configuration.string]
      )
    }

    /// What was restored since the last look.
    func taken() throws -> [String: [UInt8]] {
      let folder = FilePath(out)
      let names = try FileManager.default.contentsOfDirectory(atPath: out)
      var taken: [String: [UInt8]] = [:]
      for name in names {
        taken[name] = try Files.readBytes(folder.appending(name))
        try FileManager.default.removeItem(atPath: folder.appending(name).string)
      }
      return taken
    }
  }

  private func withTwoVersions(_ body: (Bench, [[UInt8]]) async throws -> Void) async throws {
    let bodies = try ["lessons-and-messages.pdf", "triennial-2014-2017.pdf"].map {
      try SampleSite.document($0)
    }
    let page = Installation.listing([("/a.pdf", "Report A")])
    let night = Mutex(0)
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/a.pdf": .ok(bodies[night.withLock { $0 }], type: "application/pdf")
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      for number in bodies.indices {
        night.withLock { $0 = number }
        let run = try await installation.program.run("sync")
        #expect(run.status == 0, "\(run.errorText)")
      }
      let out = installation.folder.appending("out").string
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
      let shown = try await installation.program.answer(Shown.self, "show", "Report A")
      try await body(
        Bench(installation: installation, digests: shown.versions.map(\.digest)),
        bodies
      )
    }
  }

  private struct Shown: Decodable {
    let versions: [Version]
    let askedVersion: Int?

    struct Version: Decodable {
      let digest: String
    }
  }

  @Test(arguments: [false, true])
  func `an object that lost its newest version is damaged, and an older one is no substitute`(
    isReindexed: Bool
  ) async throws {
    try await withTwoVersions { bench, bodies in
      try await bench.shell(Program.rollBack)
      if isReindexed { _ = try await bench.installation.program.run("reindex") }
      let witness = isReindexed ? "manifest" : "catalogue"
      func check(_ run: ProgramRun, gives expected: [[UInt8]]) throws {
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(
          run.errorText.contains("the \(witness) knows v2 of it, and the object ends with v1"),
          "\(run.errorText)"
        )
        #expect(run.errorText.contains("hanaper verify \"\(Self.address)\""), "\(run.errorText)")
        #expect(!run.errorText.contains("reindex"), "\(run.errorText)")
        #expect(try Array(bench.taken().values) == expected)
      }
      try check(try await bench.restore("Report A"), gives: [])
      try check(try await bench.restore(Self.address), gives: [])
      try check(try await bench.restore("Report A", "--version", "2"), gives: [])
      try check(try await bench.restore("Report A", "--as-of", "2999-01-01"), gives: [])
      try check(try await bench.restore("Report A", "--version", "1"), gives: [bodies[0]])
      try check(try await bench.restore("Report A", "--all"), gives: [bodies[0]])
      try check(try await bench.restore(bench.digests[0]), gives: [bodies[0]])
      if !isReindexed { try check(try await bench.restore(bench.digests[1]), gives: []) }
      let answer = try await bench.restore("Report A", "--json")
      #expect(answer.status == 3)
      #expect(answer.text.contains("\"restored\" : ["), "\(answer.text)")
      #expect(answer.text.contains("the object ends with v1"), "\(answer.text)")
      // Of a version that never was, nothing is lost.
      let never = try await bench.restore(Self.address, "--version", "7")
      #expect(never.status == 1, "\(never.errorText)")
      #expect(never.errorText.contains("no version v7"), "\(never.errorText)")
    }
  }

  @Test(arguments: [false, true])
  func `an object that is gone altogether is damage, and not nothing`(
    isReindexed: Bool
  ) async throws {
    try await withTwoVersions { bench, _ in
      try await bench.shell("rm -r \"${O%/*}\"")
      if isReindexed { _ = try await bench.installation.program.run("reindex") }
      for text in ["Report A", Self.address] {
        for more in [[], ["--all"], ["--version", "1"]] {
          let run = try await Program.run(
            ["restore", text, "--config", bench.installation.program.configuration.string]
              + ["--to", bench.out] + more
          )
          #expect(run.status == 3, "\(text) \(more): \(run.errorText)")
          #expect(run.errorText.contains("knows v2 of it, and there is no object"))
          #expect(run.errorText.contains("hanaper verify \"\(Self.address)\""))
        }
      }
      #expect(try bench.taken().isEmpty)
    }
  }

  @Test(arguments: [
    "rm $O/inventory.json", "rm $O/inventory.json.sha512", "rm $O/inventory.json*",
    "chmod u+w $O/inventory.json; echo x >>$O/inventory.json",
  ])
  func `a document whose record is lost is held by that of its newest version`(
    damage: String
  ) async throws {
    try await withTwoVersions { bench, bodies in
      try await bench.shell(damage)
      let program = bench.installation.program
      func check(_ run: ProgramRun) {
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.errorText.contains("v2 has a record of its own"), "\(run.errorText)")
        #expect(
          run.errorText.contains("next: hanaper verify \"\(Self.address)\""),
          "\(run.errorText)"
        )
        #expect(!run.errorText.contains("there is no object"), "\(run.errorText)")
        #expect(!run.errorText.contains("hanaper reindex"), "\(run.errorText)")
      }
      for _ in 1...2 {
        check(try await bench.restore("Report A"))
        #expect(try Array(bench.taken().values) == [bodies[1]])
        let shown = try await program.run("show", "Report A")
        check(shown)
        #expect(shown.text.contains("\nv2 "), "\(shown.text)")
        #expect(try await program.run("list").text.contains("Report A"))
        // What it makes anew knows both versions, as before.
        check(try await program.run("reindex"))
      }
      // What verify prints mends it.
      let fix = """
        cd "$1" && "$2" verify --config "$3" | grep -o 'cp -f .*' >fix; sh fix && rm fix && "$2" verify --config "$3"
        """
      let mended = try await Program.shell(
        fix,
        [bench.installation.archive.string, Program.path.string, program.configuration.string]
      )
      #expect(mended.status == 0, "\(mended.text)\(mended.errorText)")
      #expect(try await program.run("show", "Report A").status == 0)
    }
  }

  @Test(arguments: [
    "f=$O/v1/content/document.pdf && chmod u+w $f && printf x >>$f",
    "rm -f $O/v1/content/document.pdf",
    "rm -f $O/v1/content/document.pdf && mkdir $O/v1/content/document.pdf",
  ])
  func `a damaged version keeps the others from nobody`(damage: String) async throws {
    try await withTwoVersions { bench, bodies in
      try await bench.shell(damage)
      let all = try await bench.restore("Report A", "--all")
      #expect(all.status == 3, "\(all.errorText)")
      #expect(all.errorText.contains("v1 cannot be given"), "\(all.errorText)")
      #expect(all.errorText.contains("hanaper verify"), "\(all.errorText)")
      #expect(all.text.contains("v2, kept on") && !all.text.contains("v1, kept on"), "\(all.text)")
      #expect(try Array(bench.taken().values) == [bodies[1]])
      let newest = try await bench.restore("Report A")
      #expect(newest.status == 0, "\(newest.errorText)")
      #expect(try Array(bench.taken().values) == [bodies[1]])
      let older = try await bench.restore("Report A", "--version", "1")
      #expect(older.status == 3, "\(older.errorText)")
      #expect(try bench.taken().isEmpty)
      let json = try await bench.restore("Report A", "--all", "--json")
      #expect(json.status == 3)
      #expect(json.text.contains("\"version\" : 1") && json.text.contains("\"version\" : 2"))
      #expect(try bench.taken().count == 1)
    }
  }

  @Test func `nothing is restored where one of the files may not be made`() async throws {
    try await withTwoVersions { bench, _ in
      let first = try await bench.restore("Report A", "--all")
      #expect(first.status == 0, "\(first.errorText)")
      let made = try bench.taken()
      let second = try #require(made.keys.first { $0.contains("-v2") })
      try Files.writeBytes([1], to: FilePath(bench.out).appending(second))
      let run = try await bench.restore("Report A", "--all")
      #expect(run.status == 1 && run.errorText.contains("exists"), "\(run.errorText)")
      #expect(try bench.taken() == [second: [1]])
    }
  }

  @Test func `digits of a digest mean the version whose digest it is`() async throws {
    try await withTwoVersions { bench, bodies in
      for (number, digest) in bench.digests.enumerated() {
        let digits = digest.dropFirst("sha512:".count)
        for text in [digest, String(digits.prefix(8)), digits.prefix(16).uppercased() + "…"] {
          let run = try await bench.restore(text)
          #expect(run.status == 0, "\(text): \(run.errorText)")
          #expect(try Array(bench.taken().values) == [bodies[number]], "\(text)")
          let shown = try await bench.installation.program.answer(Shown.self, "show", text)
          #expect(shown.askedVersion == number + 1)
        }
        let other = try await bench.restore(digest, "--version", "1")
        #expect(other.status == 0)
        #expect(try Array(bench.taken().values) == [bodies[0]])
        let text = try await bench.installation.program.run("show", digest)
        #expect(text.text.contains("v\(number + 1), by its digest"), "\(text.text)")
      }
    }
  }
}
