// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

// A report for a terminal or a plain mail: what belongs to something stands below it, further in.
extension Report {
  /// The report as plain lines, none of which has an end.
  package var lines: [CleanText] {
    parts.flatMap { part in
      switch part {
      case .sentence(let sentence, let more): [sentence] + more.map { "  \($0)" }
      case .section(let section): section.lines
      case .table(let table): table.lines
      }
    }
  }
}

extension Report.Section {
  fileprivate var lines: [CleanText] {
    var lines = [heading]
    if let subheading { lines.append(subheading) }
    for item in items {
      if let title = item.title { lines.append("  \(title)") }
      lines += item.details.map { "    \($0)" }
    }
    if let closing { lines.append("  \(closing)") }
    return lines
  }
}
