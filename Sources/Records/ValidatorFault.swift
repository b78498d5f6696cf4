// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a visit showed validators to be worth, where that is less than they promise.
package enum ValidatorFault: String, Codable, Sendable {
  /// They were sent, and the bytes came all the same, unchanged.
  case useless
  /// They are those of other bytes than before.
  case lying
}
