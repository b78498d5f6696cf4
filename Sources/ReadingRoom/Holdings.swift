// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Filing
import Foundation
import Records
import Synchronization
import SystemPackage

/// The catalogue of an archive that others go on writing: opened once, and again where it was made anew.
actor Holdings {
  /// What there is now.
  struct Current: Sendable {
    let catalogue: Catalogue
    /// Another number after each change of the archive.
    let state: Int
    /// The name of the last run; nil where there was none.
    let lastRun: String?
    /// How many documents stand how.
    let tallies: [String: Int]
    /// All documents by their short names.
    let directory: [String: [WebAddress]]
  }

  private let archive: Archive
  private var file: FileIdentity?
  /// The index over the texts: which file, and when that was changed.
  private var texts: FileStamp?
  private var number = 0
  private var state = 0
  /// What was found last, and when: whoever asks soon after need not wait for anybody.
  private nonisolated let last = Mutex<(current: Current, at: ContinuousClock.Instant)?>(nil)
  private static let lasts = Duration.seconds(1)

  init(of archive: Archive) { self.archive = archive }

  nonisolated func current() async throws -> Current {
    let known = last.withLock { $0 }
    if let known, ContinuousClock.now - known.at < Self.lasts { return known.current }
    return try await look()
  }

  private func look() async throws -> Current {
    let known = last.withLock { $0 }
    if let known, ContinuousClock.now - known.at < Self.lasts { return known.current }
    let identity = try? FileIdentity(of: archive.catalogueFile)
    let texts = FileStamp(of: archive.textFile)
    if let known, identity == file {
      let number = try await known.current.catalogue.stateNumber()
      if number == self.number, texts == self.texts {
        last.withLock { $0 = (known.current, .now) }
        return known.current
      }
      return try await take(known.current.catalogue, number)
    }
    let catalogue = try await archive.catalogue()
    file = identity
    return try await take(catalogue, try await catalogue.stateNumber())
  }

  private func take(_ catalogue: Catalogue, _ number: Int) async throws -> Current {
    var directory: [String: [WebAddress]] = [:]
    for address in try await catalogue.addresses() {
      directory[address.shortID, default: []].append(address)
    }
    self.number = number
    texts = FileStamp(of: archive.textFile)
    state += 1
    let current = Current(
      catalogue: catalogue,
      state: state,
      lastRun: try await catalogue.lastRun(),
      tallies: try await catalogue.standingTallies(),
      directory: directory
    )
    last.withLock { $0 = (current, .now) }
    return current
  }
}
