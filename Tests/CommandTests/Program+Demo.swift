// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import SystemPackage
import Testing

extension Program {
  /// Runs `body` with what `hanaper demo --keep` leaves: the folder, and the program with its configuration.
  static func withDemo(
    named name: String = "kept",
    _ body: (FilePath, Program) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending(name)
      let demo = try await runBare("demo", "--keep", folder.string)
      try #require(demo.status == 0, "\(demo.errorText)")
      try await body(folder, Program(configuration: folder.appending("Config/hanaper.yaml")))
    }
  }
}
