// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Cataloguing
import Filing
import Fixity
import Foundation
import SystemPackage

/// Invented documents, of 2 to 20 kB or of one size, the same ones in every run, no two of them alike.
struct SampleDocuments {
  private let sizes: ClosedRange<Int>
  /// Where every body is cut from; making noise for each would cost more than writing it.
  private let noise: [UInt8]
  private var dice = Dice()

  init(_ sizes: ClosedRange<Int> = 2_000...20_000) {
    self.sizes = sizes
    var dice = Dice()
    noise = (0..<(1 << 20)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
  }

  /// One document on its way: its bytes are in a file, and what the digest made of them.
  struct Spooled {
    let address: WebAddress
    let file: FilePath
    let size: Int
    let digest: Digest
  }

  /// Spools the next document into a folder as a fetch does: written and hashed from one buffer.
  mutating func spool(_ number: Int, in folder: FilePath) throws -> Spooled {
    let size = Int.random(in: sizes, using: &dice)
    let longest = min(size, noise.count / 2)
    let start = Int.random(in: 0..<(noise.count - longest), using: &dice)
    let name = "report-\(number).pdf"
    let path = folder.appending("body-\(number)")
    var file = try WritableFile(creating: path)
    var digest = DigestStream(.sha512)
    let head = Array("%PDF-1.4 \(name)\n".utf8)
    var body = head
    var written = 0
    while written < size {
      body += noise[start..<(start + min(size - written, longest))]
      written += min(size - written, longest)
      try file.append(body.span)
      digest.update(body.span)
      body.removeAll(keepingCapacity: true)
    }
    try file.close()
    return Spooled(
      address: WebAddress(
        alreadyNormal: "https://www.example.org/wp-content/uploads/2024/05/\(name)"
      ),
      file: path,
      size: head.count + size,
      digest: digest.finish()
    )
  }
}

extension SampleDocuments.Spooled {
  /// A capture as long as they are in practice.
  func capture(at time: Date, run: String) -> Capture {
    let address = address
    let head = """
      HTTP/1.1 200 OK\r
      Server: nginx\r
      Date: Thu, 30 May 2024 02:20:11 GMT\r
      Content-Type: application/pdf\r
      Content-Length: \(size)\r
      Last-Modified: Tue, 14 May 2024 09:12:44 GMT\r
      Connection: keep-alive\r
      ETag: "66432a2c-\(String(size, radix: 16))"\r
      Accept-Ranges: bytes\r
      \r

      """
    return Capture(
      address: address,
      role: .document,
      kind: .pdf,
      digest: digest,
      size: Int64(size),
      title: "Report \(address.lastPathComponent)",
      fileName: address.lastPathComponent,
      capturedAt: time,
      run: run,
      tool: "hanaper/benchmark",
      listed: [
        .init(source: "sample", text: "Read the report", heading: "Reviews", position: size)
      ],
      request: .init(method: "GET", userAgent: "hanaper/benchmark"),
      redirects: [],
      response: .init(
        address: address,
        status: 200,
        head: head,
        httpVersion: "1.1",
        peer: "192.0.2.1",
        receivedBytes: Int64(size),
        milliseconds: 12
      ),
      appraisal: AppraisalRecord(verdict: .document(.pdf)),
      fingerprint: nil
    )
  }
}

/// Numbers that are the same in every run.
///
/// Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014 (SplitMix64)
struct Dice: RandomNumberGenerator {
  private var state: UInt64 = 1_402

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
