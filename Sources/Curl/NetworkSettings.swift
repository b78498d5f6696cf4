// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What holds for every transfer of a loop.
package struct NetworkSettings: Sendable {
  /// Sent as `User-Agent`; names the tool and how to reach whoever runs it.
  package var userAgent: String
  /// Whether loopback, private and other special-purpose addresses may be asked.
  package var allowsPrivateAddresses: Bool
  /// A proxy's address; only this one is used, never one from the environment.
  package var proxy: String?
  /// A file of PEM certificates to trust instead of the system's.
  package var certificates: String?
  /// Which machine is asked in place of which, as `host:port:address:port`.
  ///
  /// For tests and for sites that are not public yet; names, certificates and `Host` fields stay
  /// those of the address asked for.
  /// Source: <https://curl.se/libcurl/c/CURLOPT_CONNECT_TO.html>
  package var connectTo: [String]

  package init(
    userAgent: String,
    allowsPrivateAddresses: Bool = false,
    proxy: String? = nil,
    certificates: String? = nil,
    connectTo: [String] = []
  ) {
    self.userAgent = userAgent
    self.allowsPrivateAddresses = allowsPrivateAddresses
    self.proxy = proxy
    self.certificates = certificates
    self.connectTo = connectTo
  }
}
