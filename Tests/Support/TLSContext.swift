// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import COpenSSL
import Glibc
import SystemPackage

/// A server's identity as OpenSSL holds it.
final class TLSContext: Sendable {
  // Not changed after `init`, and OpenSSL counts its users under a lock of its own.
  private nonisolated(unsafe) let context: OpaquePointer

  init(_ identity: ServerIdentity) throws(UnusableIdentity) {
    guard let context = SSL_CTX_new(TLS_server_method()) else {
      throw UnusableIdentity(identity: identity)
    }
    self.context = context
    guard
      SSL_CTX_use_certificate_chain_file(context, identity.certificatePath.string) == 1,
      SSL_CTX_use_PrivateKey_file(context, identity.keyPath.string, SSL_FILETYPE_PEM) == 1,
      SSL_CTX_check_private_key(context) == 1
    else { throw UnusableIdentity(identity: identity) }
    if identity.isOutdated {
      // `SSL_CTX_set_max_proto_version` is a macro, which Swift does not see.
      SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(TLS1_1_VERSION), nil)
    }
  }

  deinit {
    SSL_CTX_free(context)
  }

  /// Shakes hands with the client at the other end of a socket.
  ///
  /// - Returns: a session for the caller to free, or `nil` if there was no agreement.
  func accept(on descriptor: CInt) -> OpaquePointer? {
    guard let session = SSL_new(context) else { return nil }
    guard SSL_set_fd(session, descriptor) == 1, SSL_accept(session) == 1 else {
      SSL_free(session)
      return nil
    }
    return session
  }
}

/// A certificate or key that OpenSSL does not take.
package struct UnusableIdentity: Error, CustomStringConvertible {
  package let identity: ServerIdentity

  package var description: String {
    "\(identity.certificatePath) and \(identity.keyPath) are no usable certificate and key"
  }
}
