// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import GRDB

/// The tables, made in one step.
///
/// A catalogue that lacks only columns gets them when it is next written to; an older one
/// is made again.
///
/// Times are whole seconds since 1970.
enum Schema {
  /// Stands in SQLite's `user_version`; raise it with every change of the tables.
  static let version = 5
  /// The oldest that can be read, and that gets what it lacks.
  static let oldest = 4

  static func create(in database: Database) throws {
    try database.create(table: "document", options: .withoutRowID) { table in
      table.primaryKey("address", .text)
      table.column("role", .text).notNull()
      table.column("title", .text).notNull()
      table.column("first_seen", .integer).notNull()
      table.column("last_visited", .integer).notNull()
      table.column("last_alive", .integer)
      table.column("verdict", .text).notNull()
      table.column("standing", .text).notNull()
      table.column("standing_word", .text).notNull()
      // What was last told, where that is not the standing.
      table.column("told", .text)
      // Why it is left out: the reasons that were told since it was last kept.
      table.column("told_reasons", .text)
      table.column("etag", .text)
      table.column("last_modified", .text)
      table.column("validator_address", .text)
      table.column("useless_validators", .integer).notNull().defaults(to: 0)
      table.column("lying_validators", .boolean).notNull().defaults(to: false)
      table.column("last_received", .integer)
      table.column("version", .integer)
      table.column("digest", .text)
      table.column("size", .integer)
      table.column("kind", .text)
      table.column("fingerprint", .text)
      // Since when it is known to be made anew at each request.
      table.column("made_anew", .integer)
      // Since when versions come in turn; which came last, and since when it alone came.
      table.column("in_turn", .integer)
      table.column("edition", .integer)
      table.column("edition_since", .integer)
      // What a person took back (a list of numbers), and settled: how it stood, when, and which body waited.
      table.column("rejected", .text)
      table.column("acknowledged", .text)
      table.column("acknowledged_at", .integer)
      table.column("acknowledged_body", .text)
      // What came for it and for others, and waits.
      table.column("shared", .text)
      // That it is not fetched by our own refusal, as in the lines of visits.
      table.column("refusal", .text)
      // How large it was when it was too large the last time, as in the lines of visits.
      table.column("oversize", .text)
      // Where it is found, where that is not its address.
      table.column("place", .text)
      // Whose place it takes, empty for nobody's, and who says so.
      table.column("succeeds", .text)
      table.column("succeeds_by", .text)
      // What is said of others' places besides, as in the lines of visits.
      table.column("succeeds_too", .text)
      // Whose place it seems to take, while a person has not said.
      table.column("proposed", .text)
      // Since when no source asks for it; null while one does.
      table.column("retired_at", .integer)
      // Why, where the configuration alone does not say it.
      table.column("retired_for", .text)
    }
    try database.create(table: "version", options: .withoutRowID) { table in
      table.column("address", .text).notNull()
      table.column("number", .integer).notNull()
      table.column("digest", .text).notNull().indexed()
      table.column("size", .integer).notNull()
      table.column("kind", .text).notNull()
      table.column("captured_at", .integer).notNull()
      table.column("path", .text).notNull()
      table.column("file_name", .text).notNull()
      table.column("fingerprint", .text)
      table.column("title", .text).notNull()
      table.column("role", .text).notNull()
      table.primaryKey(["address", "number"])
    }
    // Which sources list a document now, and which did once: `is_listed` tells them apart.
    try database.create(table: "listed", options: .withoutRowID) { table in
      table.column("source", .text).notNull()
      table.column("address", .text).notNull().indexed()
      table.column("text", .text).notNull()
      table.column("heading", .text)
      table.column("position", .integer).notNull()
      table.column("is_listed", .boolean).notNull()
      table.column("publication", .text)
      table.primaryKey(["source", "address"])
    }
    try createReadings(in: database)
    // How much of which run's visits has been taken in, in bytes of its visits.jsonl.
    try database.create(table: "run") { table in
      table.primaryKey("name", .text)
      table.column("taken_in", .integer).notNull()
    }
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// What a source's list said, in lines, so that it need not be read again while it is the same.
  private static func createReadings(in database: Database, temporary: Bool = false) throws {
    let options: TableOptions = temporary ? [.ifNotExists, .temporary] : .ifNotExists
    try database.create(table: "reading", options: options) { table in
      table.column("source", .text).notNull()
      table.column("page", .text).notNull()
      // What it follows from.
      table.column("key", .text).notNull()
      table.column("lines", .blob).notNull()
      // Of the lines, because nobody compares them with anything else.
      table.column("digest", .text).notNull()
      table.primaryKey(["source", "page"])
    }
  }

  /// The columns of each table that there were not always; where they are missing, nothing was known of the kind.
  private static let later = [
    "document": [
      ("told", "TEXT"), ("made_anew", "INTEGER"), ("in_turn", "INTEGER"), ("edition", "INTEGER"),
      ("edition_since", "INTEGER"), ("rejected", "TEXT"), ("acknowledged", "TEXT"),
      ("acknowledged_at", "INTEGER"), ("acknowledged_body", "TEXT"), ("shared", "TEXT"),
      ("place", "TEXT"), ("succeeds", "TEXT"), ("succeeds_by", "TEXT"), ("refusal", "TEXT"),
      ("retired_for", "TEXT"), ("succeeds_too", "TEXT"),
      ("told_reasons", "TEXT"), ("proposed", "TEXT"), ("oversize", "TEXT"),
    ],
    "listed": [("publication", "TEXT")],
  ]

  private static func missing(
    from table: String,
    in database: Database
  ) throws -> [(name: String, type: String)] {
    let sql = "SELECT name FROM pragma_table_info(?, 'main')"
    let there = try Set(String.fetchAll(database, sql: sql, arguments: [table]))
    return later[table, default: []].filter { !there.contains($0.0) }
      .map { (name: $0.0, type: $0.1) }
  }

  /// Whether the catalogue has all columns that are asked for.
  static func isComplete(in database: Database) throws -> Bool {
    try later.keys.allSatisfy { try missing(from: $0, in: database).isEmpty }
      && database.tableExists("reading")
  }

  /// Adds what a catalogue lacks.
  static func complete(in database: Database) throws {
    for table in later.keys.sorted() {
      for column in try missing(from: table, in: database) {
        try database.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(column.name) \(column.type)")
      }
    }
    try createReadings(in: database)
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Lets a catalogue that is only read be asked for what it lacks: it is empty then.
  static func supplement(in database: Database) throws {
    if try !database.tableExists("reading") { try createReadings(in: database, temporary: true) }
    for table in later.keys.sorted() {
      let columns = try missing(from: table, in: database).map { ", NULL AS \($0.name)" }.joined()
      guard !columns.isEmpty else { continue }
      try database.execute(
        sql: "CREATE TEMP VIEW \(table) AS SELECT held.*\(columns) FROM main.\(table) AS held"
      )
    }
  }
}
