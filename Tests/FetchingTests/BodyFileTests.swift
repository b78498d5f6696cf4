// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Support
import SystemPackage
import Testing

@testable import Fetching

@Suite(.timeLimit(.minutes(5)))
struct `A body's file` {
  @Test func `holds the pieces in their order, and its digest is that of the file`() async throws {
    try await ScratchDirectory.run { directory in
      let path = directory.appending("body")
      let file = BodyFile(path)
      var body: [UInt8] = []
      for number in 0..<300 {
        let piece = (0..<Int.random(in: 1...60_000)).map { UInt8(truncatingIfNeeded: $0 &+ number) }
        body += piece
        try file.take(piece)
      }
      let digest = try await file.finish(with: Array("the end".utf8))
      body += Array("the end".utf8)
      let written = try Disk().read(path)
      #expect(written == body)
      #expect(digest == .of(body))
    }
  }

  @Test func `of one piece needs no other`() async throws {
    try await ScratchDirectory.run { directory in
      let path = directory.appending("body")
      let digest = try await BodyFile(path).finish(with: Array("short".utf8))
      #expect(digest == .of("short"))
      let text = try Disk().readText(path)
      #expect(text == "short")
    }
  }

  @Test
  func `that cannot be made says why, at the next piece or at the end, and spares what is there`()
    async throws
  {
    try await ScratchDirectory.run { directory in
      let path = directory.appending("body")
      try Disk().create(path, holding: "somebody else's")
      let file = BodyFile(path)
      let error = await #expect(throws: FilingError.self) {
        // The first piece may be on its way still.
        for _ in 0..<100 { try file.take([1]) }
        _ = try await file.finish(with: [2])
      }
      #expect(error?.cause == .fileExists)
      let last = await #expect(throws: FilingError.self) {
        try await file.finish(with: [3])
      }
      #expect(last?.cause == .fileExists)
      await file.discard()
      let text = try Disk().readText(path)
      #expect(text == "somebody else's")
    }
  }

  @Test func `is gone when it is discarded, however much was on its way`() async throws {
    try await ScratchDirectory.run { directory in
      let path = directory.appending("body")
      for count in [0, 1, 2, 40] {
        let file = BodyFile(path)
        for _ in 0..<count { try file.take([UInt8](repeating: 7, count: 50_000)) }
        await file.discard()
        let entry = try Disk().entry(at: path)
        #expect(entry == nil)
      }
    }
  }
}
