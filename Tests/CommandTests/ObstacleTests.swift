// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `When something is in the way` {
  private static func listing(_ names: [String]) -> [UInt8] {
    Installation.listing(names.map { ("/\($0)", $0) })
  }

  private func withSite(
    _ script: @escaping ScriptedServer.Script,
    _ body: (Installation, ScriptedServer) async throws -> Void
  ) async throws {
    let site: ScriptedServer.Script = { $0.path == "/robots.txt" ? .status(404) : script($0) }
    try await Installation.run(connections: 1, script: site, body)
  }

  /// A run of `sync` that goes on while the test looks at it from outside.
  private static func during(
    _ installation: Installation,
    _ body: (RunningProgram) async throws -> Void
  ) async throws {
    let words = ["sync", "--config", installation.program.configuration.string]
    try await RunningProgram.run(try Program.path.string, words, body)
  }

  @Test func `a second run names the first and exits with 75`() async throws {
    let isAsked = AsyncStream.makeStream(of: Void.self)
    let script: ScriptedServer.Script = { _ in
      isAsked.continuation.finish()
      return Reply([.pause(.seconds(60)), .close])
    }
    try await withSite(script) { installation, _ in
      try await Self.during(installation) { first in
        for await _ in isAsked.stream {}
        let second = try await installation.program.run("sync")
        #expect(second.status == 75)
        #expect(second.errorText.contains("process \(first.identifier), sync"))
        let reindex = try await installation.program.run("reindex")
        #expect(reindex.status == 75)
        let verify = try await installation.program.run("verify")
        #expect(verify.status == 0, "reading needs no lock")
        first.send(SIGTERM)
        _ = await first.ending()
      }
      let after = try await installation.program.run("reindex")
      #expect(after.status == 0)
    }
  }

  @Test func `no program that is started beside a run could inherit what it has open`() async throws
  {
    let isAsked = AsyncStream.makeStream(of: Void.self)
    let script: ScriptedServer.Script = { _ in
      isAsked.continuation.finish()
      return Reply([.pause(.seconds(60)), .close])
    }
    try await withSite(script) { installation, _ in
      try await Self.during(installation) { run in
        for await _ in isAsked.stream {}
        let folder = "/proc/\(run.identifier)"
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd")
        let open = names.compactMap { Int($0) }.filter { $0 > 2 }
        #expect(open.count > 5)
        var left: [String] = []
        for number in open {
          let text = try Files.readBytes(FilePath("\(folder)/fdinfo/\(number)"))
          let line = String(decoding: text, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("flags:") }
          let flags = line?.split(separator: "\t").last.flatMap { CInt($0, radix: 8) } ?? 0
          guard flags & O_CLOEXEC == 0 else { continue }
          left.append(
            try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/fd/\(number)")
          )
        }
        // The two ends of the socket by which libcurl 7.88 wakes itself are its own affair.
        let local = String(decoding: try Files.readBytes("/proc/net/unix"), as: UTF8.self)
        let foreign = left.filter { name in
          !name.hasPrefix("socket:[")
            || !local.contains(" \(name.dropFirst(8).dropLast()) ")
              && !local.contains(" \(name.dropFirst(8).dropLast())\n")
        }
        #expect(foreign == [])
        #expect(left.count <= 2, "\(left)")
      }
    }
  }

  @Test func `a run that is told to end leaves a sound archive`() async throws {
    let isAsked = AsyncStream.makeStream(of: Void.self)
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": return .ok(Self.listing(["a.pdf", "b.pdf"]), type: "text/html")
      case "/a.pdf":
        return .ok(
          (try? SampleSite.document("lessons-and-messages.pdf")) ?? [],
          type: "application/pdf"
        )
      default:
        isAsked.continuation.finish()
        return Reply([.pause(.seconds(60)), .close])
      }
    }
    try await withSite(script) { installation, _ in
      try await Self.during(installation) { run in
        for await _ in isAsked.stream {}
        run.send(SIGTERM)
        let ending = await run.ending()
        #expect(ending == .status(75))
        let text = String(decoding: try run.output, as: UTF8.self)
        #expect(text.contains("stopped by a signal before every document was"))
      }
      #expect(try await installation.program.run("verify").status == 0)
      let documents = try await installation.program.answer(ListAnswer.self, "list").documents
      #expect(documents.map(\.versions) == [1], "what came is kept")
    }
  }

  @Test func `a disk that takes no more ends the run with a clear error and keeps what is kept`()
    async throws
  {
    let small = try SampleSite.document("lessons-and-messages.pdf")
    let large = try SampleSite.document("triennial-2014-2017.pdf")
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(Self.listing(["a.pdf", "b.pdf"]), type: "text/html")
      case "/a.pdf": .ok(small, type: "application/pdf")
      default: .ok(large, type: "application/pdf")
      }
    }
    try await withSite(script) { installation, _ in
      // No file may pass 200 kB, which stands in for a disk that is full.
      let limited = "trap '' XFSZ; ulimit -f 400; exec \"$1\" sync --config \"$2\""
      let run = try await Program.shell(
        limited,
        [try Program.path.string, installation.program.configuration.string]
      )
      #expect(run.status == 1, "\(run.text)\(run.errorText)")
      #expect(run.errorText.contains("cannot write"))
      #expect(try await installation.program.run("verify").status == 0)

      let early = try await installation.program.answer(ListAnswer.self, "list").documents
      #expect(early.count == 1, "what came before the disk was full is kept")

      let next = try await installation.program.run("sync")
      #expect(next.status == 0, "\(next.errorText)")
      let documents = try await installation.program.answer(ListAnswer.self, "list").documents
      #expect(documents.count == 2)
      let staging = installation.archive.appending("staging").string
      #expect(try FileManager.default.contentsOfDirectory(atPath: staging).isEmpty)
    }
  }

  @Test func `a vanished archive and a vanished storage root say what to do`() async throws {
    try await withSite({ _ in .status(404) }) { installation, _ in
      let root = installation.archive.appending("ocfl").string
      try FileManager.default.moveItem(atPath: root, toPath: root + "-away")
      for command in ["sync", "list", "recover", "reindex"] {
        let run = try await installation.program.run(command)
        #expect(run.status == 1, "\(command)")
        #expect(run.errorText.contains("not an OCFL storage root"), "\(run.errorText)")
      }
      let verify = try await installation.program.run("verify")
      #expect(verify.status == 3)
      #expect(verify.text.contains("the folder of all documents is missing"), "\(verify.text)")
      try FileManager.default.removeItem(atPath: installation.archive.string)
      let run = try await installation.program.run("list")
      #expect(run.status == 1)
      #expect(run.errorText.contains("hanaper init"))
    }
  }

  @Test(arguments: [true, false])
  func `no answer from anywhere is our own network, and a refusal is an answer`(isRefused: Bool)
    async throws
  {
    try await ScratchDirectory.run { scratch in
      try await ScriptedServer.run { _ in
        Reply([.pause(.seconds(60)), .close])
      } _: { server in
        let installation = try await Installation(
          in: scratch.appending("here"),
          hosts: ["\(Installation.host):80"],
          at: isRefused ? 1 : server.port,
          limits: "{ requestTime: 1s, freeSpace: 0B }",
          sources: Installation.reviews
        )
        let run = try await installation.program.run("sync")
        #expect(run.status == (isRefused ? 4 : 69), "\(run.text)\(run.errorText)")
        let words = isRefused ? "Could not read the source" : "Nothing was judged"
        #expect(run.words.contains(words), "\(run.text)")
      }
    }
  }

  @Test(arguments: [
    ["sync", "--fail-on", "sunshine"], ["restore"], ["nonsense"],
    ["restore", "x", "--all", "--version", "1"],
    ["sync", "--max-duration", "long"],
  ])
  func `usage that makes no sense exits with 64`(arguments: [String]) async throws {
    let run = try await Program.run(arguments)
    #expect(run.status == 64)
    #expect(run.errorText.contains("Usage:") || run.errorText.contains("exclude one another"))
  }

  @Test func `a source that does not exist is named with its nearest`() async throws {
    try await withSite({ _ in .status(404) }) { installation, _ in
      let run = try await installation.program.run("sync", "reveiws")
      #expect(run.status == 64)
      #expect(run.errorText.contains("did you mean “reviews”?"))
    }
  }

  @Test func `an archive with nothing but its README is begun by the first run`() async throws {
    try await withSite({ _ in .ok(Self.listing([]), type: "text/html") }) { installation, _ in
      let archive = installation.archive.string
      for name in try FileManager.default.contentsOfDirectory(atPath: archive)
      where name != "README.md" {
        try FileManager.default.removeItem(atPath: "\(archive)/\(name)")
      }
      let early = try await installation.program.run("list")
      #expect(early.status == 1)
      #expect(early.errorText.contains("hanaper sync"))
      #expect(try await installation.program.run("sync").status == 0)
      #expect(try await installation.program.run("list", "--all").status == 0)
    }
  }

  @Test func `an archive and a configuration behind symbolic links will do`() async throws {
    try await withSite({ _ in .ok(Self.listing([]), type: "text/html") }) { installation, _ in
      let files = FileManager.default
      let archive = installation.archive.string
      try files.moveItem(atPath: archive, toPath: archive + "-elsewhere")
      try files.createSymbolicLink(atPath: archive, withDestinationPath: archive + "-elsewhere")
      let link = installation.folder.appending("linked.yaml")
      let configuration = installation.program.configuration.string
      try files.createSymbolicLink(atPath: link.string, withDestinationPath: configuration)
      let run = try await Program.run(["sync", "--config", configuration])
      #expect(run.status == 0, "\(run.errorText)")
      let settings = try await Program.run(["config", "--config", link.string])
      #expect(settings.status == 0, "\(settings.errorText)")
    }
  }

  @Test func `init overwrites nothing`() async throws {
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending("here").string
      let arguments = ["init", folder, "--contact", "mailto:a@example.org"]
      let first = try await Program.run(arguments)
      #expect(first.status == 0, "\(first.errorText)")
      let second = try await Program.run(arguments)
      #expect(second.status == 1)
      #expect(second.errorText.contains("exists"))
    }
  }
}
