// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Text that may be shown.
///
/// What stands in the source code is taken as it is. What is put into it is cleaned, whatever it is and
/// wherever it came from: a title, a file's name, an argument, the reason of an error. There is no other
/// way to the screen than through this type, so nobody has to remember to clean anything.
///
///     Output.print("  \(document.title)")
///
/// Some of it may be in a style; how a style looks is for whoever shows it to say.
package struct CleanText: ExpressibleByStringInterpolation, Hashable, Sendable {
  package enum Style: Hashable, Sendable {
    case bold, dim, red, green, yellow
  }

  /// A stretch of text in one style.
  package struct Span: Hashable, Sendable {
    package fileprivate(set) var text: String
    package let style: Style?

    init(text: String, style: Style?) {
      (self.text, self.style) = (text, style)
    }
  }

  package private(set) var spans: [Span] = []

  package init(stringLiteral text: String) {
    append(text)
  }

  package init(stringInterpolation text: Interpolation) {
    self = text.text
  }

  /// Cleans each line by itself, for text of several lines.
  package init(lines text: String) {
    append(
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { Self.clean(String($0)) }.joined(separator: "\n")
    )
  }

  /// What we made ourselves, taken as it is: help, scripts for shells.
  package init(ours text: String) {
    append(text)
  }

  /// A text in one style, whatever was in another before.
  package static func styled(_ text: CleanText, _ style: Style) -> CleanText {
    var styled = CleanText()
    styled.spans = [Span(text: text.description, style: style)]
    return styled
  }

  /// Text from anywhere, without what could move the cursor or turn the line around.
  package static func clean(_ text: String) -> String {
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

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = CleanText()

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      text.append(literal)
    }

    package mutating func appendInterpolation(_ clean: CleanText) {
      text.append(clean)
    }

    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text.append(CleanText.clean(value.description))
    }

    /// An error tells its reasons in lines at times.
    package mutating func appendInterpolation(_ error: any Error) {
      text.append(CleanText(lines: "\(error)"))
    }
  }

  package typealias StringInterpolation = Interpolation

  package static func + (one: CleanText, other: CleanText) -> CleanText {
    var sum = one
    sum.append(other)
    return sum
  }

  private init() {}

  fileprivate mutating func append(_ other: CleanText) {
    for span in other.spans {
      if span.style == nil { append(span.text) } else { spans.append(span) }
    }
  }

  private mutating func append(_ plain: String) {
    if let last = spans.indices.last, spans[last].style == nil {
      spans[last].text += plain
    } else if !plain.isEmpty {
      spans.append(Span(text: plain, style: nil))
    }
  }
}

extension CleanText: CustomStringConvertible {
  /// The text without its styles.
  package var description: String { spans.map(\.text).joined() }
}

extension Sequence<CleanText> {
  package func joined(separator: CleanText) -> CleanText {
    var all: CleanText = ""
    for (place, text) in enumerated() {
      if place > 0 { all.append(separator) }
      all.append(text)
    }
    return all
  }
}
