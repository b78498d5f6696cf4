// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

extension SignedCheckpoint {
  /// What was found in a text.
  package struct Found {
    /// In their order, each once; one at least.
    package fileprivate(set) var checkpoints: [SignedCheckpoint] = []
    /// What stands there in the form of a checkpoint beside them, and is none, each with its line.
    package fileprivate(set) var faults: [NoteError] = []
  }

  /// Finds the checkpoints in a text that has other lines too: a mail, say, in which they are quoted or indented.
  ///
  /// Soft line breaks and escapes of quoted-printable are undone where nothing is found otherwise.
  ///
  /// - Parameter bytes: the whole text, up to ``longestText`` bytes of it.
  /// - Returns: one at least.
  /// - Throws: ``NoteError`` where there is none.
  ///
  /// Source: RFC 2045 §6.7 <https://www.rfc-editor.org/rfc/rfc2045#section-6.7>
  package static func all(in bytes: [UInt8]) throws(NoteError) -> Found {
    guard bytes.count <= longestText else {
      throw NoteError(
        "checkpoint",
        "the text is longer than \(longestText) bytes; save the lines of the checkpoint to a file of their own"
      )
    }
    // A mark that some editors put before a text is not to be seen, and would make another name of it.
    let text = bytes.droppingByteOrderMark
    // One that stands alone is read as it is, so that its faults are told by their lines.
    if let alone = try? SignedCheckpoint(text) { return Found(checkpoints: [alone]) }
    var fault: NoteError?
    let found = all(in: text, &fault)
    if !found.checkpoints.isEmpty { return found }
    // Of such a text, the lines are not those that somebody sees.
    var faultOfUnquoted: NoteError?
    var unquoted = all(in: unquoted(text), &faultOfUnquoted)
    if !unquoted.checkpoints.isEmpty {
      unquoted.faults = unquoted.faults.map { NoteError($0.subject, $0.reason) }
      return unquoted
    }
    throw fault ?? faultOfUnquoted.map { NoteError($0.subject, $0.reason) }
      ?? NoteError(
        "checkpoint",
        "no lines with a name, a number of leaves, a root, an empty line and a signature were found in it"
      )
  }

  /// A longer text is no mail.
  package static let longestText = 8_000_000

  /// Goes through the lines once, and reads closely only what stands in the form of a checkpoint.
  ///
  /// - Parameters:
  ///   - bytes: the whole text.
  ///   - fault: gets what is wrong with the last one that is none, and in which line.
  /// - Returns: what is there.
  private static func all(in bytes: [UInt8], _ fault: inout NoteError?) -> Found {
    var found = Found()
    // Name, leaves, root and an empty line; an extension of a checkpoint is nobody's, and not looked for.
    var above: [Range<Int>] = []
    var signatures: [Range<Int>] = []
    var number = 0
    func read() {
      guard !signatures.isEmpty else { return }
      let first = number - signatures.count - above.count
      guard signatures.count <= SignedNote.mostSignatures else {
        fault = NoteError(
          "checkpoint",
          line: first + above.count + 1,
          "it has more than \(SignedNote.mostSignatures) signatures"
        )
        return
      }
      guard above.count == 4, above[3].isEmpty else {
        fault = NoteError(
          "checkpoint",
          line: first + above.count + 1,
          "above a signature, a name, a number of leaves, a root and an empty line were expected"
        )
        return
      }
      let note = (above + signatures).flatMap { bytes[$0] + [UInt8(ascii: "\n")] }
      do throws(NoteError) {
        let checkpoint = try SignedCheckpoint(note)
        if !found.checkpoints.contains(checkpoint) { found.checkpoints.append(checkpoint) }
      } catch {
        let told = NoteError(error.subject, line: error.line.map { first + $0 }, error.reason)
        found.faults.append(told)
        fault = told
      }
    }
    forEachLine(of: bytes) { line in
      defer { number += 1 }
      if isSignature(bytes[line]) {
        // One too many is enough to know that they are.
        if signatures.count <= SignedNote.mostSignatures { signatures.append(line) }
        return
      }
      if !signatures.isEmpty {
        read()
        (above, signatures) = ([], [])
      } else if above.last?.isEmpty == true, bytes[line].starts(with: "— ".utf8) {
        let told = NoteError(
          "checkpoint",
          line: number + 1,
          "“— <name> <base64>” was expected, a signature"
        )
        fault = told
        if isText(above, of: bytes) { found.faults.append(told) }
      } else if isText(above, of: bytes) {
        let told = NoteError("checkpoint", line: number + 1, "a signature was expected")
        found.faults.append(told)
        fault = told
      }
      above.append(line)
      if above.count > 4 { above.removeFirst() }
    }
    read()
    return found
  }

  /// Hands out where the lines are, without the marks of a quotation and the spaces around them.
  private static func forEachLine(of bytes: [UInt8], _ body: (Range<Int>) -> Void) {
    let (mark, space, tab) = (UInt8(ascii: ">"), UInt8(ascii: " "), UInt8(ascii: "\t"))
    var next = 0
    while next < bytes.count {
      var (start, end) = (next, next)
      while end < bytes.count, bytes[end] != 10, bytes[end] != 13 { end += 1 }
      next = end + 1
      if next < bytes.count, bytes[end] == 13, bytes[next] == 10 { next += 1 }
      while start < end, bytes[start] == mark || bytes[start] == space || bytes[start] == tab {
        start += 1
      }
      while start < end, bytes[end - 1] == space || bytes[end - 1] == tab { end -= 1 }
      body(start..<end)
    }
  }

  /// Whether lines are what stands above the signatures of a checkpoint: a name, a number, a root and an empty line.
  private static func isText(_ lines: [Range<Int>], of bytes: [UInt8]) -> Bool {
    lines.count == 4 && lines[3].isEmpty && !lines[0].isEmpty
      && !lines[1].isEmpty && bytes[lines[1]].allSatisfy(\.isDigit)
      && lines[2].count == 44 && bytes[lines[2]].last == UInt8(ascii: "=")
  }

  /// Whether a line has the form of a signature: `— <name> <base64>`.
  private static func isSignature(_ line: ArraySlice<UInt8>) -> Bool {
    let opening = "— ".utf8
    guard line.starts(with: opening) else { return false }
    let words = line.dropFirst(opening.count)
      .split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count == 2, !words[0].isEmpty, words[1].count >= 8, words[1].count.isMultiple(of: 4)
    else { return false }
    return words[1].allSatisfy { $0.isLetterOrDigit || "+/=".utf8.contains($0) }
  }

  private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var place = 0
    func byte(_ ahead: Int) -> UInt8? {
      place + ahead < bytes.count ? bytes[place + ahead] : nil
    }
    while place < bytes.count {
      if bytes[place] != UInt8(ascii: "=") {
        text.append(bytes[place])
        place += 1
      } else if byte(1) == 10 {
        place += 2
      } else if byte(1) == 13, byte(2) == 10 {
        place += 3
      } else if let value = bytes[(place + 1)...].hexByte {
        text.append(value)
        place += 3
      } else {
        text.append(bytes[place])
        place += 1
      }
    }
    return text
  }
}
