// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Support
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(5)))
struct `Signed notes` {
  /// The example of the specification.
  static let key =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
  static let signed = """
    This is an example message.

    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

    """

  @Test func `the published example is good, and bad once a letter differs`() throws {
    let key = try NoteKey(Self.key)
    #expect(key.description == Self.key)
    #expect(try SignedNote(Array(Self.signed.utf8)).check(key) == .good)
    #expect(try SignedNote(Array(Self.signed.utf8)).description == Self.signed)
    let altered = Self.signed.replacing("example message", with: "example massage")
    #expect(try SignedNote(Array(altered.utf8)).check(key) == .bad)
    let other = try NoteSigner("example.com/foo", number: 1).key
    #expect(try SignedNote(Array(Self.signed.utf8)).check(other) == .absent)
  }

  @Test func `what cannot be read is told with its line`() throws {
    func fault(_ text: String) -> NoteError? {
      do {
        _ = try SignedNote(Array(text.utf8))
        return nil
      } catch { return error }
    }
    let line = Self.signed.split(separator: "\n").last.map(String.init) ?? ""
    #expect(fault("")?.reason.contains("has no end") == true)
    #expect(fault("text\n")?.reason.contains("empty line") == true)
    #expect(fault("text\n\n")?.reason.contains("a signature was expected") == true)
    #expect(fault("text\nmore\n\n\(line)\nrubbish\n")?.line == 5)
    #expect(fault("te\u{7}xt\n\n\(line)\n")?.line == 1)
    #expect(fault("text\r\n\n\(line)\n")?.reason.contains("control") == true)
    #expect(fault("text\n\n\(line)")?.reason.contains("has no end") == true)
    #expect(throws: NoteError.self) { try SignedNote([0xff, 0x0a, 0x0a]) }
    let many = String(repeating: line + "\n", count: 101)
    #expect(fault("text\n\n\(many)")?.reason.contains("more than 100") == true)
    #expect(fault("text\n\nmore\n\n\(line)\n") == nil, "a text may hold empty lines")
  }

  @Test func `unknown signatures are carried on, and the known one must be good each time`() throws
  {
    let (ours, theirs) = (try NoteSigner("a", number: 1), try NoteSigner("b", number: 2))
    let text = "one\n"
    var note = SignedNote(text, [theirs.signature(over: text), ours.signature(over: text)])
    note = try SignedNote(Array(note.description.utf8))
    #expect(note.signatures.count == 2)
    #expect(note.check(ours.key) == .good)
    note.signatures.append(ours.signature(over: "two\n"))
    #expect(note.check(ours.key) == .bad)
  }

  @Test func `a witness signs the time too`() throws {
    let witness = try NoteSigner("witness.example", number: 3, .cosignature)
    let text = "example.org/reports\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    let signature = witness.cosignature(over: text, at: 1_700_000_000)
    #expect(Cosignature(signature)?.time == 1_700_000_000)
    #expect(SignedNote(text, [signature]).check(witness.key) == .good)
    var later = signature.bytes
    later[7] ^= 1
    let altered = NoteSignature(name: signature.name, id: signature.id, later)
    #expect(SignedNote(text, [altered]).check(witness.key) == .bad)
    #expect(SignedNote(text, [witness.cosignature(over: text, at: 0)]).check(witness.key) == .bad)
  }

  @Test func `checkpoints are read as they are written, and told of where they are not`() throws {
    let root = MerkleTree.leaf([1])
    let checkpoint = Checkpoint(origin: "example.org/reports", TreeHead(size: 7, root: root))
    #expect(try Checkpoint(checkpoint.text) == checkpoint)
    let lines = checkpoint.text.split(separator: "\n").map(String.init)
    func line(_ texts: [String]) -> Int? {
      do {
        _ = try Checkpoint(texts.map { $0 + "\n" }.joined())
        return 0
      } catch { return error.line }
    }
    #expect(line([lines[0], "07", lines[2]]) == 2)
    #expect(line([lines[0], "-7", lines[2]]) == 2)
    #expect(line([lines[0], "9223372036854775808", lines[2]]) == 2)
    #expect(line([lines[0], "7", String(lines[2].dropLast())]) == 3)
    #expect(line([lines[0], "0", lines[2]]) == 3)
    #expect(line(["", "7", lines[2]]) == 1)
    #expect(line(lines + [""]) == 4)
    #expect(line(lines + ["more"]) == 0)
    #expect(throws: NoteError.self) { try Checkpoint("a\n7\n") }
  }
}
