// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why no secure connection could be made.
package enum TLSFault: String, Codable, CaseIterable, Hashable, Sendable {
  case expired
  case wrongHost = "wrong-host"
  case selfSigned = "self-signed"
  case incompleteChain = "incomplete-chain"
  /// Both sides could not agree on a protocol or cipher.
  case protocolFault = "protocol-fault"
  case other
}

extension TLSFault {
  /// What is wrong, in a user's words.
  package var sentence: String {
    switch self {
    case .expired: "the host's certificate has expired"
    case .wrongHost: "the host's certificate is for another host"
    case .selfSigned: "the host's certificate is signed by itself"
    case .incompleteChain: "the host does not send all its certificates"
    case .protocolFault: "no secure connection could be agreed with the host"
    case .other: "the host's certificate could not be verified"
    }
  }
}
