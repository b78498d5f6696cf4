// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Whether a link's text tells its document from any other.
enum LinkText {
  /// True for “here”, “Read more…”, “Download (PDF, 212 KB)”, “2019”, “Updated 3 May 2024”, a bare address, nothing.
  static func saysNothing(_ text: String) -> Bool {
    isAddress(text)
      || words(of: text).allSatisfy { empty.contains($0) || dates.contains($0) || isQuantity($0) }
  }

  /// The words in lower case, without punctuation.
  static func words(of text: String) -> [Substring] {
    let text = text.lowercased()
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      return text.split { !$0.isLetter && !$0.isNumber }
    }
    // What Unicode says of each letter takes a hundred times as long to look up.
    return text.utf8.split { !$0.isLetterOrDigit }.map(Substring.init)
  }

  /// Numbers, with a unit or without: `212`, `212kb`, `2019`.
  static func isQuantity(_ word: Substring) -> Bool {
    let unit = word.drop(while: \.isNumber)
    return unit.startIndex > word.startIndex && (unit.isEmpty || sizeUnits.contains(String(unit)))
  }

  static let sizeUnits: Set<String> = ["b", "k", "kb", "kib", "m", "mb", "mib", "bytes"]

  private static func isAddress(_ text: String) -> Bool {
    guard !text.utf8.contains(UInt8(ascii: " ")) else { return false }
    let lower = text.lowercased()
    return ["http://", "https://", "www."].contains(where: lower.hasPrefix)
      || lower.utf8.contains(UInt8(ascii: ".")) && lower.utf8.contains(UInt8(ascii: "/"))
  }

  // Words that every second link on the web is made of. “Report” alone is one of them: under the
  // heading “Child D” it gains by it, and elsewhere it loses nothing.
  /// Words of a line that says when something was published.
  static let dates: Set<Substring> = {
    let words = """
      added april august checked created date dated december february friday january july june last \
      march may modified monday november october posted published reviewed saturday september sunday \
      thursday tuesday updated uploaded was wednesday jan feb mar apr jun jul aug sep sept oct nov dec \
      mon tue tues wed thu thur thurs fri sat sun 1st 2nd 3rd am pm
      """
    return Set(words.split(separator: " "))
      .union((4...31).map { "\($0)\([21: "st", 22: "nd", 23: "rd", 31: "st"][$0] ?? "th")" })
  }()

  private static let empty: Set<Substring> = {
    let words = """
      a access all also an and another app as at attached attachment available below bytes click \
      continue copy csv cymraeg details doc document documents docx download downloadable \
      downloading downloads english excel external file files find following for format from full \
      get go here html in info information is it item just k kb language learn link links m mb \
      microsoft more ms new now odt of on online open opens out page pages pdf pdfs please \
      powerpoint ppt pptx press print publication read reading report reports rtf save see select \
      site size tab text that the this to txt url version via view visit visual web webpage \
      website welsh window with word xls xlsx you your zip
      """
    return Set(words.split(separator: " "))
  }()
}
