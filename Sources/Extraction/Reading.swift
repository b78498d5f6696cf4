// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What reading a document came to.
package enum Reading: Hashable, Sendable {
  case text(ExtractedText)
  case none(NoText)
}

extension Reading {
  /// So few letters on a page are no text: a number, or what stands at its foot.
  private static let fewestLetters = 20

  /// What a program that prints pages came to; nil where only the pictures on its pages tell whether it is a scan.
  ///
  /// - Parameters:
  ///   - text: what it printed.
  ///   - status: how it ended; 128 and the signal's number where one ended it.
  ///   - complaint: what it said on standard error.
  init?(printed text: ExtractedText, status: Int32, complaint: String) {
    let hasText = text.parts.contains { Self.hasLetters($0) }
    guard !hasText else {
      // What was read before it failed is there to be found.
      var text = text
      text.isCut = text.isCut || status != 0
      self = .text(text)
      return
    }
    switch status {
    case 0 where text.parts.contains(where: { PageLayout.letters(of: $0) > 0 }): return nil
    case 0 where text.parts.isEmpty: self = .none(.empty)
    case 0: return nil
    case _ where complaint.contains("Incorrect password"): self = .none(.password)
    case 128...: self = .none(.tooMuch)
    default: self = .none(.damaged)
    }
  }

  private static func hasLetters(_ text: String) -> Bool {
    var letters = 0
    for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
      letters += 1
      if letters >= fewestLetters { return true }
    }
    return false
  }

  /// Whether the pictures of a page in a PDF cover most of it, by a list of them: `pdfimages -list`.
  static func showsScan(_ list: String) -> Bool {
    let rows = list.split(separator: "\n").map { $0.split(separator: " ") }
    guard let head = rows.first, let page = head.firstIndex(of: "page"),
      let width = head.firstIndex(of: "width"), let height = head.firstIndex(of: "height"),
      let across = head.firstIndex(of: "x-ppi"), let down = head.firstIndex(of: "y-ppi")
    else { return false }
    // A page may be scanned in strips.
    var covered: [Substring: Double] = [:]
    for row in rows.dropFirst() where row.count == head.count {
      guard let pixels = Double(row[width]), let lines = Double(row[height]),
        let pixelsPerInch = Double(row[across]), let linesPerInch = Double(row[down]),
        pixelsPerInch > 0, linesPerInch > 0
      else { continue }
      covered[row[page], default: 0] += pixels / pixelsPerInch * lines / linesPerInch
    }
    return covered.values.contains { $0 > leastArea }
  }

  /// Half of a sheet of A4, in square inches.
  private static let leastArea = 48.0
}
