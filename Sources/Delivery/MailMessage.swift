// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
import Text

/// A mail of plain text, as it goes over the wire.
///
/// Its lines stay as they are, so that a signature in it can be checked: there is no `format=flowed` and no quoting of
/// characters. Sources: RFC 5322; RFC 2047 for the subject; RFC 3834 §5 for `Auto-Submitted`.
package struct MailMessage: Sendable {
  package let from: MailAddress
  package let to: [MailAddress]
  package let subject: String
  package let date: Date
  /// What makes it one of its kind, like the name of a run; it is cleaned.
  package let name: String
  package let body: String

  /// No line may have more octets: RFC 5322 §2.1.1.
  static let longestLine = 998

  package init(
    from: MailAddress,
    to: [MailAddress],
    subject: String,
    date: Date,
    name: String,
    body: String
  ) {
    (self.from, self.to, self.subject) = (from, to, subject)
    (self.date, self.name, self.body) = (date, name, body)
  }

  /// The whole message; each line ends in CR LF.
  package var bytes: [UInt8] {
    let isASCII = body.utf8.allSatisfy { $0 < 0x80 }
    let lines =
      [
        "Date: \(Self.date(date))",
        "From: Hanaper <\(from)>",
        "To: \(to.map(\.text).joined(separator: ",\r\n "))",
        "Subject: \(Self.coded(Self.oneLine(subject)))",
        "Message-ID: <\(Self.identifier(name))@\(from.domain)>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: \(isASCII ? "7bit" : "8bit")",
        "",
      ] + body.split(separator: "\n", omittingEmptySubsequences: false).flatMap(Self.short)
    return Array(lines.map { $0 + "\r\n" }.joined().utf8)
  }

  // MARK: Header fields

  /// A title from the web must not begin a field of its own.
  private static func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\t" { line.append(" ") }
      if !scalar.isHidden { line.append(scalar) }
    }
    return String(line)
  }

  /// The text of a field; what is not ASCII, or too long for a line, in encoded words: RFC 2047 §2.
  private static func coded(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    guard !isPlain || text.utf8.count > 900 || text.contains("=?") else { return text }
    var words: [String] = []
    var piece: [UInt8] = []
    // A word has 75 characters at most, and holds whole characters of the text.
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if piece.count + bytes.count > 45 {
        words.append("=?UTF-8?B?\(Data(piece).base64EncodedString())?=")
        piece = []
      }
      piece += bytes
    }
    words.append("=?UTF-8?B?\(Data(piece).base64EncodedString())?=")
    return words.joined(separator: "\r\n ")
  }

  private static func identifier(_ name: String) -> String {
    let kept = name.utf8.map {
      $0.isLetterOrDigit || $0 == UInt8(ascii: "-") ? $0 : UInt8(ascii: ".")
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// RFC 5322 §3.3, in UTC.
  private static func date(_ date: Date) -> String {
    let style = Date.VerbatimFormatStyle(
      format:
        "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) +0000",
      locale: Locale(identifier: "en_US_POSIX"),
      timeZone: .gmt,
      calendar: Calendar(identifier: .gregorian)
    )
    return date.formatted(style)
  }

  // MARK: The body

  /// A line in pieces that may go over the wire, each of whole characters.
  private static func short(_ line: Substring) -> [String] {
    guard line.utf8.count > longestLine else { return [String(line)] }
    var pieces = [""]
    var length = 0
    for scalar in line.unicodeScalars {
      let count = String(scalar).utf8.count
      if length + count > longestLine {
        pieces.append("")
        length = 0
      }
      pieces[pieces.count - 1].unicodeScalars.append(scalar)
      length += count
    }
    return pieces
  }
}
