// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Text

/// A line under a note that says who signed it.
package struct NoteSignature: Hashable, Sendable {
  package let name: String
  /// Which of the keys of that name.
  package let id: UInt32
  /// What it means depends on the key; of a witness, the time stands in front.
  package let bytes: [UInt8]

  package init(name: String, id: UInt32, _ bytes: [UInt8]) {
    self.name = name
    self.id = id
    self.bytes = bytes
  }

  /// By what a person tells the key from others: its name and id.
  package var keyLabel: String { "\(name)+\(id.hex)" }

  /// Reads a line without its end.
  package init?(line: some StringProtocol) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "—", NoteKey.isName(parts[1]),
      let bytes = Base64.decode(parts[2]), bytes.count > 4
    else { return nil }
    self.init(
      name: String(parts[1]),
      id: UInt32(bigEndian: bytes.prefix(4)),
      Array(bytes.dropFirst(4))
    )
  }

  /// The line, with its end.
  package var line: String { "— \(name) \(Base64.encode(id.bigEndianBytes + bytes))\n" }
}

/// A text with signatures under it.
///
/// Source: C2SP signed-note <https://c2sp.org/signed-note>
package struct SignedNote: Hashable, Sendable {
  /// A note that is longer is not read.
  package static let longest = 1_000_000
  /// So many signatures are read at the most; the specification asks for 16 at least.
  static let mostSignatures = 100

  /// What is signed, its last line's end included.
  package let text: String
  /// Those of keys that are not known are carried on too.
  package var signatures: [NoteSignature]

  package init(_ text: String, _ signatures: [NoteSignature]) {
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note.
  ///
  /// - Parameter bytes: all of them, with nothing before or after the note.
  /// - Throws: ``NoteError``, with the line at fault.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    let subject = "signed note"
    guard bytes.count <= Self.longest else {
      throw NoteError(subject, "it is longer than \(Self.longest) bytes")
    }
    guard let note = String(validating: bytes, as: UTF8.self) else {
      throw NoteError(subject, line: bytes.firstLineNotUTF8, "it is not text in UTF-8")
    }
    var line = 1
    for scalar in note.unicodeScalars {
      if scalar == "\n" {
        line += 1
      } else if scalar.properties.generalCategory == .control {
        throw NoteError(subject, line: line, "there is a control character in it")
      }
    }
    guard note.unicodeScalars.last == "\n" else {
      throw NoteError(subject, line: line, "its last line has no end")
    }
    // The text may hold empty lines too: the last one parts it from the signatures.
    let scalars = note.unicodeScalars
    var end: String.Index?
    var index = scalars.startIndex
    var wasNewline = false
    while index < scalars.endIndex {
      let isNewline = scalars[index] == "\n"
      if isNewline, wasNewline { end = index }
      wasNewline = isNewline
      index = scalars.index(after: index)
    }
    guard let end, end > scalars.startIndex else {
      throw NoteError(
        subject,
        line: line - 1,
        "there is no empty line between its text and signatures"
      )
    }
    text = String(note[..<end])
    var number = text.unicodeScalars.count { $0 == "\n" } + 1
    signatures = []
    for line in note[scalars.index(after: end)...].split(separator: "\n") {
      number += 1
      guard let signature = NoteSignature(line: line) else {
        throw NoteError(subject, line: number, "“— <name> <base64>” was expected, a signature")
      }
      guard signatures.count < Self.mostSignatures else {
        throw NoteError(subject, line: number, "it has more than \(Self.mostSignatures) signatures")
      }
      signatures.append(signature)
    }
    guard !signatures.isEmpty else {
      throw NoteError(
        subject,
        line: number,
        "nothing stands below the empty line, a signature was expected"
      )
    }
  }

  /// The whole note, as it is stored and sent.
  package var description: String { text + "\n" + signatures.map(\.line).joined() }

  /// What came of checking a note with a key.
  package enum Check: Hashable, Sendable {
    /// The key signed just this text.
    case good
    /// A signature says that it is the key's, and is not.
    case bad
    /// The key did not sign it.
    case absent
  }

  /// Whether a key signed this text; it must have signed it well each time that it is named.
  package func check(_ key: NoteKey) -> Check {
    let named = signatures(naming: key)
    guard !named.isEmpty else { return .absent }
    return named.allSatisfy { accepts($0, by: key) } ? .good : .bad
  }

  /// A key's good signature; nil where ``check(_:)`` does not say that it is.
  func signature(by key: NoteKey) -> NoteSignature? {
    check(key) == .good ? signatures(naming: key).first : nil
  }

  private func signatures(naming key: NoteKey) -> [NoteSignature] {
    signatures.filter { $0.id == key.id && $0.name.utf8.elementsEqual(key.name.utf8) }
  }

  private func accepts(_ signature: NoteSignature, by key: NoteKey) -> Bool {
    switch key.algorithm {
    case .ed25519: key.key.accepts(signature.bytes, over: Array(text.utf8))
    case .cosignature: Cosignature(signature)?.isGood(over: text, by: key) == true
    }
  }
}

/// What a witness says of a checkpoint: that it saw it at a time.
///
/// Source: C2SP tlog-cosignature <https://c2sp.org/tlog-cosignature>
package struct Cosignature: Hashable, Sendable {
  /// In seconds since 1970.
  package let time: UInt64
  private let signature: [UInt8]

  package init?(_ signature: NoteSignature) {
    guard signature.bytes.count == 8 + Ed25519.signatureLength else { return nil }
    time = UInt64(bigEndian: signature.bytes.prefix(8))
    self.signature = Array(signature.bytes.dropFirst(8))
  }

  func isGood(over text: String, by key: NoteKey) -> Bool {
    // A time of zero says that there is none, which a witness of a log must not.
    time > 0 && key.key.accepts(signature, over: Self.message(text, time))
  }

  static func message(_ text: String, _ time: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
  }
}
