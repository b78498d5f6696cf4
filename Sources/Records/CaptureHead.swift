// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Foundation

/// What a capture says of the version itself, and not of how it came: what catalogue and ledger have of it.
package struct CaptureHead: Sendable, Equatable {
  package private(set) var schema: String
  package private(set) var address: WebAddress
  package private(set) var role: Document.Role
  package private(set) var kind: BodyKind
  package private(set) var digest: Digest
  package private(set) var size: Int64
  package private(set) var title: String
  package private(set) var fileName: String
  package private(set) var capturedAt: Date
  package private(set) var run: String
  package private(set) var fingerprint: Digest?

  package init(_ capture: Capture) {
    schema = capture.schema
    address = capture.address
    role = capture.role
    kind = capture.kind
    digest = capture.digest
    size = capture.size
    title = capture.title
    fileName = capture.fileName
    capturedAt = capture.capturedAt
    run = capture.run
    fingerprint = capture.fingerprint
  }

  /// The payload's name in the object, as ``Capture/payloadName``.
  package var payloadName: String { kind.payloadName }
}

extension CaptureHead {
  private static let forms = RecordForms<CaptureHead>()

  /// Reads a capture, in full only where it is not like one that was.
  ///
  /// - Parameter bytes: of `capture.json`.
  /// - Throws: where it is no capture: where ``RecordCoding`` would.
  package init(decoding bytes: [UInt8]) throws {
    self = try Self.forms.record(in: bytes) { form, model in
      var head = model
      head.address = form.address("address") ?? head.address
      head.digest = form.digest("digest") ?? head.digest
      head.size = form.count("size") ?? head.size
      head.title = form.text("title") ?? head.title
      head.fileName = form.text("fileName") ?? head.fileName
      head.capturedAt = form.time("capturedAt") ?? head.capturedAt
      head.run = form.text("run") ?? head.run
      head.fingerprint = form.digest("fingerprint") ?? head.fingerprint
      return head
    } else: {
      CaptureHead(try RecordCoding.decode(Capture.self, from: $0))
    }
  }
}
