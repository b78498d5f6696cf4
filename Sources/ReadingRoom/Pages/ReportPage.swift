// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Reporting

/// A report as the commands make it, shown as a page.
struct ReportPage: Sendable {
  struct Run: Sendable {
    let text: String
    let link: String?
    let isCode: Bool
    let isStrong: Bool
  }

  struct Item: Sendable {
    let title: [Run]
    let hasTitle: Bool
    let details: [Details]
  }

  /// A line below a title.
  struct Details: Sendable {
    let runs: [Run]
  }

  struct Part: Sendable {
    var heading: [Run] = []
    var hasHeading = false
    var lines: [Details] = []
    var items: [Item] = []
    var hasItems = false
    var closing: [Run] = []
    var hasClosing = false
  }

  let frame: Frame
  let parts: [Part]
  let isEmpty: Bool
  let nothing: String

  /// - Parameters:
  ///   - report: what is told.
  ///   - nothing: what is said where nothing is.
  ///   - frame: what stands around it.
  init(_ report: Report, nothing: String, _ frame: Frame) {
    self.frame = frame
    self.nothing = nothing
    parts = report.parts.map(Part.init)
    isEmpty = parts.isEmpty
  }
}

extension ReportPage.Part {
  fileprivate init(_ part: Report.Part) {
    switch part {
    case .sentence(let sentence, let more):
      lines = ([sentence] + more).map { .init(runs: ReportPage.runs(of: $0)) }
    case .section(let section):
      heading = ReportPage.runs(of: section.heading)
      hasHeading = true
      if let more = section.subheading { lines = [.init(runs: ReportPage.runs(of: more))] }
      items = section.items.map { item in
        ReportPage.Item(
          title: item.title.map(ReportPage.runs) ?? [],
          hasTitle: item.title != nil,
          details: item.details.map { .init(runs: ReportPage.runs(of: $0)) }
        )
      }
      hasItems = !items.isEmpty
      if let closing = section.closing {
        self.closing = ReportPage.runs(of: closing)
        hasClosing = true
      }
    case .table: break
    }
  }
}

extension ReportPage {
  /// Text with its addresses as links, and what stands between backquotes as what is typed.
  static func runs(of text: CleanText) -> [Run] {
    text.spans.flatMap { span -> [Run] in
      let isStrong = span.style == .bold || span.style == .red
      var isCode = false
      return span.text.split(separator: "`", omittingEmptySubsequences: false).flatMap { piece in
        defer { isCode.toggle() }
        if isCode { return [Run(text: String(piece), link: nil, isCode: true, isStrong: false)] }
        return linked(String(piece), isStrong)
      }
    }
  }

  private static func linked(_ text: String, _ isStrong: Bool) -> [Run] {
    func run(_ text: some StringProtocol, link: String? = nil) -> Run {
      Run(text: String(text), link: link, isCode: false, isStrong: isStrong)
    }
    guard let start = text.firstRange(of: /https?:\/\//)?.lowerBound else { return [run(text)] }
    let word = text[start...].prefix { !$0.isWhitespace }
    let trimmed = word.lastIndex { !".,;:)”]>’\"'".contains($0) }.map { word[...$0] } ?? word
    let rest = String(text[trimmed.endIndex...])
    return [run(text[..<start]), run(trimmed, link: String(trimmed))] + linked(rest, isStrong)
  }
}
