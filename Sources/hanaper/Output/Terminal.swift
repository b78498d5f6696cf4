// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Reporting
import Surroundings
import Text

/// What goes to a person's screen, and what a screen must be spared.
enum Terminal {
  static let isInteractive = StandardStream.output.isTerminal
  /// Asked for each document of a verification, so the system is not asked each time.
  static var showsProgress: Bool { hasScreenForErrors && LogFormat.current == .text }
  private static let hasScreenForErrors = StandardStream.error.isTerminal
  private static let isPlain =
    !isInteractive || ProcessInfo.processInfo.environment["NO_COLOR"] != nil

  /// A text as this terminal shows it: its styles as the terminal knows them, or left out.
  static func rendered(_ text: CleanText) -> String {
    guard !isPlain else { return text.description }
    return text.spans.map { span in
      guard let style = span.style else { return span.text }
      return "\u{1B}[\(style.code)m\(span.text)\u{1B}[0m"
    }.joined()
  }

  /// JSON in which what no text may hold is written as escapes: it is allowed in JSON, and a screen
  /// would obey it.
  static func escaped(json: String) -> String {
    guard !json.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x0A }) else { return json }
    var escaped = ""
    for scalar in json.unicodeScalars {
      // Outside of strings, where nothing could be escaped, JSON has no such character but this.
      if !scalar.isHidden || scalar == "\n" {
        escaped.unicodeScalars.append(scalar)
      } else {
        for unit in UTF16.encode(scalar) ?? .init() { escaped += String(format: "\\u%04X", unit) }
      }
    }
    return escaped
  }

  /// Says on standard error what is wrong; that it cannot be said there stops nothing.
  static func complain(_ text: CleanText) {
    log(LogLine(.error, text.description))
  }

  /// Writes a line on standard error, in the form that was asked for.
  static func log(_ line: LogLine) {
    ProgressLine.clear()
    let text: CleanText =
      line.level == .error ? "hanaper: \(CleanText(lines: line.message))" : "\(line.message)"
    try? StandardStream.error.write(
      (LogFormat.current == .json ? line.json : text.description) + "\n"
    )
  }

  /// Asks a person, who has to say yes; where there is nobody to ask, that is no.
  static func confirms(_ question: CleanText) -> Bool {
    guard StandardInput.isTerminal, StandardStream.error.isTerminal else { return false }
    ProgressLine.clear()
    try? StandardStream.error.write("\(question.description) [y/N] ")
    let answer = Interruption.endingAtOnce { readLine() }
    return ["y", "yes"].contains(answer?.lowercased() ?? "")
  }

  /// What the argument parser has to say, in its own words.
  static func explainUsage(_ text: CleanText) {
    guard LogFormat.current == .text else { return log(LogLine(.error, text.description)) }
    try? StandardStream.error.write("\(text.description)\n")
  }
}

extension CleanText.Style {
  fileprivate var code: Int {
    switch self {
    case .bold: 1
    case .dim: 2
    case .red: 31
    case .green: 32
    case .yellow: 33
    }
  }
}
