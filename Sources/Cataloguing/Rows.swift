// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Fixity
import Foundation
package import GRDB
import HTTP
package import Records

// Rows are read by place, and dates are whole seconds since 1970: a night reads a row for every document
// that is known, and names and calendars would cost more than all the rest.

/// Addresses in the database are their normal forms.
extension WebAddress: DatabaseValueConvertible, StatementColumnConvertible {
  package var databaseValue: DatabaseValue { text.databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> WebAddress? {
    String.fromDatabaseValue(value).map(WebAddress.init(alreadyNormal:))
  }

  package init?(sqliteStatement: SQLiteStatement, index: CInt) {
    unsafe self.init(alreadyNormal: String(sqliteStatement: sqliteStatement, index: index))
  }
}

extension Date {
  /// As it stands in the database.
  var seconds: Int64 { Int64(timeIntervalSince1970.rounded(.down)) }
}

extension Row {
  func date(at index: Int) throws -> Date {
    Date(timeIntervalSince1970: Double(try decode(Int64.self, atIndex: index)))
  }

  func dateIfPresent(at index: Int) throws -> Date? {
    try decode(Int64?.self, atIndex: index).map { Date(timeIntervalSince1970: Double($0)) }
  }

  func role(at index: Int) throws -> Document.Role {
    // Everything that is not a page to be read is treated as something to be kept.
    Document.Role(rawValue: try decode(String.self, atIndex: index)) ?? .document
  }

  // What cannot be read is nothing that an object has, and is told as the catalogue's fault where the two
  // are compared: one wrong value ends no night.

  func digest(at index: Int) throws -> Digest {
    Digest(.sha512, hex: try decode(String.self, atIndex: index)) ?? .unreadable(.sha512)
  }

  func digestIfPresent(at index: Int) throws -> Digest? {
    try decode(String?.self, atIndex: index)
      .map { Digest(.sha512, hex: $0) ?? .unreadable(.sha512) }
  }

  /// Those whose address, tag and date stand here and in the two places after it.
  func validators(at index: Int) throws -> Validators? {
    guard let address = try decode(WebAddress?.self, atIndex: index) else { return nil }
    return Validators(
      address: address,
      etag: try decode(atIndex: index + 1),
      lastModified: try decode(atIndex: index + 2)
    )
  }

  /// Whose place it takes, and who says so, which stands behind it.
  func predecessor(at index: Int) throws -> Predecessor? {
    guard let address = try decode(String?.self, atIndex: index),
      let ground = try decode(String?.self, atIndex: index + 1).flatMap(Predecessor.Ground.init)
    else { return nil }
    return Predecessor(address.isEmpty ? nil : WebAddress(alreadyNormal: address), ground)
  }

  func furtherPredecessors(at index: Int) throws -> [Predecessor] {
    try decode(String?.self, atIndex: index).flatMap {
      try? RecordCoding.decode([Predecessor].self, from: $0.utf8)
    } ?? []
  }

  func kind(at index: Int) throws -> BodyKind {
    BodyKind(rawValue: try decode(String.self, atIndex: index)) ?? .unknown
  }

  func kindIfPresent(at index: Int) throws -> BodyKind? {
    try decode(String?.self, atIndex: index).map { BodyKind(rawValue: $0) ?? .unknown }
  }
}

extension Document: FetchableRecord {
  /// In the order in which ``init(row:)`` takes them.
  static let columns = """
    document.address, document.role, document.title, first_seen, last_visited, last_alive, verdict,
    standing, validator_address, etag, last_modified, useless_validators, lying_validators,
    last_received, version, document.digest, document.size, document.kind, document.fingerprint,
    made_anew, told, in_turn, edition, edition_since, rejected, acknowledged, acknowledged_at,
    acknowledged_body, shared, place, succeeds, succeeds_by, refusal, succeeds_too,
    told_reasons, proposed, oversize
    """

  package init(row: Row) throws {
    self.init(
      address: try row.decode(atIndex: 0),
      role: try row.role(at: 1),
      title: try row.decode(atIndex: 2),
      firstSeen: try row.date(at: 3),
      lastVisited: try row.date(at: 4),
      lastAlive: try row.dateIfPresent(at: 5),
      verdict: Verdict(json: try row.decode(atIndex: 6)),
      standing: Standing(json: try row.decode(atIndex: 7)),
      told: try row.decode(String?.self, atIndex: 20).flatMap(Standing.init(json:)),
      toldReasons: Set(
        (try row.decode(String?.self, atIndex: 34) ?? "").split(separator: ",")
          .compactMap { LeftOutReason(rawValue: String($0)) }
      ),
      validators: try row.validators(at: 8),
      uselessValidators: try row.decode(atIndex: 11),
      lyingValidators: try row.decode(atIndex: 12),
      lastReceived: try row.dateIfPresent(at: 13),
      version: try row.decode(atIndex: 14),
      digest: try row.digestIfPresent(at: 15),
      size: try row.decode(atIndex: 16),
      kind: try row.kindIfPresent(at: 17),
      fingerprint: try row.digestIfPresent(at: 18),
      madeAnewSince: try row.dateIfPresent(at: 19),
      inTurnSince: try row.dateIfPresent(at: 21),
      edition: try row.decode(atIndex: 22),
      editionSince: try row.dateIfPresent(at: 23),
      rejected: RejectedVersions(text: try row.decode(atIndex: 24)).numbers,
      acknowledgement: try row.dateIfPresent(at: 26).map { date in
        Acknowledgement(
          at: date,
          subject: try row.decode(atIndex: 25),
          body: try row.decode(atIndex: 27)
        )
      },
      shared: try row.decode(String?.self, atIndex: 28).flatMap {
        try? RecordCoding.decode(SharedBody.self, from: $0.utf8)
      },
      refusal: try row.decode(String?.self, atIndex: 32).flatMap {
        try? RecordCoding.decode(OwnRefusal.self, from: $0.utf8)
      },
      oversize: try row.decode(String?.self, atIndex: 36).flatMap {
        try? RecordCoding.decode(Oversize.self, from: $0.utf8)
      },
      place: try row.decode(atIndex: 29),
      succeeds: try row.predecessor(at: 30),
      succeedsToo: try row.furtherPredecessors(at: 33),
      proposed: try row.decode(atIndex: 35)
    )
  }
}

extension Version: FetchableRecord {
  static let columns = """
    address, number, digest, size, kind, captured_at, path, file_name, fingerprint, title, role
    """

  package init(row: Row) throws {
    self.init(
      address: try row.decode(atIndex: 0),
      number: try row.decode(atIndex: 1),
      digest: try row.digest(at: 2),
      size: try row.decode(atIndex: 3),
      kind: try row.kind(at: 4),
      capturedAt: try row.date(at: 5),
      path: try row.decode(atIndex: 6),
      fileName: try row.decode(atIndex: 7),
      fingerprint: try row.digestIfPresent(at: 8),
      title: try row.decode(atIndex: 9),
      role: try row.role(at: 10)
    )
  }
}

extension ListEntry: FetchableRecord {
  static let columns = "source, text, heading, position, publication"
  /// How many these are: what a query asks for besides comes after them.
  static let columnCount = 5

  package init(row: Row) throws {
    self.init(
      source: try row.decode(atIndex: 0),
      text: try row.decode(atIndex: 1),
      heading: try row.decode(atIndex: 2),
      position: try row.decode(atIndex: 3),
      publication: try row.decode(atIndex: 4)
    )
  }
}

extension DocumentBrief: FetchableRecord {
  static let columns = """
    role, verdict, last_visited, version IS NOT NULL, retired_at IS NOT NULL,
    coalesce(kind, 'page') = 'page', version IS NULL AND rejected IS NOT NULL,
    CASE WHEN retired_for IS NULL THEN NULL ELSE retired_at END, first_seen, coalesce(version, 1) - 1, last_alive
    """

  package init(row: Row) throws {
    try self.init(row, from: 0)
  }

  init(_ row: Row, from index: Int) throws {
    self.init(
      role: try row.role(at: index),
      verdict: Verdict(json: try row.decode(atIndex: index + 1)),
      lastVisited: try row.date(at: index + 2),
      isHeld: try row.decode(atIndex: index + 3),
      isRejected: try row.decode(atIndex: index + 6),
      isRetired: try row.decode(atIndex: index + 4),
      outsideReadingSince: try row.dateIfPresent(at: index + 7),
      mayBePage: try row.decode(atIndex: index + 5),
      firstSeen: try row.date(at: index + 8),
      changes: try row.decode(atIndex: index + 9),
      lastAlive: try row.dateIfPresent(at: index + 10)
    )
  }
}
