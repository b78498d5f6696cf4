// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What holds for every transfer of a loop.
public struct NetworkSettings: Sendable {
  /// Sent as `User-Agent`; names the tool and how to reach whoever runs it.
  public var userAgent: String
  /// Whether loopback, private and other special-purpose addresses may be asked.
  public var allowsPrivateAddresses: Bool
  /// A proxy's address; only this one is used, never one from the environment.
  public var proxy: String?
  /// A file of PEM certificates to trust instead of the system's.
  public var certificates: String?
  /// Which machine is asked in place of which, as `host:port:address:port`.
  ///
  /// For tests and for sites that are not public yet; names, certificates and `Host` fields stay
  /// those of the address asked for.
  /// Source: <https://curl.se/libcurl/c/CURLOPT_CONNECT_TO.html>
  public var connectTo: [String]

  public init(
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
