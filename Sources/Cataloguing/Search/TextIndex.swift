// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Foundation
import GRDB
import Inflating
import Text
package import SystemPackage

/// The text of all documents, to be searched: an SQLite file beside the catalogue, which may be lost like that.
///
/// Texts are kept deflated; the index of their words (FTS5) reads them through a view, so that they are not kept twice
/// ([0063](../../docs/decisions/0063-the-text-of-documents-has-a-file-of-its-own.md)).
package final class TextIndex: DatabaseFile {
  let database: DatabaseQueue
  let path: FilePath

  /// Stands in SQLite's `user_version`; an index of another one is made anew.
  private static let version = 2

  /// Opens the index, and makes an empty one where there is none, or one of another version.
  ///
  /// - Throws: ``CatalogueError`` where the file is no index, or damaged.
  package init(at path: FilePath) async throws {
    self.path = path
    database = try CatalogueError.naming(path) {
      try DatabaseQueue(path: path.string, configuration: Self.configuration())
    }
    try await write {
      try Self.makeTables(in: $0)
      try Self.makeShortcuts(in: $0)
    }
  }

  /// Opens an index that is there, to search in it and nothing else.
  ///
  /// - Parameters:
  ///   - path: the index.
  ///   - catalogue: what is known of documents besides.
  /// - Throws: ``CatalogueError`` where it is no index of this version, or damaged.
  package init(reading path: FilePath, catalogue: FilePath) async throws {
    self.path = path
    // What was cut off in the middle is taken back by whoever may write.
    let mayWrite = (try? Stat(path).permissions.contains(.ownerWrite)) == true
    func opened(_ isReadOnly: Bool) throws -> DatabaseQueue {
      try CatalogueError.naming(path) {
        try DatabaseQueue(
          path: path.string,
          configuration: Self.configuration(isReadOnly: isReadOnly)
        )
      }
    }
    database = try (mayWrite ? try? opened(false) : nil) ?? opened(true)
    try await access { database in
      let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      guard found == Self.version else {
        throw CatalogueError.otherSchema(path, found: found, known: Self.version)
      }
      try database.execute(sql: "ATTACH DATABASE ? AS known", arguments: [catalogue.string])
    }
  }

  private static func configuration(isReadOnly: Bool = false) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.readonly = isReadOnly
    configuration.prepareDatabase { database in
      database.add(function: searchable)
      // What is let go of leaves nothing in the file.
      try database.execute(sql: "PRAGMA secure_delete = ON")
    }
    return configuration
  }

  /// Closes the file, so that it can be copied or moved.
  package func close() throws {
    try CatalogueError.naming(path) { try database.close() }
  }

  // MARK: Tables

  /// One of words by their stems, so that other forms of a word fit; and one of words as they are written, for their
  /// beginnings: no beginning of “organisations” longer than its stem begins that.
  static let indexes = ["words", "beginnings"]

  private static func makeTables(in database: Database) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found != version else { return }
    for name in indexes + ["text"] { try database.execute(sql: "DROP TABLE IF EXISTS \(name)") }
    try database.execute(sql: "DROP VIEW IF EXISTS searched")
    try database.create(table: "text") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("address", .text).notNull()
      table.column("version", .integer).notNull()
      table.column("digest", .text).notNull()
      table.column("captured_at", .integer).notNull()
      table.column("title", .text).notNull()
      table.column("file_name", .text).notNull()
      table.column("sources", .text).notNull()
      // With a space before and behind each.
      table.column("years", .text).notNull()
      // Why there is no text; null where there is.
      table.column("reason", .text)
      table.column("part", .text)
      table.column("language", .text)
      table.column("hidden", .text)
      table.column("is_cut", .boolean).notNull()
      // A form feed between the parts; null where there is no text.
      table.column("body", .blob)
      table.uniqueKey(["address", "version"])
    }
    try database.execute(
      sql: """
        CREATE VIEW searched AS
          SELECT id, title, file_name, sources, searchable(body) AS body FROM text;
        CREATE VIRTUAL TABLE words USING fts5(
          title, file_name, sources, body, content = 'searched', content_rowid = 'id',
          tokenize = "porter unicode61 remove_diacritics 2");
        CREATE VIRTUAL TABLE beginnings USING fts5(
          title, file_name, sources, body, content = 'searched', content_rowid = 'id', prefix = '4',
          detail = none, tokenize = "unicode61 remove_diacritics 2");
        PRAGMA user_version = \(version);
        """
    )
  }

  /// What is asked of all texts without their words, so that these need not be passed over.
  private static func makeShortcuts(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE INDEX IF NOT EXISTS text_reason ON text (reason);
        CREATE INDEX IF NOT EXISTS text_facts ON text (address, version, digest, reason, title);
        """
    )
  }

  /// The text as it is searched, out of the text as it is kept.
  private static var searchable: DatabaseFunction {
    DatabaseFunction("searchable", argumentCount: 1, pure: true) { values in
      guard let body = Data.fromDatabaseValue(values[0]) else { return "" }
      return StoredText.text(of: Array(body)).map { SearchableText($0).text } ?? ""
    }
  }
}
