// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Squeezed bytes` {
  private static let samples: [[UInt8]] = [
    [], [7], Array("%PDF-1.7 a page and another\n".utf8), Array(0...255),
    Array(repeating: 0, count: 1_000_000),
    (1...40_000).flatMap { Array("\($0 % 977) ".utf8) },
    (1...300).flatMap { count in Array(repeating: UInt8(count % 251), count: count) },
  ]

  @Test(arguments: samples.indices)
  func `are unpacked by gzip and by curl`(index: Int) async throws {
    let sample = Self.samples[index]
    try await ScratchDirectory.run { directory in
      let file = directory.appending("file.gz")
      try Files.writeBytes(Squeeze.gzip(sample), to: file)
      let run = try await ProgramRun("/bin/gzip", ["-dc", file.string])
      #expect(run.ending == .status(0), "\(run.errorText)")
      #expect(run.output == sample)
    }
    // In two blocks, the first of which ends at a whole byte.
    let parts =
      Squeeze.zlibHead + Squeeze.openBlock(sample) + Squeeze.deflate(sample)
      + Squeeze.zlib(sample + sample).suffix(4)
    for (bytes, expected) in [(Squeeze.zlib(sample), sample), (parts, sample + sample)] {
      try await ScriptedServer.run { _ in
        .ok(bytes, type: "a/b", headers: [("Content-Encoding", "deflate")])
      } _: { server in
        let answer = try await curl("--compressed", server.url())
        #expect(answer.output == expected, "\(answer.errorText)")
      }
    }
  }

  @Test
  func `are small where much is repeated`() {
    #expect(Squeeze.gzip([UInt8](repeating: 0, count: 1_000_000)).count < 10_000)
  }
}
