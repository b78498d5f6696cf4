// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import SystemPackage

/// A program of ours that has others' read what is written for them: a browser, a feed reader, a mail server.
package enum OutputJudge: Sendable {
  /// `scripts/check-page`: Chromium and axe-core.
  case page
  /// `scripts/check-feed`: feedparser.
  case feed
  /// `scripts/take-mail`: aiosmtpd.
  case mail

  /// Whether what it needs is installed.
  package var isPresent: Bool {
    let mark = self == .page ? "browser-is-here" : "readers-are-here"
    return FileManager.default.fileExists(atPath: Judges.program(mark).string)
  }

  /// For a test that is skipped without it.
  package var whatIsMissing: String {
    self == .page
      ? "skipped: a browser is missing; `make browser` fetches it"
      : "skipped: aiosmtpd or feedparser is missing; \(Judges.whereToGetThem)"
  }

  private var script: FilePath {
    let name =
      switch self {
      case .page: "check-page"
      case .feed: "check-feed"
      case .mail: "take-mail"
      }
    return Judges.packageRoot.appending("scripts").appending(name)
  }

  package var command: [String] { [Judges.program("python").string, "-B", script.string] }

  /// Asks it about a file.
  ///
  /// - Parameter file: which.
  /// - Returns: what it said, and how it ended.
  /// - Throws: where it cannot be started.
  package func ask(about file: FilePath) async throws -> ProgramRun {
    try await ProgramRun(command[0], Array(command.dropFirst()) + [file.string])
  }
}
