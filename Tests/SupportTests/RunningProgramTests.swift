// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A running program` {
  // Foundation's `Process` notices half of these ends: it waits for a socket that the others hold.
  @Test
  func `is seen to end although others inherit all that they can meanwhile`() async throws {
    let heirs = (1...30).map { _ in
      Task {
        try await RunningProgram.run("/bin/sleep", ["600"], isHeir: true) { await $0.ending() }
      }
    }
    let endings = try await withThrowingTaskGroup(of: RunningProgram.Ending.self) { group in
      for _ in 1...30 { group.addTask { try await ProgramRun("/bin/true", []).ending } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(endings == Array(repeating: .status(0), count: 30))
    for heir in heirs {
      heir.cancel()
      #expect(try await heir.value == .signal(9), "it held what it inherited to the last")
    }
  }

  @Test
  func `inherits nothing, and is not one that inherits what it can`() async throws {
    let ours = open("/dev/null", O_RDONLY)
    try #require(ours > 2)
    defer { close(ours) }
    let found = try await ProgramRun("/bin/ls", ["/proc/self/fd"]).text
    // The fourth is the folder that is being listed.
    #expect(found == "0\n1\n2\n3\n")
    let heir = try await RunningProgram.run("/bin/ls", ["/proc/self/fd"], isHeir: true) { program in
      _ = await program.ending()
      return String(decoding: try program.output, as: UTF8.self)
    }
    #expect(heir.split(separator: "\n").contains("\(ours)"))
  }

  @Test
  func `tells its status and what it printed, however much`() async throws {
    let run = try await ProgramRun("/bin/sh", ["-c", "seq 100000; seq 100000 >&2; exit 7"])
    #expect(run.ending == .status(7))
    #expect(run.output.count == 588_895)
    #expect(run.errorOutput == run.output)
  }

  @Test
  func `begins with no signal held back or ignored`() async throws {
    let run = try await ProgramRun("/bin/grep", ["-E", "Sig(Blk|Ign)", "/proc/self/status"])
    let sets = run.text.split(separator: "\n").compactMap { line in
      line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
    }
    // The two signals after the 31 of POSIX are the C library's own.
    #expect(sets.map { $0 & 0x7FFF_FFFF } == [0, 0])
  }

  @Test
  func `is killed with the task that waits for it`() async throws {
    let (waiting, waits) = AsyncStream<Void>.makeStream()
    let task = Task {
      try await RunningProgram.run("/bin/sleep", ["600"]) { program in
        waits.finish()
        return await program.ending()
      }
    }
    for await _ in waiting {}
    task.cancel()
    #expect(try await task.value == .signal(9))
  }

  @Test
  func `does not outlive what it was started for`() async throws {
    let identifier = try await RunningProgram.run("/bin/sleep", ["600"]) { $0.identifier }
    #expect(kill(identifier, 0) == -1)
  }

  @Test(arguments: ["Sources", "Tests", "Benchmarks"])
  func `is started by nothing else`(folder: String) throws {
    let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent().appending(folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.string)
    let sources = names.filter { $0.hasSuffix(".swift") }
    #expect(!sources.isEmpty)
    for name in sources {
      let text = String(decoding: try Files.readBytes(root.pushing(FilePath(name))), as: UTF8.self)
      #expect(!text.contains(" Process" + "()"), "\(name) uses Foundation's")
    }
  }

  @Test
  func `that is not there is an error`() async {
    await #expect(throws: (any Error).self) {
      try await ProgramRun("/nonexistent/program", [])
    }
  }
}
