// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import SystemPackage

/// The built program, run as a person runs it: arguments in, text and exit status out.
struct Program {
  /// The configuration that every command is given.
  let configuration: FilePath

  /// Stands beside the tests, because the tests depend on it.
  static var path: FilePath {
    get throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return FilePath(tests).removingLastComponent().appending("hanaper")
    }
  }

  @discardableResult
  func run(_ arguments: String...) async throws -> ProgramRun {
    try await Self.run(arguments + ["--config", configuration.string])
  }

  static func runBare(_ arguments: String...) async throws -> ProgramRun {
    try await run(arguments)
  }

  /// The answer of a command with `--json`.
  func answer<Answer: Decodable>(_ type: Answer.Type, _ arguments: String...) async throws -> Answer
  {
    let run = try await Self.run(arguments + ["--json", "--config", configuration.string])
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(type, from: Data(run.output))
  }

  /// Whether an address sanitizer looks on, in the program as in its tests.
  static let isSanitized = dlsym(nil, "__asan_init") != nil

  /// As bare as cron's; a sanitizer would take what Swift makes once and keeps for leaks, and what is measured for
  /// `make coverage` says where the program leaves what it ran.
  static let environment =
    ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
    .merging(isSanitized ? ["ASAN_OPTIONS": "detect_leaks=0"] : [:]) { $1 }
    .merging(ProcessInfo.processInfo.environment.filter { $0.key == "LLVM_PROFILE_FILE" }) { $1 }

  static func run(_ arguments: [String]) async throws -> ProgramRun {
    try await shell("exec \"$@\"", [try path.string] + arguments)
  }

  /// A line of shell that takes the second version from the object in `$O`, and all that tells of it there.
  static let rollBack = "rm -r $O/v2 && cp -f $O/v1/inventory.json* $O/"

  /// Runs a line of shell; its arguments are `$1`, `$2` and so on.
  static func shell(_ line: String, _ arguments: [String]) async throws -> ProgramRun {
    try await ProgramRun("/bin/sh", ["-c", line, "sh"] + arguments, environment: environment)
  }
}

/// What `hanaper list --json` tells.
struct ListAnswer: Decodable {
  let schema: String
  let documents: [Document]

  struct Document: Decodable {
    let address: String
    let title: String
    let standing: String
    let listedBy: [String]
    let versions: Int
    let kind: String?
  }
}
