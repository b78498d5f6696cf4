// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Surroundings
import Text

/// What goes to a person's screen, and what a screen must be spared.
enum Terminal {
  static let isInteractive = StandardStream.output.isTerminal
  static let showsProgress = StandardStream.error.isTerminal
  private static let isPlain =
    !isInteractive || ProcessInfo.processInfo.environment["NO_COLOR"] != nil

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  static func styled(_ text: CleanText, _ style: Style) -> CleanText {
    isPlain ? text : CleanText(ours: "\u{1B}[\(style.rawValue)m\(text.description)\u{1B}[0m")
  }

  /// Text from anywhere, without what could move the cursor or turn the line around.
  static func clean(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if !scalar.isHidden {
        clean.append(scalar)
      } else if scalar.properties.isWhitespace, scalar != "\r" {
        clean.append(" ")
      }
    }
    return String(clean)
  }

  /// JSON in which the same characters are written as escapes: they are allowed in it, and a screen
  /// would obey them.
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
    ProgressLine.clear()
    try? StandardStream.error.write("hanaper: \(text.description)\n")
  }

  /// What the argument parser has to say, in its own words.
  static func explainUsage(_ text: CleanText) {
    try? StandardStream.error.write("\(text.description)\n")
  }
}
