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
    var lines: [CleanText] = []
    forEachLine(within: width) { lines.append($0) }
    return lines
  }

  /// Hands out the lines one by one.
  ///
  /// - Parameters:
  ///   - width: as of ``lines(within:)``.
  ///   - body: takes a line.
  package func forEachLine(within width: Int? = nil, _ body: (CleanText) -> Void) {
    func wrapped(_ lines: [CleanText]) -> [CleanText] {
      width.map { width in lines.flatMap { $0.wrapped(to: width) } } ?? lines
    }
    for part in parts {
      switch part {
      case .sentence(let sentence, let more):
        wrapped([sentence] + more.map { "  \($0)" }).forEach(body)
      case .section(let section):
        let lines =
          section.isVerbatim
          ? wrapped(section.head) + section.body : wrapped(section.head + section.body)
        lines.forEach(body)
      case .table(let table): table.forEachLine(body)
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
