// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// How a name is cleaned and cut.
extension PublishedName {
  /// A part of a path without anything that could lead elsewhere or hide; nil if nothing is left.
  static func cleaned(_ part: Substring.UnicodeScalarView) -> String? {
    var scalars = String.UnicodeScalarView()
    for scalar in part {
      guard let kept = kept(scalar) else { continue }
      if kept == " ", scalars.last == " " { continue }
      scalars.append(kept)
    }
    // A leading dot hides a file, and a leading hyphen is an option to many commands; Windows takes no
    // dot or space at the end.
    let front = scalars.drop { $0 == " " || $0 == "." || $0 == "-" }
    let name = trimmingEnd(Substring(front))
    guard !name.unicodeScalars.allSatisfy({ " .-_".unicodeScalars.contains($0) }) else {
      return nil
    }
    return isDevice(name) ? "_\(name)" : String(name)
  }

  /// What becomes of one character; nil where it is dropped.
  private static func kept(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    // What browsers do with characters that Windows refuses.
    if "<>:\"|?*\u{FFFD}".unicodeScalars.contains(scalar) { return "_" }
    if scalar.properties.isWhitespace { return " " }
    return scalar.isHidden || scalar.properties.isNoncharacterCodePoint ? nil : scalar
  }

  /// Whether Windows would open a device instead of a file, whatever the ending.
  ///
  /// Source: <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
  private static func isDevice(_ name: Substring) -> Bool {
    let stem = trimmingEnd(name.prefix { $0 != "." }).uppercased()
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(stem) { return true }
    guard stem.count == 4, let last = stem.last else { return false }
    return (stem.hasPrefix("COM") || stem.hasPrefix("LPT")) && "0123456789¹²³".contains(last)
  }

  // MARK: Length

  /// The last dot and what follows, where it looks like the ending of a file; else empty.
  static func ending(of name: String) -> Substring {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else {
      return ""
    }
    let ending = name[dot...]
    let isPlain = ending.utf8.dropFirst().allSatisfy(\.isLetterOrDigit)
    return isPlain && (2...16).contains(ending.utf8.count) ? ending : ""
  }

  /// Joins the two; where that is too long, the stem loses whole characters from its end.
  static func fitting(
    stem: Substring,
    _ ending: Substring,
    _ longest: Int = PublishedName.longest
  ) -> String {
    let room = longest - ending.utf8.count
    guard stem.utf8.count > room else { return String(stem + ending) }
    var size = 0
    let characters = stem.prefix { character in
      size += character.utf8.count
      return size <= room
    }
    guard characters.isEmpty else { return String(trimmingEnd(characters) + ending) }
    // One character with accents without end: then it is cut between them.
    var cut = Substring()
    for scalar in stem.unicodeScalars {
      guard cut.utf8.count + UTF8.width(scalar) <= room else { break }
      cut.unicodeScalars.append(scalar)
    }
    return String(cut + ending)
  }

  private static func trimmingEnd(_ name: Substring) -> Substring {
    let scalars = name.unicodeScalars
    guard let last = scalars.lastIndex(where: { $0 != "." && $0 != " " }) else { return "" }
    return Substring(scalars[...last])
  }
}
