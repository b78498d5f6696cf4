// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// A disk without room, as a person meets it.
@Suite(.timeLimit(.minutes(10)))
struct `An archive's disk without room` {
  private static let names = (1...20).map { "report-\($0).rtf" }

  /// A list page, and reports of 400 kB each.
  private static func answer(_ request: ReceivedRequest) -> Reply {
    switch request.path {
    case "/robots.txt": return .status(404)
    case "/reviews/":
      return .ok(Installation.listing(names.map { ("/\($0)", $0) }), type: "text/html")
    default:
      let text = String(
        repeating: request.path + " ",
        count: 400_000 / (request.path.utf8.count + 1)
      )
      return .ok(Array("{\\rtf1 \(text)}".utf8), type: "application/rtf")
    }
  }

  private static func withSite(
    freeSpace: String,
    _ body: (Installation) async throws -> Void
  ) async throws {
    try await Installation.run(script: answer) { installation, _ in
      let file = installation.program.configuration
      let text = String(decoding: try Files.readBytes(file), as: UTF8.self)
      let changed = text.replacingOccurrences(
        of: "freeSpace: 0B",
        with: "freeSpace: \(freeSpace)"
      )
      try #require(changed != text || freeSpace == "0B")
      try Files.writeBytes(Array(changed.utf8), to: file)
      try await body(installation)
    }
  }

  @Test func `stops a run before its first request, with what to do`() async throws {
    try await Self.withSite(freeSpace: "900TB") { installation in
      let run = try await installation.program.run("sync")
      #expect(run.status == 1)
      #expect(run.errorText.contains("900.0 TB have to stay free (limits.freeSpace)"))
      #expect(run.errorText.contains("make room on that disk"))
      #expect(!run.text.contains("New ("))
      let json = try await installation.program.run("sync", "--json")
      #expect(json.status == 1)
      #expect(json.text.contains("\"isComplete\" : false") && json.text.contains("\"shortage\""))
      #expect(try await installation.program.run("verify").status == 0)
      let configuration = try await installation.program.run("config")
      #expect(configuration.text.contains("freeSpace: 900TB"))
    }
  }

  /// Whether a file system can be mounted here, in a name space of its own.
  private static func canMount() async -> Bool {
    guard getuid() == 0, FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare") else {
      return false
    }
    let run = try? await Program.shell("unshare -m mount -t tmpfs -o size=1m none /mnt", [])
    return run?.status == 0
  }

  @Test(
    .enabled("only root can mount a small file system") { await canMount() },
    arguments: ["4MB", "0B"]
  )
  func `stops it when it is nearly full or full, and keeps what came`(freeSpace: String)
    async throws
  {
    try await Self.withSite(freeSpace: freeSpace) { installation in
      // The archive on a disk of its own, which goes away with the name space; what is left is copied out.
      let script = """
        mv "$1" "$1.before" && mkdir "$1" && mount -t tmpfs -o size=6m none "$1" || exit 99
        cp -a "$1.before/." "$1" && "$2" sync --config "$3"; status=$?
        mkdir "$1.after" && cp -a "$1/." "$1.after"; exit $status
        """
      let run = try await Program.shell(
        "exec unshare -m /bin/sh -c \"$1\" sh \"$2\" \"$3\" \"$4\"",
        [
          script, installation.archive.string, try Program.path.string,
          installation.program.configuration.string,
        ]
      )
      #expect(run.status == 1, "\(run.text)\(run.errorText)")
      #expect(run.errorText.contains("make room"), "\(run.errorText)")
      try FileManager.default.removeItem(atPath: installation.archive.string)
      try FileManager.default.moveItem(
        atPath: installation.archive.string + ".after",
        toPath: installation.archive.string
      )
      #expect(try await installation.program.run("verify").status == 0)
      let early = try await installation.program.answer(ListAnswer.self, "list").documents.count
      #expect((1..<20).contains(early), "what came is kept")
      let runs = installation.archive.appending("runs").string
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: runs).first)
      let report = try Files.readBytes(FilePath(runs).appending(name).appending("report.json"))
      #expect(String(decoding: report, as: UTF8.self).contains("\"isComplete\" : false"))

      let next = try await installation.program.run("sync", "--json")
      let documents = try await installation.program.answer(ListAnswer.self, "list").documents
      #expect(documents.count == 20, "\(next.errorText)")
    }
  }
}
