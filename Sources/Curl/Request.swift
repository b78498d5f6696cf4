// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import HTTP

/// One request, whole: a value that says everything about one hop.
package struct Request: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    /// Like GET, but the server is asked to leave out the body.
    case head = "HEAD"
    /// With a body.
    case post = "POST"
  }

  package var address: WebAddress
  package var method: Method
  /// Fields besides `Host` and `User-Agent`, in the order they are sent.
  package var fields: [HeaderField]
  package var coding: ContentCoding
  /// What is sent with ``Method/post``.
  package var body: [UInt8] = []
  /// Cookies that an earlier ``Response`` brought; those go out that are for this address.
  package var cookies: [Cookie]
  package var limits: TransferLimits

  package init(
    _ address: WebAddress,
    method: Method = .get,
    fields: [HeaderField] = [],
    coding: ContentCoding = .identity,
    cookies: [Cookie] = [],
    limits: TransferLimits = TransferLimits()
  ) {
    self.address = address
    self.method = method
    self.fields = fields
    self.coding = coding
    self.cookies = cookies
    self.limits = limits
  }
}

/// In which coding the server is asked to send the body; whatever comes is decoded for the sink, but for
/// ``verbatim``.
package enum ContentCoding: Sendable {
  /// The bytes of the document itself, as for everything that is kept.
  case identity
  /// Any coding that libcurl can undo, as for pages that are only read.
  case compressed
  /// The bytes of the document, and taken as they come whatever coding the server says they have.
  case verbatim
}

/// When a transfer has gone on for too long or brought too much.
package struct TransferLimits: Hashable, Sendable {
  /// The most bytes of a body, counted as they arrive and again after decoding.
  package var bodyBytes: Int64
  /// The most time for one request in all.
  package var total: Duration
  /// The most time with less than ``slowestRate`` bytes a second.
  package var stall: Duration
  /// The most time until a connection stands.
  package var connect: Duration

  /// A transfer below this many bytes a second counts as stalled.
  package static let slowestRate = 512
  /// The most bytes of a response's header section.
  package static let headerBytes = 256 << 10

  package init(
    bodyBytes: Int64 = 500_000_000,
    total: Duration = .seconds(15 * 60),
    stall: Duration = .seconds(60),
    connect: Duration = .seconds(10)
  ) {
    self.bodyBytes = bodyBytes
    self.total = total
    self.stall = stall
    self.connect = connect
  }
}
