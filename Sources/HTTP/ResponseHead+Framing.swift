// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension ResponseHead {
  /// Why its lengths do not say where its body ends; nil where they do, or where none is needed.
  ///
  /// libcurl takes the last of several lengths, and of a length the digits that it begins with. Where
  /// others take another, what is the body here is the next answer there, or the other way round.
  ///
  /// Source: RFC 9112 §6.3
  package var framingFault: String? {
    // Chunks outweigh a length, and some answers have no body whatever they say.
    guard status != 204, status != 304, fields["Transfer-Encoding"] == nil else { return nil }
    var length: Int64?
    for field in fields where field.isNamed("Content-Length") {
      for part in field.value.split(separator: ",", omittingEmptySubsequences: false) {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var digits = part.utf8.drop(while: isBlank)
        while let last = digits.last, isBlank(last) { digits.removeLast() }
        let isNumber = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, let number = Int64(String(digits) ?? "") else {
          return "its length is no number"
        }
        guard length == nil || length == number else { return "it states more than one length" }
        length = number
      }
    }
    return nil
  }
}
