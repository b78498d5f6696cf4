// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import HTTP

/// A whole response: head, what is known of the connection, and how much came.
package struct Response: Sendable {
  package let head: ResponseHead
  /// The address of the machine that answered, as text; `192.0.2.7` or `2001:db8::1`.
  package let peer: String
  /// `1.1` or `2`.
  package let httpVersion: String
  /// Bytes of the body as received, before any decoding.
  package let receivedBytes: Int64
  /// From the request's start to the first byte of the answer, and to its end.
  package let firstByteAfter: Duration
  package let took: Duration
  /// The cookies that are to go with the next request, where this answer is a redirect or a page that sends its reader on.
  package let cookies: [Cookie]
  /// Where a redirect leads, absolute, as libcurl resolves it; not yet checked by anybody.
  package let redirect: String?
  /// Whether the sink ended the body before its end, having seen enough.
  package let isAbandoned: Bool
}
