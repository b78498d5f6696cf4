// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

// A report for a terminal or a plain mail: what belongs to something stands below it, further in.
extension Report {
  /// So many columns a message has: a mail program shows that much, and quotes it without breaking it.
  package static let messageWidth = 78

  /// The report as plain lines, none of which has an end.
  package var lines: [CleanText] { lines(within: nil) }

  /// The report as plain lines of a width, none of which has an end.
  ///
  /// - Parameter width: so many columns at most, but for an address, a command and what must not be broken; nil for any.
  /// - Returns: the lines.
  package func lines(within width: Int?) -> [CleanText] {
    func wrapped(_ lines: [CleanText]) -> [CleanText] {
      width.map { width in lines.flatMap { $0.wrapped(to: width) } } ?? lines
    }
    return parts.flatMap { part in
      switch part {
      case .sentence(let sentence, let more): wrapped([sentence] + more.map { "  \($0)" })
      case .section(let section):
        section.isVerbatim
          ? wrapped(section.head) + section.body : wrapped(section.head + section.body)
      case .table(let table): table.lines
      }
    }
  }
}

extension Report.Section {
  fileprivate var head: [CleanText] { [heading] + [subheading].compactMap(\.self) }

  fileprivate var body: [CleanText] {
    var lines: [CleanText] = []
    for item in items {
      if let title = item.title { lines.append("  \(title)") }
      lines += item.details.map { "    \($0)" }
    }
    if let closing { lines.append("  \(closing)") }
    return lines
  }
}
