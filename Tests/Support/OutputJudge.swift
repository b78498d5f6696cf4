// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import SystemPackage

/// A program of ours that has others' read what is written for them: a browser, a feed reader, a mail server.
package enum OutputJudge: Sendable {
  /// `scripts/check-page`: Chromium and axe-core.
  case page
  /// `scripts/check-room`: Chromium, axe-core and a checker of HTML.
  case room
  /// `scripts/check-feed`: feedparser.
  case feed
  /// `scripts/take-mail`: aiosmtpd.
  case mail
  /// `scripts/check-schemas`: jsonschema.
  case schemas
  /// `scripts/check-wacz`: cryptography.
  case wacz

  /// Whether what it needs is installed.
  package var isPresent: Bool {
    let mark =
      switch self {
      case .page, .room: "browser-with-checkers-is-here"
      case .feed, .mail: "readers-are-here"
      case .schemas: "schemas-are-here"
      case .wacz: "cryptography-is-here"
      }
    return FileManager.default.fileExists(atPath: Judges.program(mark).string)
  }

  /// For a test that is skipped without it.
  package var whatIsMissing: String {
    switch self {
    case .page, .room: "skipped: a browser is missing; `make browser` fetches it"
    case .feed, .mail:
      "skipped: aiosmtpd or feedparser is missing; \(Judges.whereToGetThem)"
    case .wacz: "skipped: cryptography is missing; \(Judges.whereToGetThem)"
    case .schemas: "skipped: jsonschema is missing; \(Judges.whereToGetThem)"
    }
  }

  private var script: FilePath {
    let name =
      switch self {
      case .page: "check-page"
      case .room: "check-room"
      case .feed: "check-feed"
      case .mail: "take-mail"
      case .schemas: "check-schemas"
      case .wacz: "check-wacz"
      }
    return Judges.packageRoot.appending("scripts").appending(name)
  }

  package var command: [String] { [Judges.program("python").string, "-B", script.string] }

  /// Asks it about files.
  ///
  /// - Parameters:
  ///   - files: which.
  ///   - options: what it is told besides.
  /// - Returns: what it said, and how it ended.
  /// - Throws: where it cannot be started.
  package func ask(about files: FilePath..., as options: [String] = []) async throws -> ProgramRun {
    try await ask(about: files, as: options)
  }

  /// The same, of as many as there are.
  package func ask(about files: [FilePath], as options: [String] = []) async throws -> ProgramRun {
    try await ProgramRun(
      command[0],
      Array(command.dropFirst()) + options + files.map(\.string)
    )
  }
}
