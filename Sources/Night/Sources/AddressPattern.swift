// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
import Text

/// A pattern for whole addresses: `*` stands for any run of characters, case plays no part.
///
///     */reviews/*     every address with that in it
///     *form*
public struct AddressPattern: Hashable, Sendable {
  public let text: String
  private let folded: [UInt8]

  public init(_ text: String) {
    self.text = text
    folded = Array(text.lowercased().utf8)
  }

  public func fits(_ address: WebAddress) -> Bool {
    Wildcards.fit(folded[...], toItsEnd: true, Array(address.text.lowercased().utf8)[...])
  }
}
