// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

extension Program {
  /// Runs `body` with what `hanaper demo --keep` leaves: the folder, and the program with its configuration.
  static func withDemo(
    named name: String = "kept",
    _ body: (FilePath, Program) async throws -> Void
  ) async throws {
    let sample = try await sample.value
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending(name)
      let copy = try await ProgramRun("/bin/cp", ["-a", sample.string, folder.string])
      try #require(copy.status == 0, "\(copy.errorText)")
      try await body(folder, Program(configuration: folder.appending("Config/hanaper.yaml")))
    }
  }

  /// Made once, because it takes seconds, and copied for each test.
  private static let sample = Task {
    let folder = ScratchDirectory.temporary
      .appending("hanaper-sample-\(ProcessInfo.processInfo.processIdentifier)")
    atexit { Program.removeSample() }
    let demo = try await runBare("demo", "--keep", folder.string)
    try #require(demo.status == 0, "\(demo.errorText)")
    return folder
  }

  private static func removeSample() {
    let name = "hanaper-sample-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.removeItem(
      atPath: ScratchDirectory.temporary.appending(name).string
    )
  }
}
