// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import SystemPackage

/// Programs by other authors, or with nothing of ours in them, that are asked what they think of what we wrote.
package enum Judges {
  package static let whereToGetThem =
    "`make judges` installs it, HANAPER_JUDGES names another place"

  /// A program of their Python environment.
  package static func program(_ name: String) -> FilePath {
    environment.appending("bin").appending(name)
  }

  /// A program of one of the other environments, which are below it.
  package static func program(_ name: String, of environment: String) -> FilePath {
    Self.environment.appending(environment).appending("bin").appending(name)
  }

  private static let environment: FilePath =
    if let path = ProcessInfo.processInfo.environment["HANAPER_JUDGES"], !path.isEmpty {
      FilePath(path)
    } else {
      packageRoot.appending(".build-judges")
    }

  /// The package's own folder: this file is two folders below it.
  static let packageRoot = FilePath(#filePath)
    .removingLastComponent()
    .removingLastComponent()
    .removingLastComponent()
}

/// A program that reads a ledger, and has nothing of ours in it.
package enum LedgerJudge: CaseIterable, Sendable {
  /// `scripts/check-ledger`: the standard library and `cryptography`.
  case inPython
  /// `scripts/check-ledger.go`: the code behind Go's checksum database.
  case inGo

  /// Whether what it needs is installed.
  package var isPresent: Bool {
    let file: FilePath =
      switch self {
      case .inPython: Judges.program("cryptography-is-here")
      case .inGo: goProgram
      }
    return FileManager.default.fileExists(atPath: file.string)
  }

  private var goProgram: FilePath { Judges.program("check-ledger-in-go") }

  /// Asks it.
  ///
  /// - Parameters:
  ///   - ledger: the folder.
  ///   - key: the public key, as it is written.
  ///   - files: checkpoints of before, and proofs, each with its entry beside it.
  /// - Returns: what it said, and how it ended.
  /// - Throws: where it cannot be started.
  package func ask(
    about ledger: FilePath,
    key: String,
    _ files: [FilePath] = []
  ) async throws -> ProgramRun {
    let question = [ledger.string, key] + files.map(\.string)
    switch self {
    case .inPython:
      let script = Judges.packageRoot.appending("scripts").appending("check-ledger")
      return try await ProgramRun(
        Judges.program("python").string,
        ["-B", script.string] + question
      )
    case .inGo: return try await ProgramRun(goProgram.string, question)
    }
  }
}
