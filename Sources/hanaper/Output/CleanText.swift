// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Text that may be shown.
///
/// What stands in the source code is taken as it is. What is put into it is cleaned, whatever it is and
/// wherever it came from: a title, a file's name, an argument, the reason of an error. There is no other
/// way to the screen than through this type, so nobody has to remember to clean anything.
///
///     Output.print("  \(document.title)")
struct CleanText: ExpressibleByStringInterpolation, CustomStringConvertible, Sendable {
  private(set) var description: String

  init(stringLiteral text: String) {
    description = text
  }

  init(stringInterpolation text: Interpolation) {
    description = text.text
  }

  /// Cleans each line by itself, for text of several lines.
  init(lines text: String) {
    description = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Terminal.clean(String($0)) }.joined(separator: "\n")
  }

  /// What we made ourselves, taken as it is: help, scripts for shells.
  init(ours text: String) {
    description = text
  }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) {
      text += literal
    }

    mutating func appendInterpolation(_ clean: CleanText) {
      text += clean.description
    }

    mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += Terminal.clean(value.description)
    }

    /// An error tells its reasons in lines at times.
    mutating func appendInterpolation(_ error: any Error) {
      text += CleanText(lines: "\(error)").description
    }
  }

  typealias StringInterpolation = Interpolation

  static func + (one: CleanText, other: CleanText) -> CleanText {
    CleanText(ours: one.description + other.description)
  }
}

extension Sequence<CleanText> {
  func joined(separator: String) -> CleanText {
    CleanText(ours: map(\.description).joined(separator: separator))
  }
}
