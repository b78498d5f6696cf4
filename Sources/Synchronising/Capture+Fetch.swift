// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Cataloguing
import Curl
import Fetching
import Fixity
import Foundation

extension Capture {
  /// The provenance of a body that was fetched just now.
  init(
    _ fetch: Fetch,
    _ answer: Answer,
    _ body: SpooledBody,
    as kind: BodyKind,
    role: DocumentRecord.Role,
    title: String,
    entries: [ListedRecord],
    appraisal: AppraisalRecord,
    fingerprint: Digest?,
    at date: Date,
    in run: String,
    _ plan: RunPlan
  ) {
    let response = answer.response
    self.init(
      address: fetch.order.address,
      role: role,
      kind: kind,
      digest: body.digest,
      size: body.length,
      title: title,
      fileName: Self.fileName(of: fetch.order.address, kind),
      capturedAt: date,
      run: run,
      tool: plan.tool,
      listed: entries,
      request: Request(method: "GET", userAgent: plan.network.userAgent),
      redirects: fetch.hops.map {
        Redirect(address: $0.address, status: $0.status, target: $0.target)
      },
      response: Response(
        address: answer.address,
        status: answer.status,
        head: response.head.text,
        httpVersion: response.httpVersion,
        peer: response.peer,
        receivedBytes: response.receivedBytes,
        milliseconds: response.took.wholeMilliseconds
      ),
      appraisal: appraisal,
      fingerprint: fingerprint
    )
  }

  // The publisher's own name, as the address has it, with an extension that tells the truth.
  private static func fileName(of address: WebAddress, _ kind: BodyKind) -> String {
    let name = address.lastPathComponent
    let base = name.isEmpty ? String(address.host) : name
    guard base.lowercased().hasSuffix(".\(kind.pathExtension)") else {
      return "\(base).\(kind.pathExtension)"
    }
    return base
  }
}

extension Duration {
  var wholeMilliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}

extension DocumentRecord {
  /// The validators to ask with.
  var validators: Validators? {
    validatorAddress.flatMap { Validators(address: $0, etag: etag, lastModified: lastModified) }
  }
}

extension Validators {
  /// These validators as a visit records them, or nil where the catalogue has them already.
  ///
  /// A 304 may leave out the ETag, which is then still the stored one.
  func visited(_ known: DocumentRecord?) -> VisitRecord.Validators? {
    let isSameAddress = known?.validatorAddress == address
    let next = VisitRecord.Validators(
      address: address,
      etag: etag ?? (isSameAddress ? known?.etag : nil),
      lastModified: lastModified ?? (isSameAddress ? known?.lastModified : nil)
    )
    let isKnown =
      isSameAddress && known?.etag == next.etag && known?.lastModified == next.lastModified
    return isKnown ? nil : next
  }
}
