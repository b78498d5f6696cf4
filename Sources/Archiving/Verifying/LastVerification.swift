// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Foundation
import Records
import SystemPackage

/// That the last verification of an archive found damage, or no more: `verified.json`, so that whoever asks for its state hears of it.
///
/// It follows from nothing else and may be lost: then nothing is known of it.
package struct LastVerification: Codable, Sendable {
  static let fileName = "verified.json"
  private static let schema = "hanaper/verified/1"

  private var schema = LastVerification.schema
  /// When it ended.
  package let at: Date
  /// How many losses it found.
  package let damaged: Int

  package init(at: Date, damaged: Int) {
    (self.at, self.damaged) = (at, damaged)
  }

  /// Reads it; nil where nothing is known.
  package init?(of archive: Archive) {
    let file = archive.path.appending(Self.fileName)
    guard let bytes = try? Disk().read(file, limit: 4_096),
      let last = try? RecordCoding.decode(Self.self, from: bytes), last.schema == Self.schema
    else { return nil }
    self = last
  }

  /// Writes it down, unless it says less than what is there: who found damage looked at more.
  ///
  /// - Parameters:
  ///   - archive: which was verified.
  ///   - level: how much of it.
  /// - Throws: where it cannot be written: the archive may be there to be read only.
  package func note(in archive: Archive, _ level: VerificationLevel) throws {
    let looksEverywhere =
      switch level {
      case .whole, .due, .oldest: true
      case .quick, .slice: false
      }
    // Of an archive that was never damaged, there is nothing to write down.
    if damaged == 0, !looksEverywhere || (LastVerification(of: archive)?.damaged ?? 0) == 0 {
      return
    }
    try Disk().replace(
      archive.path.appending(Self.fileName),
      with: RecordCoding.encode(self)
    )
  }
}
