// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import HTTP

/// One thing that a store is asked for: by HTTP, signed as S3 wants it, or by SFTP.
package struct StoreRequest {
  package enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case delete = "DELETE"
    case post = "POST"
  }

  /// How we say who we are, and know who answers.
  package enum Login: Hashable, Sendable {
    /// Each request is signed by libcurl; source: <https://curl.se/libcurl/c/CURLOPT_AWS_SIGV4.html>
    case signature(key: String, secret: String, region: String)
    /// By SSH, and only with the host that has this key: the Base64 of its SHA-256, without `=`.
    case ssh(user: String, keyFile: String, hostKey: String)
  }

  /// Encoded in full: libcurl signs the path as it is given.
  package var address: String
  package var method: Method
  package var fields: [HeaderField]
  package var login: Login
  /// What is sent with ``Method/put`` and ``Method/post``.
  package var body: (any UploadBody)?
  /// What an SSH server is told before anything is sent or listed: `rename "a" "b"`.
  package var commands: [String]
  /// Certificates to trust in place of the system's.
  package var certificates: String?

  package init(
    _ method: Method,
    _ address: String,
    login: Login,
    fields: [HeaderField] = [],
    body: (any UploadBody)? = nil,
    commands: [String] = [],
    certificates: String? = nil
  ) {
    (self.method, self.address, self.login) = (method, address, login)
    (self.fields, self.body, self.commands) = (fields, body, commands)
    self.certificates = certificates
  }
}

/// What is sent, from front to back, as often as that is needed.
package protocol UploadBody: AnyObject {
  /// In bytes.
  var size: Int64 { get }
  /// The next bytes, so many at the most; empty at the end.
  func next(upTo count: Int) throws -> [UInt8]
  /// Begins again from the front.
  func rewind() throws
}

/// What a store answered.
package struct StoreReply: Sendable {
  /// Of HTTP; nil where it came by SFTP.
  package let head: ResponseHead?

  /// Of HTTP; 0 of SFTP.
  package var status: Int { head?.status ?? 0 }
}

/// Why a store gave no answer.
package enum StoreFault: Error, Sendable {
  /// Nobody took the connection, or it broke off: another try may well succeed.
  case unreachable(String)
  /// Who answers has another key, or a certificate that does not check out.
  case stranger(String)
  /// The store lets nobody in by what we have.
  case login(String)
  /// There is no such thing in the store, or not there.
  case missing
  /// The store refuses; by SFTP it does not say why.
  case refused(String)
  /// What is sent could not be read, or what came could not be taken.
  case body(any Error)
  case cancelled
  case other(String)
}
