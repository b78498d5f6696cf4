// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

extension ContentDisposition {
  /// The file name that the server means, decoded but not cleaned; nil where there is none.
  ///
  /// `filename*` goes before `filename*0`, `filename*1` … and those before `filename`; one that cannot
  /// be decoded counts as absent. ``PublishedName`` makes it fit for use.
  ///
  /// Source: RFC 6266 §4.3 <https://www.rfc-editor.org/rfc/rfc6266#section-4.3>
  package var fileName: String? {
    self["filename*"].flatMap { Self.extended($0.octets) } ?? continued
      ?? self["filename"].map(Self.plain) ?? self["filename*"].flatMap(Self.withoutCharacterSet)
  }

  // MARK: filename*

  /// Decodes `charset'language'value`.
  ///
  /// Source: RFC 8187 §3.2 <https://www.rfc-editor.org/rfc/rfc8187#section-3.2>
  private static func extended(_ octets: [UInt8]) -> String? {
    guard let (characterSet, value) = split(octets),
      let decoded = PercentCoding.decodeStrictly(value)
    else {
      return nil
    }
    return text(decoded, in: characterSet)
  }

  private static func split(_ octets: [UInt8]) -> (characterSet: String, value: [UInt8])? {
    let parts = octets.split(
      separator: UInt8(ascii: "'"),
      maxSplits: 2,
      omittingEmptySubsequences: false
    )
    guard parts.count == 3 else { return nil }
    return (String(octets: Array(parts[0])).lowercased(), Array(parts[2]))
  }

  /// Reads octets in one of the character sets that are really met.
  private static func text(_ octets: [UInt8], in characterSet: String) -> String? {
    switch characterSet {
    case "utf-8", "utf8": String(validating: octets, as: UTF8.self)
    // Several servers name the old character set and write the new one.
    case "iso-8859-1", "windows-1252", "us-ascii": String(octets: octets)
    case _ where characterSet.hasPrefix("iso-8859-") || characterSet.hasPrefix("windows-125"):
      octets.allSatisfy { $0 < 0x80 } ? String(octets: octets) : nil
    default: nil
    }
  }

  /// A name that stands in the extended parameter as if it were the plain one.
  private static func withoutCharacterSet(_ parameter: Parameter) -> String? {
    parameter.octets.contains(UInt8(ascii: "'")) ? nil : plain(parameter)
  }

  // MARK: filename*0, filename*1 …

  /// The pieces of a long name, put together; meant for mail, and sent by some web servers.
  ///
  /// Source: RFC 2231 §3 <https://www.rfc-editor.org/rfc/rfc2231#section-3>
  private var continued: String? {
    guard parameters.contains(where: { $0.name.hasPrefix("filename*0") }) else { return nil }
    let pieces = Dictionary(parameters.map { ($0.name, $0.octets) }) { first, _ in first }
    var characterSet: String?
    var whole: [UInt8] = []
    for number in 0... {
      if let piece = pieces["filename*\(number)"] {
        whole += piece
      } else if let piece = pieces["filename*\(number)*"] {
        var escaped = piece
        if number == 0 {
          guard let (name, value) = Self.split(piece) else { return nil }
          characterSet = name
          escaped = value
        }
        guard let decoded = PercentCoding.decodeStrictly(escaped) else { return nil }
        whole += decoded
      } else {
        break
      }
    }
    guard !whole.isEmpty else { return nil }
    return characterSet.map { Self.text(whole, in: $0) } ?? String(octets: whole)
  }

  // MARK: filename

  private static func plain(_ parameter: Parameter) -> String {
    var octets = parameter.octets
    if !parameter.isQuoted, octets.count > 2, octets.first == UInt8(ascii: "'"),
      octets.last == UInt8(ascii: "'")
    {
      octets = Array(octets.dropFirst().dropLast())
    }
    if let decoded = EncodedWord.decode(octets) { return decoded }
    if isPlainlyEscaped(octets), let decoded = PercentCoding.decodeStrictly(octets),
      let text = String(validating: decoded, as: UTF8.self)
    {
      return text
    }
    return String(octets: octets)
  }

  /// Whether a name can only be what an encoder made of another one.
  ///
  /// The rules know no escapes here, so `50%25.pdf` could be meant as it stands. But when nothing that
  /// needs an escape stands raw, and nothing is escaped that needs none, an encoder was at work.
  private static func isPlainlyEscaped(_ octets: [UInt8]) -> Bool {
    var rest = octets[...]
    var hasEscapes = false
    while let octet = rest.popFirst() {
      if octet == UInt8(ascii: "%") {
        guard let value = rest.hexByte, !value.isUnreserved else { return false }
        rest = rest.dropFirst(2)
        hasEscapes = true
      } else if !octet.isUnreserved, !"!$&'()*+,;=@".utf8.contains(octet) {
        return false
      }
    }
    return hasEscapes
  }
}
