// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension String {
  /// As a shell takes it for one word, whatever is in it.
  package var quotedForShell: String { "'" + replacing("'", with: #"'\''"#) + "'" }

  /// Whether a name can be typed as it is shown: nothing in it is hidden, and it is no repaired reading of bytes that are no text.
  package var isTypable: Bool { unicodeScalars.allSatisfy { !$0.isHidden && $0 != "\u{FFFD}" } }
}
