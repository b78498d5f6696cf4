// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
import Foundation
public import GRDB

// Rows are read by place, and dates are whole seconds since 1970: a night reads a row for every document
// that is known, and names and calendars would cost more than all the rest.

/// Addresses in the database are their normal forms.
extension WebAddress: DatabaseValueConvertible, StatementColumnConvertible {
  public var databaseValue: DatabaseValue { text.databaseValue }

  public static func fromDatabaseValue(_ value: DatabaseValue) -> WebAddress? {
    String.fromDatabaseValue(value).map(WebAddress.init(alreadyNormal:))
  }

  public init?(sqliteStatement: SQLiteStatement, index: CInt) {
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

  func role(at index: Int) throws -> DocumentRecord.Role {
    // Everything that is not a page to be read is treated as something to be kept.
    DocumentRecord.Role(rawValue: try decode(String.self, atIndex: index)) ?? .document
  }
}

extension DocumentRecord: FetchableRecord {
  /// In the order in which ``init(row:)`` takes them.
  static let columns = """
    document.address, document.role, document.title, first_seen, last_visited, last_alive, verdict,
    standing, standing_word, etag, last_modified, validator_address, useless_validators,
    lying_validators, last_received, version, document.digest, document.size, document.kind,
    document.fingerprint
    """

  public init(row: Row) throws {
    address = try row.decode(atIndex: 0)
    role = try row.role(at: 1)
    title = try row.decode(atIndex: 2)
    firstSeen = try row.date(at: 3)
    lastVisited = try row.date(at: 4)
    lastAlive = try row.dateIfPresent(at: 5)
    verdict = try row.decode(atIndex: 6)
    standing = try row.decode(atIndex: 7)
    standingWord = try row.decode(atIndex: 8)
    etag = try row.decode(atIndex: 9)
    lastModified = try row.decode(atIndex: 10)
    validatorAddress = try row.decode(atIndex: 11)
    uselessValidators = try row.decode(atIndex: 12)
    lyingValidators = try row.decode(atIndex: 13)
    lastReceived = try row.dateIfPresent(at: 14)
    version = try row.decode(atIndex: 15)
    digest = try row.decode(atIndex: 16)
    size = try row.decode(atIndex: 17)
    kind = try row.decode(atIndex: 18)
    fingerprint = try row.decode(atIndex: 19)
  }
}

extension VersionRecord: FetchableRecord {
  static let columns = """
    address, number, digest, size, kind, captured_at, path, file_name, fingerprint, title, role
    """

  public init(row: Row) throws {
    address = try row.decode(atIndex: 0)
    number = try row.decode(atIndex: 1)
    digest = try row.decode(atIndex: 2)
    size = try row.decode(atIndex: 3)
    kind = try row.decode(atIndex: 4)
    capturedAt = try row.date(at: 5)
    path = try row.decode(atIndex: 6)
    fileName = try row.decode(atIndex: 7)
    fingerprint = try row.decode(atIndex: 8)
    title = try row.decode(atIndex: 9)
    role = try row.role(at: 10)
  }
}

extension ListedRecord: FetchableRecord {
  static let columns = "source, text, heading, position"

  public init(row: Row) throws {
    self.init(
      source: try row.decode(atIndex: 0),
      text: try row.decode(atIndex: 1),
      heading: try row.decode(atIndex: 2),
      position: try row.decode(atIndex: 3)
    )
  }
}

extension DocumentBrief: FetchableRecord {
  static let columns = """
    role, verdict, last_visited, version IS NOT NULL, retired_at IS NOT NULL,
    coalesce(kind, 'page') = 'page'
    """

  public init(row: Row) throws {
    try self.init(row, from: 0)
  }

  init(_ row: Row, from index: Int) throws {
    role = try row.role(at: index)
    verdict = try row.decode(atIndex: index + 1)
    lastVisited = try row.date(at: index + 2)
    isHeld = try row.decode(atIndex: index + 3)
    isRetired = try row.decode(atIndex: index + 4)
    mayBePage = try row.decode(atIndex: index + 5)
  }
}
