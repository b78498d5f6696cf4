// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Support
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(5)))
struct `A checkpoint in a mail` {
  private static func checkpoint(_ name: String = "example.org/reports") throws -> SignedCheckpoint
  {
    let signer = try NoteSigner(name, number: 1)
    return SignedCheckpoint(Checkpoint(origin: name, .empty), by: [signer, signer])
  }

  private static func found(in text: String) throws(NoteError) -> SignedCheckpoint {
    // Where only one can be gone by, it is the last.
    let all = try SignedCheckpoint.all(in: Array(text.utf8)).checkpoints
    return all[all.count - 1]
  }

  @Test func `is found however the mail has it`() throws {
    let own = try Self.checkpoint()
    let text = own.text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let mails = [
      text, "\u{FEFF}" + text, "Dear all,\n\n" + text, "\u{FEFF}Dear all,\n" + text + "-- \nTom\n",
      lines.map { "> > \($0) \t" }.joined(separator: "\r\n"),
      lines.joined(separator: "\r"), "Hello\n" + text.dropLast(),
      "Hello\n" + text.replacing("=", with: "=3D").replacing("—", with: "=E2=80=\r\n=94"),
      try Self.checkpoint("example.org/older").text + "\n" + text + "— Tom Smith\n",
      text + "\n\n\n— x.example AAAAAAAA\n",
    ]
    for (number, mail) in mails.enumerated() {
      #expect(try Self.found(in: mail) == own, "mail \(number)")
    }
  }

  @Test func `is one of several, and each is found once`() throws {
    let (one, two) = (
      try Self.checkpoint("example.org/one"), try Self.checkpoint("example.org/two")
    )
    let broken = one.text.replacing("47DE", with: "47!E")
    let mail = "Dear all,\n\n\(one.text)\nand before:\n\n\(broken)\n\(one.text)"
    let found = try SignedCheckpoint.all(in: Array(mail.utf8))
    #expect(found.checkpoints == [one])
    #expect(found.faults.map(\.line) == [14])
    // Signatures that were lost or broken on the way: the one above them is told, too.
    for ending in ["", "— x.example\nAAAAAAAA\n", "-- x.example AAAAAAAA\n"] {
      let head = two.text.split(separator: "\n", omittingEmptySubsequences: false).prefix(4)
      let text = "\(one.text)\n\(head.joined(separator: "\n"))\n\(ending)Yours, Tom\n"
      let found = try SignedCheckpoint.all(in: Array(text.utf8))
      #expect(found.checkpoints == [one] && found.faults.count == 1, "\(ending)\(found.faults)")
    }
    let quoted = two.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "> \($0)" }.joined(separator: "\n")
    let both = try SignedCheckpoint.all(in: Array("\(one.text)\n\(quoted)\n\n\(one.text)".utf8))
    #expect(both.checkpoints == [one, two] && both.faults == [])
    #expect(try Self.found(in: one.text + two.text) == two)
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "\n", "=", "=3D", "\r\n", " ", ">", "— x.example AAAAAAAA\n",
      "\n\n\n\n— x.example AAAAAAAA\n", "— ",
    ]
  )
  func `is looked for once through the text, whatever that is full of`(piece: String) {
    let count = 1_000_000 / piece.utf8.count
    #expect(throws: NoteError.self) {
      try Self.found(in: "x" + String(repeating: piece, count: count))
    }
  }

  @Test(arguments: ["", "Dear all,\n\nthis is of tonight:\n\n", "> > "])
  func `that is none is told with the line at fault`(opening: String) throws {
    let lines = try Self.checkpoint().text.split(
      separator: "\n",
      omittingEmptySubsequences: false
    ).map(String.init)
    let before = opening.filter { $0 == "\n" }.count
    for (line, text, word) in [
      (1, "47x", "the number of leaves"), (2, "AAAA", "the root"), (2, "", "the root"),
      (4, "— example.org/reports AAA", "a signature"),
    ] {
      var broken = lines
      broken[line] = text
      if line == 4 { broken = Array(broken[..<5]) + [""] }
      #expect {
        try Self.found(in: opening + broken.joined(separator: "\n"))
      } throws: {
        let error = $0 as? NoteError
        return error?.line == before + line + 1 && error?.reason.contains(word) == true
      }
    }
  }

  @Test func `is not looked for in what is too long for a mail`() throws {
    let text = try Self.checkpoint().text
    let filling = String(repeating: "\n", count: SignedCheckpoint.longestText - text.utf8.count)
    #expect(try Self.found(in: filling + text) == Self.checkpoint())
    #expect {
      try Self.found(in: filling + "\n" + text)
    } throws: {
      "\($0)".contains("longer than")
    }
  }
}
