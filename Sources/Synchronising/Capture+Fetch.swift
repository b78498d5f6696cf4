// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Cataloguing
import Curl
import Fetching
import Fixity
import Foundation
import HTTP
import Night
import Text

extension Capture {
  /// The provenance of a body that was fetched just now.
  ///
  /// A document may be asked for by another address than it is known by; what answered, ``response`` says.
  init(
    of address: WebAddress,
    _ fetch: Fetch,
    _ answer: FetchedResponse,
    _ body: SpooledBody,
    as kind: BodyKind,
    role: Document.Role,
    title: String,
    entries: [ListEntry],
    appraisal: AppraisalRecord,
    fingerprint: Digest?,
    content: Digest? = nil,
    succeeds: Predecessor? = nil,
    at date: Date,
    in run: String,
    _ plan: RunPlan
  ) {
    let response = answer.response
    self.init(
      address: address,
      role: role,
      kind: kind,
      digest: body.digest,
      size: body.length,
      title: title,
      fileName: Self.fileName(of: answer, asked: address, kind),
      capturedAt: date,
      run: run,
      tool: plan.tool,
      listed: entries,
      request: Request(
        method: answer.method.rawValue,
        userAgent: plan.network.userAgent,
        robots: fetch.robots
      ),
      redirects: fetch.hops,
      response: Response(
        address: answer.address,
        status: answer.status,
        head: answer.head.text,
        httpVersion: response.httpVersion,
        peer: response.peer,
        receivedBytes: answer.receivedBytes,
        milliseconds: response.took.wholeMilliseconds,
        requests: answer.requests == 1 ? nil : answer.requests
      ),
      appraisal: appraisal,
      fingerprint: fingerprint,
      content: content,
      succeeds: succeeds
    )
  }

  // The publisher's own name, with an ending that tells the truth.
  private static func fileName(
    of answer: FetchedResponse,
    asked address: WebAddress,
    _ kind: BodyKind
  ) -> String {
    let published = answer.publishedName ?? PublishedName(lastPartOf: address)
    guard let name = published ?? PublishedName(String(address.host)) else {
      return "document.\(kind.pathExtension)"
    }
    if name.pathExtension.flatMap(BodyKind.init(pathExtension:)) == kind { return name.text }
    return name.ending(in: kind.pathExtension).text
  }
}

extension FetchedResponse {
  /// What it says of how its version is recognised.
  var given: GivenValidators {
    GivenValidators(
      status: status,
      validators ?? Validators(address: address, etag: nil, lastModified: nil)
    )
  }
}
