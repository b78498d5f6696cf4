// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTTP
import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Names that nobody meant` {
  private static let pieces: [[UInt8]] =
    [
      "filename", "*", "=", ";", "\"", "\\", "'", "UTF-8''", "iso-8859-1''", "%", "%C3%A4", "%00",
      "%2F",
      "*0", "*1*=", "=?utf-8?B?", "?=", "=?iso-8859-1?Q?", ",", "/", "..", ".pdf", " ", "\t", "nul",
      "com1",
      "attachment", "inline;", "C:\\", "\u{202E}", "\u{301}", "👩\u{200D}⚕️", "ä", "\r\n", "-",
    ].map { Array($0.utf8) } + [[0], [0xE4], [0x96], [0xFF], [0xC3]]

  private static let seeds = [
    "inline; filename=\"a b.pdf\"; size=3", "attachment;filename=a.pdf", "filename=a.pdf",
    "attachment; filename=\"e.pdf\"; filename*=UTF-8''%e2%82%ac%20a.pdf",
    "attachment; filename*0*=UTF-8''%C3; filename*1*=%A4; filename*2=.pdf",
    "inline; filename=\"=?utf-8?B?w6Qg4oKsLnBkZg==?=\"", "inline; filename=\"C:\\web\\a.pdf\"", "",
  ].map { Array($0.utf8) }

  private static func check(_ octets: [UInt8]) {
    let read = ContentDisposition(octets)
    #expect(Set(read.parameters.map(\.name)).count == read.parameters.count)
    guard let name = read.fileName.flatMap({ PublishedName($0) }) else { return }
    name.expectSafe()
    for other in [name.ending(in: "docx"), name.marked("-v12")] { other.expectSafe() }
    #expect(name.ending(in: "docx").pathExtension == "docx")
  }

  @Test
  func `changed fields give a safe name or none`() {
    Fuzz.run(1_000) { random in
      for seed in Self.seeds { Self.check(seed.mutated(with: Self.pieces, &random)) }
    }
  }

  @Test
  func `fields made of pieces give a safe name or none`() {
    Fuzz.run(1_000) { random in
      let count = Int.random(in: 1...12, using: &random)
      let value = (0..<count).flatMap { _ in Self.pieces.randomElement(using: &random) ?? [] }
      Self.check(value)
      Self.check(Array("inline; filename=\"".utf8) + value + [UInt8(ascii: "\"")])
      Self.check(Array("inline; filename*=UTF-8''".utf8) + value)
    }
  }

  @Test
  func `names of any length and characters are safe`() {
    Fuzz.run(1_000) { random in
      var scalars = String.UnicodeScalarView()
      let top: UInt32 = [0x80, 0x400, 0x3000, 0x11_0000].randomElement(using: &random) ?? 0x80
      for _ in 0..<Int.random(in: 0...400, using: &random) {
        if let scalar = Unicode.Scalar(UInt32.random(in: 0..<top, using: &random)) {
          scalars.append(scalar)
        }
      }
      let ending = ["", ".pdf", ".", " .docx"].randomElement(using: &random) ?? ""
      PublishedName(String(scalars) + ending)?.expectSafe()
    }
  }

  @Test(arguments: [
    "\"", "\\", "a=b;", "filename*0=a;", ",", ", filename=", "=?utf-8?B?YQ==?= ", "=?", "%20", "'",
    "/",
    " ", ".", "\u{301}", "; ",
  ])
  func `a field of 16 KiB is read in passing`(piece: String) {
    for front in ["", "inline; filename=", "inline; filename=\"", "inline; filename*=UTF-8''"] {
      let value = front + String(repeating: piece, count: 16 * 1024 / piece.utf8.count)
      Self.check(Array(value.utf8))
      Self.check(Array((value + "\"").utf8))
    }
  }
}
