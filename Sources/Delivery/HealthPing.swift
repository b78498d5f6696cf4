// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Curl
import HTTP

/// An address of a monitor that wants to hear of every run: asked with `/start` behind it when one begins, and with
/// the exit status behind it when it has ended.
///
/// Whoever watches it tells of what a machine that is off cannot tell itself.
package struct HealthPing: Sendable {
  package let address: WebAddress

  /// So many bytes of the report go with it.
  static let mostBytes = 100_000

  package init(_ address: WebAddress) {
    self.address = address
  }

  package var start: Request? { request("start", []) }

  /// - Parameters:
  ///   - status: the exit status.
  ///   - report: what the run has to say.
  /// - Returns: nil where the address takes no path.
  package func end(_ status: Int32, _ report: String) -> Request? {
    request("\(status)", Array(report.utf8.prefix(Self.mostBytes)))
  }

  private func request(_ word: String, _ body: [UInt8]) -> Request? {
    var base = address.text
    while base.hasSuffix("/") { base.removeLast() }
    guard let address = try? WebAddress("\(base)/\(word)") else { return nil }
    var request = Request(
      address,
      method: .post,
      fields: [HeaderField("Content-Type", "text/plain; charset=utf-8")],
      limits: .ofServices
    )
    request.body = body
    return request
  }
}

extension TransferLimits {
  /// What a service may take that is only told something.
  static let ofServices = TransferLimits(
    bodyBytes: 1 << 20,
    total: .seconds(10),
    stall: .seconds(10),
    connect: .seconds(10)
  )
}
