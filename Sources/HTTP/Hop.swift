// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// One redirect that was followed on the way to an answer.
///
/// Source: RFC 9110 §15.4 <https://www.rfc-editor.org/rfc/rfc9110#section-15.4>
package struct Hop: Codable, Hashable, Sendable {
  /// The address that redirected.
  package let address: WebAddress
  /// 301, 302, 303, 307 or 308; 200 of a page that sent its reader on by itself.
  package let status: Int
  /// Where it sent us.
  package let target: WebAddress

  package init(address: WebAddress, status: Int, target: WebAddress) {
    self.address = address
    self.status = status
    self.target = target
  }
}
