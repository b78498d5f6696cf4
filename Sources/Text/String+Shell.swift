// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension String {
  /// As a shell takes it for one word, whatever is in it.
  package var quotedForShell: String { "'" + replacing("'", with: #"'\''"#) + "'" }
}
