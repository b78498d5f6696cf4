// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Exchange

/// What nobody wrote is read to its end, and told.
@Suite(.timeLimit(.minutes(3)))
struct `What is imported, in any bytes` {
  private static func record(_ type: String, _ block: String) -> [UInt8] {
    Array(
      "WARC/1.1\r\nWARC-Type: \(type)\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2019-03-01T10:00:00Z\r\nWARC-Target-URI: http://a.example/a.pdf\r\nContent-Length: \(block.utf8.count)\r\n\r\n\(block)\r\n\r\n"
        .utf8
    )
  }

  private static let archive =
    record("warcinfo", "software: somebody's\r\n")
    + record(
      "response",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    )
    + record("response", "HTTP/1.1 302 Found\r\nLocation: /b.pdf\r\n\r\n")
    + record("revisit", "HTTP/1.1 200 OK\r\n\r\n") + record("resource", "bytes")

  private static let pieces: [[UInt8]] = [
    Array("Content-Length: 99999999999999999999\r\n".utf8), Array("WARC/1.0\r\n".utf8),
    Array("\r\n\r\n".utf8), [0, 0xFF], [0x1F, 0x8B, 8], Array("ffffffffffffffff\r\n".utf8),
    [0x50, 0x4B, 5, 6], [0x50, 0x4B, 1, 2],
  ]

  private func read(_ bytes: [UInt8], in folder: FilePath) throws {
    let path = folder.appending("any.warc")
    try Files.writeBytes(bytes, to: path)
    var gathering = ImportGathering(unpackingAt: folder, at: Date(), note: nil)
    try gathering.read(webArchive: path)
    try gathering.conclude()
    for candidate in gathering.candidates {
      guard case .answer(let block) = candidate.body else { continue }
      do {
        _ = try ArchivedAnswer(block, bodyTo: folder.appending("body"), limit: 1 << 20)
      } catch is ArchivedAnswer.Fault {}
    }
  }

  @Test func `is read to its end, plain and packed`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let packed = Squeeze.gzip(Self.archive) + Squeeze.gzip(Self.archive)
      try Fuzz.run(400) { random in
        try read(Self.archive.mutated(with: Self.pieces, &random), in: folder)
        try read(packed.mutated(with: Self.pieces, &random), in: folder)
      }
    }
  }

  @Test func `is read to its end in a ZIP archive, too`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let path = folder.appending("made.wacz")
      var zip = try StoredZip(at: path, date: Date(timeIntervalSince1970: 1_600_000_000))
      try zip.add("archive/data.warc", Self.archive)
      try zip.add("datapackage.json", Array("{}".utf8))
      try zip.finish()
      try zip.file.finish()
      let whole = try Files.readBytes(path)
      var gathering = ImportGathering(unpackingAt: folder, at: Date(), note: nil)
      try gathering.read(webArchive: path)
      #expect(gathering.candidates.count == 2 && gathering.damage.isEmpty)
      try Fuzz.run(400) { random in
        try read(whole.mutated(with: Self.pieces, &random), in: folder)
      }
    }
  }

  @Test func `is read to its end as a list`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let list = Array(
        "address,file,captured,note\r\nhttp://a.example/a,\"a, \"\"b\"\".pdf\",2019-03-01,\"x\r\ny\"\r\n"
          .utf8
      )
      let path = folder.appending("list.csv")
      Fuzz.run(1_000) { random in
        try? Files.writeBytes(list.mutated(with: [list, [0x22], [0x0D]], &random), to: path)
        _ = try? ImportList(of: path)
      }
      try Files.writeBytes(list, to: path)
      let row = try #require(try ImportList(of: path).rows.first)
      #expect(row.file == "a, \"b\".pdf" && row.note == "x\r\ny")
    }
  }
}
