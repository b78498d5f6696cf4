// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension CleanText {
  /// A word that is not broken: what stands between two blanks, or a command between two backquotes with what clings to it.
  private struct Word {
    var pieces: [Span] = []
    var width = 0
    var bytes = 0

    mutating func append(_ character: Character, _ style: Style?) {
      width += 1
      bytes += character.utf8.count
      if let last = pieces.indices.last, pieces[last].style == style {
        pieces[last] = Span(text: pieces[last].text + String(character), style: style)
      } else {
        pieces.append(Span(text: String(character), style: style))
      }
    }
  }

  /// The text in lines of a width: broken between two words, and further in after the first line.
  ///
  /// - Parameter width: so many columns at most; a longer word has a line of its own.
  /// - Returns: the lines; this one where it is short enough.
  package func wrapped(to width: Int) -> [CleanText] {
    let whole = description
    // A text of several lines is broken already, as its words were meant.
    guard whole.count > width, !whole.contains("\n") else { return [self] }
    let indent = whole.prefix { $0 == " " }.count
    var lines: [CleanText] = []
    var (line, used): (CleanText, Int) = (
      CleanText(ours: String(repeating: " ", count: indent)), indent
    )
    var isEmpty = true
    for word in words {
      if !isEmpty, used + 1 + word.width > width {
        lines.append(line)
        line = CleanText(ours: String(repeating: " ", count: indent + 2))
        (used, isEmpty) = (indent + 2, true)
      }
      if !isEmpty {
        line = line + " "
        used += 1
      }
      for piece in word.pieces {
        line = line + (piece.style.map { .styled("\(piece.text)", $0) } ?? "\(piece.text)")
      }
      used += word.width
      isEmpty = false
    }
    return lines + [line]
  }

  private static let longestWord = 800

  private var words: [Word] {
    var words: [Word] = []
    var word = Word()
    var isCommand = false
    for span in spans {
      for character in span.text {
        if character == "`" { isCommand.toggle() }
        if character == " ", !isCommand {
          if word.width > 0 { words.append(word) }
          word = Word()
        } else {
          // No line of a mail may have more than 998 bytes (RFC 5322, §2.1.1).
          if word.bytes > Self.longestWord {
            words.append(word)
            word = Word()
          }
          word.append(character, span.style)
        }
      }
    }
    return word.width > 0 ? words + [word] : words
  }
}
