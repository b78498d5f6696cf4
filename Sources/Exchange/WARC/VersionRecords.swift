// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import HTTP
import Records
import Text

/// The records of one version in a WARC file: how its address led to it, the answer, and its provenance.
struct VersionRecords: Sendable {
  /// Where the same bytes stand already in the file.
  struct Original: Sendable {
    let target: WebAddress
    let date: Date
    let id: String
  }

  /// In their order.
  let records: [WARCRecord]
  /// Which of them has the document behind it; nil where another record of the file has.
  let payloadPlace: Int?
  /// What later versions of the same bytes refer to; nil where this one refers to another itself.
  let original: Original?

  private static let http = "application/http; msgtype=response"
  private static let sameBytes =
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

  /// - Parameters:
  ///   - version: which.
  ///   - capture: its provenance.
  ///   - written: that, as it is kept.
  ///   - earlier: where the same bytes stand already.
  init(_ version: Version, _ capture: Capture, written: [UInt8], earlier: Original?) {
    let name = "\(version.address.text)\nv\(version.number)"
    let date = version.capturedAt
    var records: [WARCRecord] = []
    // What sent its reader on by other means than a status cannot be replayed: then the answer is that of the address asked.
    let leadsOn = capture.redirects.allSatisfy { (300..<400).contains($0.status) }
    let hops = capture.deposit == nil && leadsOn ? capture.redirects : []
    for (index, hop) in hops.enumerated() {
      records.append(
        WARCRecord(
          kind: .response,
          name: "\(name)\nhop \(index)",
          date: date,
          fields: [("WARC-Target-URI", hop.address.text)],
          contentType: Self.http,
          block: ArchivedHead.redirect(hop)
        )
      )
    }
    let target = hops.isEmpty ? version.address : capture.response.address
    var fields = [("WARC-Target-URI", target.text)]
    if Self.isAddress(capture.response.peer) {
      fields.append(("WARC-IP-Address", capture.response.peer))
    }
    fields.append(("WARC-Payload-Digest", version.digest.description))
    let kind: WARCRecord.Kind =
      earlier != nil ? .revisit : capture.deposit == nil ? .response : .resource
    if let earlier {
      fields += [
        ("WARC-Profile", Self.sameBytes), ("WARC-Refers-To", earlier.id),
        ("WARC-Refers-To-Target-URI", earlier.target.text),
        ("WARC-Refers-To-Date", earlier.date.formatted(.iso8601)),
      ]
    }
    // Of what was handed in, nobody answered anything, whether its bytes stand here or elsewhere.
    let isAnswer = capture.deposit == nil
    let main = WARCRecord(
      kind: kind,
      name: name,
      date: date,
      fields: fields,
      contentType: kind == .resource ? version.kind.archivedType : Self.http,
      block: isAnswer ? ArchivedHead(of: capture.response, bodySize: version.size).bytes : [],
      payloadSize: earlier == nil ? version.size : 0
    )
    payloadPlace = earlier == nil ? records.count : nil
    original = earlier == nil ? Original(target: target, date: date, id: main.id) : nil
    records.append(main)
    records.append(
      WARCRecord(
        kind: .metadata,
        name: name,
        date: date,
        // Under an address of its own, players would show it in the document's place.
        fields: [("WARC-Concurrent-To", main.id)],
        contentType: "application/json",
        block: written
      )
    )
    self.records = records
  }

  private static func isAddress(_ peer: String) -> Bool {
    !peer.isEmpty && peer.utf8.allSatisfy { $0 == 0x2E || $0 == 0x3A || $0.isHexDigit }
  }
}

extension BodyKind {
  /// The media type under which a document of the kind stands in an archive of the web.
  var archivedType: String { mediaTypes.first ?? "application/octet-stream" }
}
