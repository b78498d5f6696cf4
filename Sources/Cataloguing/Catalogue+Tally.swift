// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import GRDB
import Records

extension Catalogue {
  /// How much is held.
  package struct Holdings: Hashable, Sendable {
    /// Reports; pages that only list them do not count.
    package let documents: Int
    package let versions: Int
    /// Of all versions.
    package let bytes: Int64
    /// All that has a version, pages that list reports too.
    package let objects: Int
  }

  /// How many documents a source lists, and how they stand.
  package struct SourceTally: Hashable, Sendable {
    package fileprivate(set) var listed = 0
    /// Of these, how many are held.
    package fileprivate(set) var kept = 0
    /// Of these, how many are not kept, by the reason in one stable word.
    package fileprivate(set) var leftOut: [String: Int] = [:]
    /// Of what it lists or listed, how many stand badly: missing, gone, blocked, faulty, unreachable.
    package fileprivate(set) var troubled = 0
  }

  package func holdings() async throws -> Holdings {
    try await read { database in
      let sql = """
        SELECT count(DISTINCT iif(role = 'document', address, NULL)), sum(role = 'document'),
          sum(iif(role = 'document', size, 0)), count(DISTINCT address)
        FROM version
        """
      let row = try Row.fetchOne(database, sql: sql)
      return Holdings(
        documents: row?[0] ?? 0,
        versions: row?[1] ?? 0,
        bytes: row?[2] ?? 0,
        objects: row?[3] ?? 0
      )
    }
  }

  /// What each source lists, by its id; of one that never listed anything nothing is said.
  package func sourceTallies() async throws -> [String: SourceTally] {
    try await read { database in
      let sql = """
        SELECT source, standing_word, iif(standing_word = 'left-out',
          json_extract(standing, '$.reason'), NULL) AS reason, version IS NOT NULL, is_listed, count(*)
        FROM listed JOIN document USING (address)
        WHERE role = 'document' GROUP BY 1, 2, 3, 4, 5
        """
      var tallies: [String: SourceTally] = [:]
      let rows = try Row.fetchCursor(database, sql: sql)
      while let row = try rows.next() {
        let (source, word, reason): (String, String, String?) = (row[0], row[1], row[2])
        let (isKept, isListed, count): (Bool, Bool, Int) = (row[3], row[4], row[5])
        var tally = tallies[source] ?? SourceTally()
        if isListed { tally.listed += count }
        if isListed, isKept { tally.kept += count }
        if isListed, let reason { tally.leftOut[reason, default: 0] += count }
        if Standing.badWords.contains(word) { tally.troubled += count }
        tallies[source] = tally
      }
      return tallies
    }
  }
}
