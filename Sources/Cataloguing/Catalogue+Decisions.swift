// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Foundation
import GRDB
import Records

/// The numbers of the versions that a person took back, as they stand in the catalogue: `2,5`.
struct RejectedVersions {
  private(set) var numbers: [Int]

  /// What is no number is nothing that an object has.
  init(text: String?) {
    numbers = (text ?? "").split(separator: ",").compactMap { Int($0) }
  }

  /// Is nil where there are none.
  var text: String? {
    numbers.isEmpty ? nil : numbers.map(String.init).joined(separator: ",")
  }

  mutating func insert(_ number: Int) { numbers = Set(numbers + [number]).sorted() }

  mutating func remove(_ number: Int) { numbers.removeAll { $0 == number } }
}

extension Decision {
  func apply(to database: Database) throws {
    let sql = "SELECT \(Document.columns) FROM document WHERE address = ?"
    guard
      let known = try Document.fetchOne(database.cachedStatement(sql: sql), arguments: [address])
    else { return }
    switch decision {
    case .acknowledged: try acknowledge(known, in: database)
    case .rejected, .accepted: try choose(known, in: database)
    }
    // What was accepted is in doubt no more.
    guard decision == .accepted, quarantined != nil else { return }
    try database.cachedStatement(sql: "UPDATE document SET shared = NULL WHERE address = ?")
      .execute(arguments: [address])
    if known.verdict?.isDamaged == true { try believe(known, in: database) }
  }

  /// A copy that seemed damaged is what the site has to give, by a person's word: so it came sound that night.
  ///
  /// What comes otherwise later is judged anew, and told anew.
  private func believe(_ document: Document, in database: Database) throws {
    guard let version else { return }
    let sql = "SELECT \(Version.columns) FROM version WHERE address = ? AND number = ?"
    guard
      let kept = try Version.fetchOne(database, sql: sql, arguments: [address, version])
    else { return }
    let standing: Standing =
      switch document.standing ?? .unknown {
      case .unreachable, .missing, .leftOut, .unknown: .present
      case let other: other
      }
    try database.cachedStatement(
      sql: """
        UPDATE document SET verdict = ?2, standing = ?3, standing_word = ?4, told = NULL,
          last_alive = max(coalesce(last_alive, 0), ?5)
        WHERE address = ?1
        """
    ).execute(arguments: [
      address, try Verdict.document(kept.kind).json, try standing.json, standing.word,
      kept.capturedAt.seconds,
    ])
  }

  private func acknowledge(_ document: Document, in database: Database) throws {
    try database.cachedStatement(
      sql: """
        UPDATE document SET acknowledged = ?2, acknowledged_at = ?3, acknowledged_body = ?4,
          proposed = NULL
        WHERE address = ?1
        """
    ).execute(arguments: [
      address, document.toldStanding.subject, at.seconds, quarantined,
    ])
  }

  /// The newest version that is not rejected is what all else goes by.
  ///
  /// Validators are none of it, because they came with
  /// what came last, and it was alive no later than when the one that was rejected took its place.
  private func choose(_ document: Document, in database: Database) throws {
    guard let version else { return }
    if decision == .accepted, quarantined == nil, !document.rejected.contains(version) {
      // It came by mail: what the site says of its own copy says nothing of that.
      return try forgetValidators(in: database)
    }
    var rejected = RejectedVersions(text: document.rejected.map(String.init).joined(separator: ","))
    if decision == .rejected { rejected.insert(version) } else { rejected.remove(version) }
    guard rejected.numbers != document.rejected else { return }
    let kept = try Version.fetchAll(
      database,
      sql: "SELECT \(Version.columns) FROM version WHERE address = ? ORDER BY number",
      arguments: [address]
    )
    let newest = kept.last { !rejected.numbers.contains($0.number) }
    // As it was then: where the catalogue is made again, it knows the versions that came later.
    let known = kept.filter { $0.capturedAt <= at }
    let before = known.last { !document.rejected.contains($0.number) }
    let after = known.last { !rejected.numbers.contains($0.number) }
    let wasNewest = decision == .rejected && before?.number == version
    try database.cachedStatement(
      sql: """
        UPDATE document SET rejected = ?2, version = ?3, digest = ?4, size = ?5, kind = ?6,
          fingerprint = ?7, last_alive = min(last_alive, coalesce(?8, last_alive))
        WHERE address = ?1
        """
    ).execute(arguments: [
      address, rejected.text, newest?.number, newest?.digest.hex, newest?.size,
      newest?.kind.rawValue, newest?.fingerprint?.hex,
      wasNewest ? before?.capturedAt.seconds : nil,
    ])
    if before?.number != after?.number { try forgetValidators(in: database) }
  }

  private func forgetValidators(in database: Database) throws {
    try database.cachedStatement(
      sql: """
        UPDATE document SET etag = NULL, last_modified = NULL, validator_address = NULL,
          useless_validators = 0, last_received = NULL, edition = NULL, edition_since = NULL
        WHERE address = ?1
        """
    ).execute(arguments: [address])
  }
}
