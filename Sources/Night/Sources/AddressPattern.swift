// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Text

/// A pattern for whole addresses: `*` stands for any run of characters, case plays no part.
///
///     */reviews/*     every address with that in it
///     *form*
package struct AddressPattern: Hashable, Sendable {
  package let text: String
  private let folded: [UInt8]

  package init(_ text: String) {
    self.text = text
    folded = Array(text.lowercased().utf8)
  }

  package func fits(_ address: WebAddress) -> Bool {
    Wildcards.fit(folded[...], toItsEnd: true, Array(address.text.lowercased().utf8)[...])
  }
}
