// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Support
import Testing

@testable import Records

/// Of captures that are like one another one is decoded; what the others say is the decoder's word all the same.
@Suite(.timeLimit(.minutes(10)))
struct `A capture that is read by its form` {
  private static let capture = Capture(
    address: WebAddress(alreadyNormal: "https://example.org/files/report-1.pdf"),
    role: .document,
    kind: .pdf,
    digest: .of("one"),
    size: 1_234,
    title: "A report – for “you”",
    fileName: "report-1.pdf",
    capturedAt: Date(timeIntervalSince1970: 1_795_442_400),
    run: "2026-11-23T020001Z",
    tool: "hanaper/test",
    listed: [ListEntry(source: "a", text: "Report", heading: "Reports", position: 3)],
    request: .init(method: "GET", userAgent: "hanaper/test"),
    redirects: [],
    response: .init(
      address: WebAddress(alreadyNormal: "https://example.org/files/report-1.pdf"),
      status: 200,
      head: "HTTP/1.1 200 OK\r\nETag: \"1\"\r\n\r\n",
      httpVersion: "1.1",
      peer: "192.0.2.1",
      receivedBytes: 1_234,
      milliseconds: 7
    ),
    appraisal: AppraisalRecord(verdict: .document(.pdf)),
    fingerprint: .of("two", by: .sha256)
  )

  private static func read(_ bytes: [UInt8]) -> (byForm: CaptureHead?, inFull: CaptureHead?) {
    (
      try? CaptureHead(decoding: bytes),
      (try? RecordCoding.decode(Capture.self, from: bytes)).map(CaptureHead.init)
    )
  }

  /// Pieces of the capture, and what may stand there instead.
  private static let changes: [(old: String, new: String)] = [
    ("\"size\" : 1234", "\"size\" : 99"), ("\"size\" : 1234", "\"size\" : 0"),
    ("\"size\" : 1234", "\"size\" : 01"), ("\"size\" : 1234", "\"size\" : -7"),
    ("\"size\" : 1234", "\"size\" : 1e3"), ("\"size\" : 1234", "\"size\" : 1.5"),
    ("\"size\" : 1234", "\"size\" : 99999999999999999999"), ("\"size\" : 1234", "\"size\" : \"1\""),
    ("\"size\" : 1234", "\"size\" : null"), ("\"size\" : 1234", "\"size\" : 1, \"size\" : 2"),
    ("\"size\" : 1234", "\"size\" : 1 2"), ("\"size\" : 1234,", "\"size\" : 1234"),
    ("02:00:01Z", "02:00:60Z"), ("T020001Z", "x"), ("2026-11-23T14:00:00Z", "2028-02-29T23:59:59Z"),
    ("2026-11-23T14:00:00Z", "2026-02-29T23:59:59Z"),
    ("2026-11-23T14:00:00Z", "2027-12-31T00:00:00Z"),
    ("2026-11-23T14:00:00Z", "2026-11-31T00:00:00Z"),
    ("2026-11-23T14:00:00Z", "2026-11-23T14:00:00+01:00"),
    ("report-1.pdf", "other%20one.pdf"), ("report-1.pdf", "../b.pdf"), ("report-1.pdf", "a b.pdf"),
    ("report-1.pdf", "é.pdf"), ("https://example.org", "https://EXAMPLE.org"),
    ("https://example.org", "ftp://example.org"), ("https://example.org", ""),
    ("A report", "Tab\\tand\\u00e9"), ("A report", "half \\ud800"), ("A report", "\\x"),
    ("A report", "a\u{1}b"), ("A report", "🦆"), ("\"title\"", "\"titel\""),
    ("\"title\" : ", "\"title\" : \"x\", \"title\" : "), ("\"pdf\"", "\"docx\""),
    ("\"pdf\"", "\"pdv\""),
    ("sha512:", "sha513:"), ("sha512:", "sha256:"), ("sha512:", "sha512:0"), ("sha256:", "sha512:"),
    ("\"Reports\"", "null"), ("\"position\" : 3", "\"position\" : 3.0"),
    ("\"fingerprint\" : ", "\"fingerprint\" : null, \"x\" : "), ("}", ""), ("{", "[{"),
    ("hanaper/capture/1", "hanaper/capture/2"),
    ("\"role\" : \"document\"", "\"role\" : \"listing\""),
  ]

  @Test(arguments: changes.indices)
  func `says what the decoder says, with one thing otherwise`(index: Int) throws {
    let text = try RecordCoding.encode(Self.capture)
    let (old, new) = Self.changes[index]
    let changed = Array(text.replacingOccurrences(of: old, with: new).utf8)
    for bytes in [Array(text.utf8), changed, changed, Array(text.utf8)] {
      let (byForm, inFull) = Self.read(bytes)
      #expect(byForm == inFull)
    }
  }

  @Test func `says what the decoder says, whatever happened to its bytes`() throws {
    let text = Array(try RecordCoding.encode(Self.capture).utf8)
    let odd = Array("\"\\{}[]:,0159-+.eE \n\u{1}aZ/%?#é".utf8)
    var generator = Seeded(seed: 20_261_128)
    var sound = 0
    for _ in 0..<4_000 {
      var bytes = text
      for _ in 0...Int.random(in: 0..<2, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(odd.randomElement(using: &generator) ?? 0, at: place)
        case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        default: bytes[place] = odd.randomElement(using: &generator) ?? 0
        }
      }
      let (byForm, inFull) = Self.read(bytes)
      #expect(byForm == inFull, "\(String(decoding: bytes, as: UTF8.self))")
      if inFull != nil { sound += 1 }
    }
    #expect(sound > 400)
  }

  @Test func `differs in its values alone from others of its form`() throws {
    let text = try RecordCoding.encode(Self.capture)
    let other = text.replacingOccurrences(of: "report-1", with: "another")
      .replacingOccurrences(of: "1234", with: "77").replacingOccurrences(of: "T14:", with: "T15:")
    let forms = [text, other].map { RecordForm(of: Array($0.utf8))?.skeleton }
    #expect(forms[0] != nil)
    #expect(forms[0] == forms[1])
    let listing = text.replacingOccurrences(of: "\"document\"", with: "\"listing\"")
    #expect(RecordForm(of: Array(listing.utf8))?.skeleton != forms[0])
  }
}
