// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl

/// A folder on another host, over SFTP.
///
/// No host is believed but one whose key is known.
package struct SFTPStore: Store {
  package let host: String
  package let port: Int
  package let user: String
  /// From the root of the host's file system, without a slash at its end.
  package let path: String
  /// A file with a private key that needs no passphrase.
  package let keyFile: String
  /// The Base64 of the SHA-256 of the host's public key, as `ssh-keygen -l` prints it behind `SHA256:`.
  package let hostKey: String
  /// How long is waited before what failed for the moment is tried again, in seconds, one try after the other.
  package var pauses: [Double] = [1, 5]

  package init(
    host: String,
    port: Int,
    user: String,
    path: String,
    keyFile: String,
    hostKey: String
  ) {
    (self.host, self.port, self.user, self.path) = (host, port, user, path)
    (self.keyFile, self.hostKey) = (keyFile, hostKey)
  }

  package var place: String {
    "sftp://\(user)@\(host)" + (port == 22 ? "" : ":\(port)") + path
  }

  /// Small files cost a round trip for each step, and servers allow ten beginners at a time.
  package var connections: Int { 6 }

  package func connect() throws -> any StoreConnection {
    do throws(StoreFault) {
      return SFTPConnection(to: self, over: try StoreLine())
    } catch {
      throw StoreError.of(error, at: place)
    }
  }
}
