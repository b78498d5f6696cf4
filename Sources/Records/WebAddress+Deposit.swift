// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

extension WebAddress {
  /// Below which documents have their addresses that never had one; no name below it is ever anybody's.
  ///
  /// Source: RFC 2606 §2 <https://www.rfc-editor.org/rfc/rfc2606#section-2>
  package static let depositHost = "deposited.invalid"

  /// Whether it is that of a document that came by mail or on paper, and of which nobody knows another.
  package var isOfDeposit: Bool { host == Self.depositHost }
}
