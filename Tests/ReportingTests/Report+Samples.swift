// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Records

@testable import Reporting

extension Report {
  /// As a terminal without styles, or a plain mail, has it.
  var text: String { lines.map(\.description).joined(separator: "\n") }
}

extension Wording {
  /// As where a configuration was named.
  static let sample = Wording(
    command: { $0.line(with: "--config my.yaml") },
    page: { "/manual/\($0)" }
  )
}

extension RunReport {
  /// A run that took two minutes and brought nothing.
  static var sample: RunReport {
    var report = RunReport(run: "r", tool: "t", started: Date(timeIntervalSince1970: 1_000_000))
    report.ended = report.started + 120
    return report
  }

  /// The lines that it is told in, but for the last, which counts, and the names of sources.
  var told: [String] {
    let titles = Set(newsBySource.map(\.title))
    return Report(of: self, in: .sample).lines.dropLast().map(\.description)
      .filter { !titles.contains($0) }
  }
}

extension RunReport.NewsItem {
  static func sample(
    _ news: News,
    title: String = "A report",
    version: Int? = 2,
    verdict: Verdict = .notFound,
    sentence: String = "the server says so"
  ) throws -> RunReport.NewsItem {
    RunReport.NewsItem(
      news: news,
      address: try WebAddress("https://example.org/a.pdf"),
      title: title,
      sources: ["s"],
      sentence: sentence,
      standing: .unknown,
      verdict: verdict,
      version: version,
      lastAlive: Date(timeIntervalSince1970: 0)
    )
  }
}
