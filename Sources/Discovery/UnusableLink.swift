// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing

/// A link that cannot be followed: an e-mail address, a script, a misspelt address.
public struct UnusableLink: Hashable, Sendable {
  /// As it stands on the page; not fit to be printed as it is.
  public let href: String
  public let text: String
  public let error: AddressError

  public init(href: String, text: String, error: AddressError) {
    self.href = href
    self.text = text
    self.error = error
  }
}
