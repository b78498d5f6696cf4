// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Curl
package import Foundation
import Fixity
import HTTP

/// An address to which each run's report is posted as JSON.
///
/// With a secret that both sides know, the receiver can tell that it is ours and of just now: the field
/// `X-Hanaper-Signature` is `sha256=` and the HMAC-SHA-256, in hexadecimal digits, of the time in `X-Hanaper-Time`
/// (seconds since 1970), a dot, and the body. What is sent again has the same `X-Hanaper-Delivery`.
package struct Webhook: Sendable {
  package let address: WebAddress
  /// Nil where nothing is signed.
  package let secret: [UInt8]?

  package init(address: WebAddress, secret: [UInt8]?) {
    (self.address, self.secret) = (address, secret)
  }

  /// What is posted.
  ///
  /// - Parameters:
  ///   - body: the JSON.
  ///   - delivery: what this delivery is called, however often it is tried.
  ///   - now: what time it is.
  /// - Returns: the request.
  package func request(with body: [UInt8], delivery: String, at now: Date) -> Request {
    let time = "\(Int(now.timeIntervalSince1970))"
    var fields = [
      HeaderField("Content-Type", "application/json"),
      HeaderField("X-Hanaper-Delivery", delivery),
      HeaderField("X-Hanaper-Time", time),
    ]
    if let secret {
      let code = AuthenticationCode.sha256(of: Array("\(time).".utf8) + body, with: secret)
      fields.append(HeaderField("X-Hanaper-Signature", "sha256=\(code.hex)"))
    }
    var request = Request(address, method: .post, fields: fields, limits: .ofServices)
    request.body = body
    return request
  }

  /// Whether it is worth trying again, after what was answered.
  ///
  /// A redirect is not followed: the report would go to whoever it names.
  static func isWorthAnother(after status: Int) -> Bool {
    status == 408 || status == 425 || status == 429 || (500...599).contains(status)
  }
}
