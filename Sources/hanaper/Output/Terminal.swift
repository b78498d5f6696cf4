// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Synchronization

/// What goes to a person's screen, and what a screen must be spared.
enum Terminal {
  static let isInteractive = isatty(STDOUT_FILENO) == 1
  static let showsProgress = isatty(STDERR_FILENO) == 1
  private static let isPlain =
    !isInteractive || ProcessInfo.processInfo.environment["NO_COLOR"] != nil

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  static func styled(_ text: String, _ style: Style) -> String {
    isPlain ? text : "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }

  /// Text from the web, without what could move the cursor or turn the line around.
  ///
  /// Source: Unicode TR 36 §3, bidirectional text <https://www.unicode.org/reports/tr36/>
  static func clean(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        if scalar == "\t" || scalar == "\n" { clean.append(" ") }
      default: clean.append(scalar)
      }
    }
    return String(clean)
  }

  static func complain(_ text: String) {
    ProgressLine.clear()
    FileHandle.standardError.write(Data("hanaper: \(text)\n".utf8))
  }
}

/// One line at the foot of the screen that says how far a long piece of work has come.
///
/// Nothing is written where standard error is not a terminal.
final class ProgressLine: Sendable {
  private let last = Mutex(ContinuousClock.now - .seconds(1))
  private let start = ContinuousClock.now

  /// Shows how much is done, with the rate and the time left; ten times a second at the most.
  func show(done: Int, of total: Int?, what: String, bytes: Int64) {
    guard Terminal.showsProgress else { return }
    let now = ContinuousClock.now
    let isDue = last.withLock { last in
      guard now - last >= .milliseconds(100) else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let elapsed = (now - start).seconds
    let rate = elapsed > 0 ? Double(done) / elapsed : 0
    var line = total.map { "\(done) of \($0) \(what)" } ?? "\(done) \(what)"
    line += " · \(Readable.size(bytes))"
    if elapsed > 1 { line += String(format: " · %.1f/s", rate) }
    if let total, rate > 0, elapsed > 2, total > done {
      line += " · \(Readable.time(Double(total - done) / rate)) left"
    }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
  }

  static func clear() {
    guard Terminal.showsProgress else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
