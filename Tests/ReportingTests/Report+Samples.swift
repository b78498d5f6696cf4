// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving

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
