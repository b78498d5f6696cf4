// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// A command of the program that mends something or shows more.
///
/// Only whoever was called knows how: with which configuration. So commands go up as values, and the
/// program puts them into words.
package struct NextCommand: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  /// A document, an option with its value; each as it is meant, before a shell.
  package let arguments: [String]

  package init(_ name: String, _ arguments: String...) {
    self.name = name
    self.arguments = arguments
  }

  package static let list = NextCommand("list")
  package static let recover = NextCommand("recover")
  package static let reindex = NextCommand("reindex")
  package static let sync = NextCommand("sync")
  package static let validate = NextCommand("validate")
  package static let verify = NextCommand("verify")

  /// As it is called where no configuration has to be named.
  package var description: String { line() }

  /// As a shell takes it.
  ///
  /// - Parameter options: what every command is to be given, as a shell takes it.
  /// - Returns: one line.
  package func line(with options: String = "") -> String {
    let words = ["hanaper", name] + arguments.map(Self.quoted) + [options]
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  // Most addresses and titles are easier to read, and to change, in double quotes.
  private static func quoted(_ text: String) -> String {
    if !text.isEmpty, text.utf8.allSatisfy(Self.isPlain) { return text }
    let isRead = text.contains { "\"$`\\!".contains($0) }
    return isRead ? text.quotedForShell : "\"\(text)\""
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || byte == UInt8(ascii: "-")
  }
}

/// A page of the manual.
///
/// Where it lies only the program knows, as with its commands.
package struct ManualPage: Hashable, Sendable, CustomStringConvertible {
  /// Its place among what is written about the program: `docs/recovery.md`.
  package let description: String

  package static let recovery = ManualPage(description: "docs/recovery.md")
}

/// What to do next: words, with commands of the program, pages of its manual and lines for a shell in them.
///
///     "make it again with `\(.reindex)`; nothing kept is touched by it"
package struct Advice: Hashable, Sendable, ExpressibleByStringInterpolation {
  fileprivate enum Piece: Hashable, Sendable {
    case words(String)
    case command(NextCommand)
    case page(ManualPage)
    case line(String)
  }

  private var pieces: [Piece] = []

  package init(stringLiteral text: String) {
    pieces = [.words(text)]
  }

  package init(stringInterpolation text: Interpolation) {
    pieces = text.pieces
  }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var pieces: [Piece] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { pieces.append(.words(text)) }
    }

    package mutating func appendInterpolation(_ text: some CustomStringConvertible) {
      appendLiteral(text.description)
    }

    package mutating func appendInterpolation(_ command: NextCommand) {
      pieces.append(.command(command))
    }

    package mutating func appendInterpolation(_ page: ManualPage) {
      pieces.append(.page(page))
    }

    package mutating func appendInterpolation(_ advice: Advice) {
      pieces += advice.pieces
    }

    /// A line for a shell, to be run in the archive's folder.
    package mutating func appendInterpolation(shell line: String) {
      pieces.append(.line(line))
    }
  }

  package static func + (one: Advice, other: Advice) -> Advice {
    var sum = one
    sum.pieces += other.pieces
    return sum
  }

  /// Whether a line for a shell is in it, which is to be run in the archive's folder.
  package var hasShellLine: Bool {
    pieces.contains { if case .line = $0 { true } else { false } }
  }

  /// The same with its commands and pages put into words.
  package func worded(
    _ word: (NextCommand) -> String,
    _ place: (ManualPage) -> String = \.description
  ) -> Advice {
    var worded = self
    worded.pieces = pieces.map { piece in
      switch piece {
      case .command(let command): .words(word(command))
      case .page(let page): .words(place(page))
      case .words, .line: piece
      }
    }
    return worded
  }
}

extension Advice: CustomStringConvertible {
  /// With commands as they are called where no configuration has to be named.
  package var description: String {
    pieces.map { piece in
      switch piece {
      case .words(let text), .line(let text): text
      case .command(let command): command.description
      case .page(let page): page.description
      }
    }
    .joined()
  }
}

extension Advice: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
