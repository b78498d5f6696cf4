// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import CCurl

/// Why a request brought no whole response.
///
/// A status of 404 is an answer and not among these.
package enum TransferError: Error, Sendable {
  /// The host's name is not known, or the resolver did not answer; libcurl cannot tell which.
  case unresolved(host: String)
  /// No address of the host took the connection.
  case notConnected(detail: String)
  /// From this machine no way leads there: it has no network, or none of that kind.
  case noRoute(detail: String)
  /// Every address of the host is private, and private addresses are not allowed.
  case privateAddress(String)
  /// The whole request took longer than its limit.
  case timedOut
  /// Too little arrived for too long.
  case stalled
  /// The connection broke off, or the server closed it without an answer.
  case reset(detail: String)
  /// The body ended before its declared length, or its last chunk.
  case truncated(detail: String)
  /// The body passed the limit, in bytes, or is said to be longer.
  case tooLarge(limit: Int64, stated: Int64? = nil)
  /// The header section passed its limit.
  case headersTooLarge
  /// The certificate does not check out; `verification` is OpenSSL's X509_V_ERR_… number.
  case certificate(verification: Int, detail: String)
  /// The handshake failed before any certificate was judged.
  case handshake(detail: String)
  /// The server's bytes are not HTTP, or are coded in a way that cannot be undone.
  case protocolFault(detail: String)
  /// The body is said to have a coding that nobody knows, `UTF-8` say; ask again for it
  /// ``ContentCoding/verbatim``.
  case unknownCoding(String)
  /// The sink could not take the body; the disk is full, say.
  case sink(any Error)
  /// The caller gave up.
  case cancelled
  /// The request itself cannot be sent.
  case invalidRequest(detail: String)
  /// Anything else of libcurl's.
  case other(CURLcode, detail: String)
}

extension TransferError {
  /// Whether asking again, later, may well succeed.
  package var isTransient: Bool {
    switch self {
    case .unresolved, .notConnected, .noRoute, .timedOut, .stalled, .reset, .truncated: true
    case .privateAddress, .tooLarge, .headersTooLarge, .certificate, .handshake, .protocolFault,
      .unknownCoding, .sink, .cancelled, .invalidRequest, .other:
      false
    }
  }
}

extension TransferError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unresolved(let host): "the name \(host) is not known or could not be looked up"
    case .notConnected(let detail): "no connection: \(detail)"
    case .noRoute(let detail): "no way leads there from this machine: \(detail)"
    case .privateAddress(let address):
      "\(address) is a private address; allow it with network.allowPrivateAddresses"
    case .timedOut: "it took too long"
    case .stalled: "the transfer stalled"
    case .reset(let detail): "the connection broke off: \(detail)"
    case .truncated(let detail): "the body was cut short: \(detail)"
    case .tooLarge(let limit, _): "the body is larger than the limit of \(limit) bytes"
    case .headersTooLarge:
      "the header section is larger than \(TransferLimits.headerBytes) bytes"
    case .certificate(_, let detail): "the certificate does not check out: \(detail)"
    case .handshake(let detail): "no secure connection: \(detail)"
    case .protocolFault(let detail): "the answer is not sound HTTP: \(detail)"
    case .unknownCoding(let name): "nobody knows the coding “\(name)”"
    case .sink(let error): "\(error)"
    case .cancelled: "cancelled"
    case .invalidRequest(let detail): "the request cannot be sent: \(detail)"
    case .other(let code, let detail): "libcurl error \(code.rawValue): \(detail)"
    }
  }
}
