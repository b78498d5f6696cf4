// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// The public key that signatures of a note are checked with, under a name: a “vkey”.
///
///     example.org/reports+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
///
/// Source: C2SP signed-note, "Verifier keys" <https://c2sp.org/signed-note>
package struct NoteKey: Hashable, Sendable {
  /// What a key signs with.
  package enum Algorithm: UInt8, Sendable {
    /// Ed25519 over the note's text.
    case ed25519 = 1
    /// Ed25519 over the text of a checkpoint and the time, as a witness signs: C2SP tlog-cosignature.
    case cosignature = 4
  }

  package let name: String
  package let algorithm: Algorithm
  package let key: Ed25519.PublicKey
  /// Which of the keys of that name it is: the beginning of a digest.
  package let id: UInt32

  /// Nil where a key cannot have such a name.
  ///
  /// - Parameters:
  ///   - name: as in the lines of signatures.
  ///   - algorithm: how it signs.
  ///   - key: the key.
  package init?(_ name: String, _ algorithm: Algorithm = .ed25519, _ key: Ed25519.PublicKey) {
    guard Self.isName(name) else { return nil }
    self.name = name
    self.algorithm = algorithm
    self.key = key
    let digest = Digest.of(
      Array(name.utf8) + [UInt8(ascii: "\n"), algorithm.rawValue] + key.bytes,
      by: .sha256
    )
    id = UInt32(bigEndian: digest.bytes.prefix(4))
  }

  /// Reads a key as it is written in a line.
  ///
  /// - Parameter text: `<name>+<id>+<key>`, with nothing before or after it.
  /// - Throws: ``NoteError``, which says what is wrong with it.
  package init(_ text: some StringProtocol) throws(NoteError) {
    // The key itself may hold a plus, a name may not.
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw NoteError("key", "it is not <name>+<8 hexadecimal digits>+<base64>")
    }
    guard Self.isName(parts[0]) else {
      throw NoteError("key", "its name is empty or has a space or a control character in it")
    }
    guard parts[1].utf8.count == 8, let id = UInt32(parts[1], radix: 16),
      parts[1].utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
    else { throw NoteError("key", "“\(parts[1])” is not an id of 8 hexadecimal digits") }
    guard let bytes = Base64.decode(parts[2]), let first = bytes.first else {
      throw NoteError("key", "what stands behind its id is not base64")
    }
    guard let algorithm = Algorithm(rawValue: first) else {
      throw NoteError("key", "keys of type \(first) are not known here, only 1 and 4 (Ed25519)")
    }
    guard let key = Ed25519.PublicKey(Array(bytes.dropFirst())) else {
      throw NoteError("key", "it has \(bytes.count - 1) bytes, and a key of Ed25519 has 32")
    }
    guard let made = NoteKey(String(parts[0]), algorithm, key), made.id == id else {
      throw NoteError(
        "key",
        "its id does not belong to its name and key: a character is wrong or missing"
      )
    }
    self = made
  }

  /// By what a person tells it from others: its name and id.
  package var label: String { "\(name)+\(id.hex)" }

  /// Names are compared by their bytes; a line must show where one ends.
  package static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0 != "+" && !$0.properties.isWhitespace && $0.properties.generalCategory != .control
      }
  }
}

extension NoteKey: CustomStringConvertible {
  package var description: String {
    "\(name)+\(id.hex)+\(Base64.encode([algorithm.rawValue] + key.bytes))"
  }
}

/// The key that a log's checkpoints are signed with, under a name: to be kept secret.
///
///     PRIVATE+KEY+example.org/reports+530d903a+ATxZ…
///
/// The form is the one of Go's note package, which others of the field use too.
package struct NoteSigner: Sendable {
  private static let mark = "PRIVATE+KEY+"

  package let key: NoteKey
  package let secret: Ed25519.PrivateKey

  /// Nil where a key cannot have such a name.
  ///
  /// - Parameters:
  ///   - name: as in the lines of signatures.
  ///   - secret: what it signs with.
  ///   - algorithm: how it signs.
  package init?(
    _ name: String,
    _ secret: Ed25519.PrivateKey = .random(),
    _ algorithm: NoteKey.Algorithm = .ed25519
  ) {
    guard let key = NoteKey(name, algorithm, secret.publicKey) else { return nil }
    self.key = key
    self.secret = secret
  }

  /// Reads a key as it is written in a line.
  ///
  /// - Parameter text: `PRIVATE+KEY+<name>+<id>+<seed>`; white space around it does no harm.
  /// - Throws: ``NoteError``, which tells nothing of the key itself.
  package init(secretText text: some StringProtocol) throws(NoteError) {
    let subject = "signing key"
    var line = Substring(text)
    while line.last?.isWhitespace == true { line.removeLast() }
    while line.first?.isWhitespace == true { line.removeFirst() }
    guard line.hasPrefix(Self.mark) else {
      throw NoteError(subject, line: 1, "it does not begin with \(Self.mark)")
    }
    let parts = line.dropFirst(Self.mark.count).split(
      separator: "+",
      maxSplits: 2,
      omittingEmptySubsequences: false
    )
    guard parts.count == 3, let bytes = Base64.decode(parts[2]), let first = bytes.first,
      let algorithm = NoteKey.Algorithm(rawValue: first),
      let secret = Ed25519.PrivateKey(seed: Array(bytes.dropFirst())),
      let signer = NoteSigner(String(parts[0]), secret, algorithm)
    else {
      throw NoteError(subject, line: 1, "it is not \(Self.mark)<name>+<id>+<base64 of 33 bytes>")
    }
    guard signer.key.id.hex == parts[1].lowercased() else {
      throw NoteError(
        subject,
        line: 1,
        "its id does not belong to its name and key: it was altered"
      )
    }
    self = signer
  }

  /// So many keys a file has at the most.
  package static let mostInFile = 8

  /// Reads a file of keys, of which each signs: the log's own in its first line.
  ///
  /// - Parameter text: the whole file, a key in each line.
  /// - Returns: one at least; all have one name, and no two are the same.
  /// - Throws: ``NoteError``, with the line at fault, which tells nothing of a key itself.
  package static func read(secretLines text: String) throws(NoteError) -> [NoteSigner] {
    var signers: [NoteSigner] = []
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      guard !line.allSatisfy(\.isWhitespace) else { continue }
      let subject = "signing key"
      let signer: NoteSigner
      do {
        signer = try NoteSigner(secretText: line)
      } catch {
        throw NoteError(subject, line: number, error.reason)
      }
      guard signers.allSatisfy({ $0.key.name.utf8.elementsEqual(signer.key.name.utf8) }) else {
        throw NoteError(subject, line: number, "its name is not that of the key in the first line")
      }
      guard signers.allSatisfy({ $0.key != signer.key }) else {
        throw NoteError(subject, line: number, "this key stands there twice")
      }
      guard signers.count < mostInFile else {
        throw NoteError(subject, line: number, "more than \(mostInFile) keys are not read")
      }
      signers.append(signer)
    }
    guard !signers.isEmpty else {
      throw NoteError("signing key", line: 1, "it does not begin with \(mark)")
    }
    return signers
  }

  /// The key as a line, for a file that nobody else may read.
  package var secretText: String {
    let key = Base64.encode([key.algorithm.rawValue] + secret.seed)
    return "\(Self.mark)\(self.key.name)+\(self.key.id.hex)+\(key)"
  }

  /// The signature over a note's text.
  package func signature(over text: String) -> NoteSignature {
    NoteSignature(name: key.name, id: key.id, secret.signature(over: Array(text.utf8)))
  }

  /// The signature of a witness, who has seen a checkpoint at a time and found it consistent with all that it saw before.
  ///
  /// - Parameters:
  ///   - text: the checkpoint's.
  ///   - time: in seconds since 1970.
  /// - Returns: the signature, with the time in front.
  ///
  /// Source: C2SP tlog-cosignature, "Ed25519 signatures" <https://c2sp.org/tlog-cosignature>
  package func cosignature(over text: String, at time: UInt64) -> NoteSignature {
    let signature = secret.signature(over: Cosignature.message(text, time))
    return NoteSignature(name: key.name, id: key.id, time.bigEndianBytes + signature)
  }
}

extension UInt32 {
  init(bigEndian bytes: some Sequence<UInt8>) {
    self = bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  var bigEndianBytes: [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> UInt32($0)) }
  }

  /// Eight hexadecimal digits.
  var hex: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension UInt64 {
  init(bigEndian bytes: some Sequence<UInt8>) {
    self = bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  var bigEndianBytes: [UInt8] {
    [56, 48, 40, 32, 24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> UInt64($0)) }
  }
}
