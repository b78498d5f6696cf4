// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
package import Addressing
package import HTTP

/// What one request brought, as far as appraisal looks at it.
package struct ResponseEvidence: Sendable {
  /// The address that was asked for.
  package let requested: WebAddress
  /// The address that answered in the end; the same if there was no redirect.
  package let final: WebAddress
  package let hops: [Hop]
  /// The status of the last answer.
  package let status: Int
  package let headers: [HeaderField]
  /// The kind that the name promises under which the body is to be saved (RFC 6266 §4).
  package let attachmentKind: BodyKind?
  /// The ends of the body, or nil if it was not asked for.
  package let body: BodyEvidence?
  /// The length announced by the response, or by the publisher's own list of files.
  package let declaredLength: Int64?
  /// Whether the request named a validator, so that 304 is an answer to it.
  package let wasConditional: Bool
  /// How long the host asked to be left alone.
  package let retryAfter: Duration?
  package let expectation: Expectation

  package init(
    requested: WebAddress,
    final: WebAddress? = nil,
    hops: [Hop] = [],
    status: Int,
    headers: [HeaderField] = [],
    attachmentKind: BodyKind? = nil,
    body: BodyEvidence?,
    declaredLength: Int64? = nil,
    wasConditional: Bool = false,
    retryAfter: Duration? = nil,
    expectation: Expectation
  ) {
    self.requested = requested
    self.final = final ?? requested
    self.hops = hops
    self.status = status
    self.headers = headers
    self.attachmentKind = attachmentKind
    self.body = body
    self.declaredLength = declaredLength
    self.wasConditional = wasConditional
    self.retryAfter = retryAfter
    self.expectation = expectation
  }
}

extension ResponseEvidence {
  /// Where the document lives now, if every redirect on the way was for good.
  ///
  /// A change from http to https alone is not a move.
  package var permanentTarget: WebAddress? {
    guard final != requested, !hops.isEmpty,
      hops.allSatisfy({ $0.status == 301 || $0.status == 308 }),
      final.authority != requested.authority || final.target != requested.target
    else { return nil }
    return final
  }

  /// Whether HTTP itself says where the body ends, so that a cut would have been noticed.
  ///
  /// Source: RFC 9112 §6.3
  var isMeasured: Bool {
    let coding = headers["transfer-encoding"]?.lowercased() ?? ""
    return coding.hasSuffix("chunked") || headers["content-length"] != nil
  }

  /// What the body is declared to be.
  var mediaType: MediaType? { headers["content-type"].map(MediaType.init) }

  /// The kind of file that was meant, by what we hold or else by the address.
  var askedKind: BodyKind? {
    if case .document(let known?) = expectation, known != .unknown { return known }
    return requested.pathExtension.flatMap(BodyKind.init(pathExtension:))
  }

  /// The kind of file that was meant, or else that is announced.
  var promisedKind: BodyKind? {
    askedKind ?? headers["content-type"].flatMap(BodyKind.init(mediaType:))
  }

  /// Whether nothing but a file will do.
  var wantsFile: Bool {
    switch expectation {
    case .document: askedKind != .html
    case .page, .unknown: false
    }
  }
}
