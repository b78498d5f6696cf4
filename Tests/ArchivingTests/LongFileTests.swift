// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage
import Testing

@testable import Archiving

/// Long files are read one by one, beside each other; what is said of them is the same.
@Suite(.timeLimit(.minutes(5)))
struct `Long files of one document` {
  private static let address = "https://example.org/long.pdf"
  private static let megabyte = 1 << 20

  /// An archive with one document of some versions, each of five megabytes, and a short one beside it.
  private func withArchive(
    _ body: (Archive, FilePath) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { folder in
      let keeper = try Keeper(in: folder)
      for version in 1...3 {
        let text = String(repeating: "\(version)", count: 5 * Self.megabyte)
        try await keeper.keep([(Self.address, text)], day: version)
      }
      try await keeper.keep([("https://example.org/short.pdf", "short")], day: 4)
      let object = keeper.archive.path.pushing(FilePath(DamageBench.folder(of: Self.address)))
      try await body(keeper.archive, object)
    }
  }

  @Test(arguments: [1, 2, 8])
  func `are counted as read, and the document as read whole`(cores: Int) async throws {
    try await withArchive { archive, _ in
      let outcome = try await Verification(of: archive).full(cores: cores)
      #expect(outcome.findings == [] && outcome.warnings == [], "\(outcome)")
      #expect(outcome.objects == 2 && outcome.bytes > 15 * Int64(Self.megabyte))
      let reading = try #require(outcome.reading)
      #expect(reading.readWhole == 2 && reading.bytesRead == reading.bytes)
    }
  }

  @Test(arguments: ["v1", "v2", "v3"])
  func `are each held against their digest`(version: String) async throws {
    try await withArchive { archive, object in
      let file = object.appending(version).pushing("content/document.pdf")
      var bytes = try Disk().read(file)
      bytes[bytes.count - 1] ^= 1
      try Disk().replace(file, with: bytes)
      let outcome = try await Verification(of: archive).full(cores: 2)
      #expect(outcome.findings.count == 1, "\(outcome.findings)")
      #expect(outcome.findings.allSatisfy { $0.path.hasSuffix("\(version)/content/document.pdf") })
      #expect(outcome.reading?.readWhole == 1)
      try Disk().removeFile(file)
      let gone = try await Verification(of: archive).full(cores: 2)
      #expect(gone.findings.count == 1, "\(gone.findings)")
      #expect(gone.findings.allSatisfy { $0.sentence.contains("is missing") }, "\(gone.findings)")
    }
  }
}
