// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl

extension TransferError {
  /// The case without what it tells besides.
  enum Kind {
    case unresolved, notConnected, noRoute, privateAddress, timedOut, stalled, reset, truncated,
      tooLarge
    case headersTooLarge, certificate, handshake, protocolFault, sink, cancelled, invalidRequest
    case unknownCoding, other
  }

  var kind: Kind {
    switch self {
    case .unresolved: .unresolved
    case .notConnected: .notConnected
    case .noRoute: .noRoute
    case .privateAddress: .privateAddress
    case .timedOut: .timedOut
    case .stalled: .stalled
    case .reset: .reset
    case .truncated: .truncated
    case .tooLarge: .tooLarge
    case .headersTooLarge: .headersTooLarge
    case .certificate: .certificate
    case .handshake: .handshake
    case .protocolFault: .protocolFault
    case .unknownCoding: .unknownCoding
    case .sink: .sink
    case .cancelled: .cancelled
    case .invalidRequest: .invalidRequest
    case .other: .other
    }
  }

  /// What OpenSSL and libcurl said of a certificate that does not check out.
  var certificate: (verification: Int, detail: String)? {
    guard case .certificate(let verification, let detail) = self else { return nil }
    return (verification, detail)
  }

  /// The sink's own error.
  var sinkError: (any Error)? {
    guard case .sink(let error) = self else { return nil }
    return error
  }
}
