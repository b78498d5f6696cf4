// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Reporting

extension AddressError {
  /// The sentence for somebody who typed this address on the command line, among others perhaps.
  ///
  /// A password that was typed is not said again.
  func sentence(forTyped text: String) -> String {
    switch self {
    case .relative, .malformed, .credentials, .empty, .unreadable: CleanText.clean(description)
    case .unsupportedScheme, .tooLong: CleanText.clean("“\(text.prefix(200))”: \(description)")
    }
  }
}
