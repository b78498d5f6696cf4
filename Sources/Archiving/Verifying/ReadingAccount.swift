// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// What of the content a verification read.
package struct ReadingAccount: Hashable, Encodable, Sendable {
  /// How many documents there are, and of how many of them everything was read.
  package internal(set) var documents = 0
  package internal(set) var readWhole = 0
  /// How many bytes of content were read, and how many there are.
  package internal(set) var bytesRead: Int64 = 0
  package internal(set) var bytes: Int64 = 0
  /// When the one was read that was read longest ago; nil where one was never read, or there is none.
  package internal(set) var oldest: Date?
  /// How many were never read, as far as is known.
  package internal(set) var neverRead = 0
  /// Whether the time was up before all was read that was to be.
  package internal(set) var isCutShort = false
  /// Why it is not remembered what was read; nil where it is.
  package internal(set) var forgotten: String?
}
