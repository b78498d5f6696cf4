// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fencing
import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// Each attempt is made by a process of its own, because no fence can be opened again.
@Suite(.timeLimit(.minutes(2)))
struct `A fence` {
  /// What needs a kernel with Landlock.
  static let files = [
    "read-secret", "read-users", "read-environment", "list", "write", "write-readable", "append",
    "create", "create-in-tmp", "run-stranger",
  ]
  static let others = [
    "truncate", "remove", "rename", "link", "open-rights", "set-times", "connect", "send",
    "name-service", "signal", "limit-child", "limit-self", "trace", "fork", "spawn", "ring",
    "namespace",
  ]

  @Test(arguments: others)
  func `refuses what is none of a reader's business`(_ attempt: String) async throws {
    #expect(try await outcome(of: attempt) == "Operation not permitted")
    #expect(try await outcome(of: attempt, closed: false) != "Operation not permitted")
  }

  @Test(.enabled(if: Fence.landlock != nil, "the kernel has no Landlock"), arguments: files)
  func `keeps files out of reach`(_ attempt: String) async throws {
    #expect(try await outcome(of: attempt) == "Permission denied")
    #expect(try await outcome(of: attempt, closed: false) != "Permission denied")
  }

  @Test(arguments: ["read", "thread"])
  func `lets a reader do its work`(_ attempt: String) async throws {
    #expect(try await outcome(of: attempt) == "done")
  }

  @Test(.enabled(if: Fence.landlock != nil, "the kernel has no Landlock"))
  func `stays around what is started in its place`() async throws {
    #expect(try await outcome(of: "run").hasSuffix("Permission denied"))
    #expect(try await outcome(of: "run", closed: false) == "nobody's business")
  }

  @Test func `bounds memory`() async throws {
    #expect(try await outcome(of: "allocate") == "Cannot allocate memory")
  }

  @Test func `bounds what is printed`() async throws {
    try await probe("print") { program, _ in
      #expect(await program.ending() == .status(3))
      let printed = try program.output
      #expect(printed.count == 1 << 20)
    }
  }

  @Test func `ends what computes for ever`() async throws {
    try await probe("loop") { program, _ in
      let ending = await program.ending()
      #expect([.signal(Int(SIGXCPU)), .signal(Int(SIGKILL))].contains(ending))
    }
  }

  private func outcome(of attempt: String, closed: Bool = true) async throws -> String {
    try await probe(attempt, closed: closed) { program, folder in
      #expect(await program.ending() == .status(attempt == "run" && closed ? 1 : 0))
      unlink("/tmp/hanaper-fence-probe")
      if closed {
        let kept = try Files.readBytes(folder.appending("secret"))
        #expect(kept == Array("nobody's business".utf8))
        #expect(access(folder.appending("new").string, F_OK) != 0)
      }
      return String(decoding: try program.output, as: UTF8.self)
        .trimmingCharacters(in: .newlines)
    }
  }

  private func probe<Value>(
    _ attempt: String,
    closed: Bool = true,
    _ body: (RunningProgram, FilePath) async throws -> Value
  ) async throws -> Value {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let program = FilePath(tests).removingLastComponent().appending("fence-probe").string
    return try await ScratchDirectory.run { folder in
      try Files.writeBytes(Array("for all".utf8), to: folder.appending("readable"))
      try Files.writeBytes(Array("nobody's business".utf8), to: folder.appending("secret"))
      try Files.writeBytes(Array("#!/bin/sh\necho done\n".utf8), to: folder.appending("program"))
      chmod(folder.appending("program").string, 0o755)
      return try await RunningProgram.run("/bin/sleep", ["60"]) { child in
        let word = closed ? "closed" : "open"
        let arguments = [word, folder.string, "9", "\(child.identifier)", attempt]
        return try await RunningProgram.run(program, arguments) { try await body($0, folder) }
      }
    }
  }
}
