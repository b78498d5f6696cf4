// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// A link that cannot be followed: an e-mail address, a script, a misspelt address.
package struct UnusableLink: Hashable, Sendable {
  /// As it stands on the page; not fit to be printed as it is.
  package let href: String
  package let text: String
  package let error: AddressError

  package init(href: String, text: String, error: AddressError) {
    self.href = href
    self.text = text
    self.error = error
  }
}
