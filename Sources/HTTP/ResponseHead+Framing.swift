// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

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
        let digits = part.utf8.trimmed(\.isBlank)
        guard digits.allSatisfy(\.isDigit), let number = Int64(Substring(digits)) else {
          return "its length is no number"
        }
        guard length == nil || length == number else { return "it states more than one length" }
        length = number
      }
    }
    return nil
  }
}
