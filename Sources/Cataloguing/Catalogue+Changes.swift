// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import GRDB
import HTTP
import Records

extension Version {
  /// Takes the version in; a version that is there already is made anew.
  func apply(to database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO version
          (\(Self.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      address, number, digest.hex, size, kind.rawValue, capturedAt.seconds, path, fileName,
      fingerprint?.hex, title, role.rawValue,
    ])
    try database.cachedStatement(
      sql: """
        INSERT INTO document
          (address, role, title, first_seen, last_visited, verdict, standing, standing_word)
        VALUES (?1, ?2, ?3, ?4, ?4, '', '', '')
        ON CONFLICT (address) DO NOTHING
        """
    ).execute(arguments: [address, role.rawValue, title, capturedAt.seconds])
    try database.cachedStatement(
      sql: """
        UPDATE document
        SET version = ?2, digest = ?3, size = ?4, kind = ?5, fingerprint = ?6,
          first_seen = min(first_seen, ?7)
        WHERE address = ?1 AND coalesce(version, 0) <= ?2
          AND (rejected IS NULL OR ',' || rejected || ',' NOT LIKE '%,' || ?2 || ',%')
        """
    ).execute(arguments: [
      address, number, digest.hex, size, kind.rawValue, fingerprint?.hex, capturedAt.seconds,
    ])
  }
}

extension Visit {
  func apply(to database: Database) throws {
    if isUneventful, try applyUneventful(to: database) { return }
    try applyDocument(to: database)
    guard let listed else { return }
    try database.cachedStatement(sql: "UPDATE listed SET is_listed = FALSE WHERE address = ?")
      .execute(arguments: [address])
    for entry in listed {
      try database.cachedStatement(
        sql: """
          INSERT INTO listed (source, address, text, heading, position, publication, is_listed)
          VALUES (?, ?, ?, ?, ?, ?, TRUE)
          ON CONFLICT (source, address) DO UPDATE SET
            text = excluded.text, heading = excluded.heading, position = excluded.position,
            publication = excluded.publication, is_listed = TRUE
          """
      ).execute(arguments: [
        entry.source, address, entry.text, entry.heading, entry.position, entry.publication,
      ])
    }
  }

  /// Whether the visit found what was there before, as nearly all do.
  private var isUneventful: Bool {
    verdict.isAlive && status == 304 && standing == nil && title == nil && validators == nil
      && validatorFault == nil && listed == nil && isMadeAnew == nil && edition == nil
      && shared == nil && place == nil && succeeds == nil && succeedsToo == nil && refusal == nil
      && proposes == nil
  }

  /// - Returns: false where the document is not known yet.
  private func applyUneventful(to database: Database) throws -> Bool {
    let at = at.seconds
    try database.cachedStatement(
      sql: """
        UPDATE document
        SET role = ?2, last_visited = ?3, last_alive = ?3, verdict = ?4, useless_validators = 0,
          first_seen = min(first_seen, ?3), shared = NULL, refusal = NULL
        WHERE address = ?1
        """
    ).execute(arguments: [address, role.rawValue, at, try verdict.json])
    return database.changesCount > 0
  }

  private func applyDocument(to database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO document
          (address, role, title, first_seen, last_visited, last_alive, verdict, standing,
           standing_word, told, etag, last_modified, validator_address, useless_validators,
           lying_validators, last_received, made_anew, in_turn, edition, edition_since, shared, place,
           succeeds, succeeds_by, refusal, succeeds_too, told_reasons,
           proposed, oversize)
        VALUES (:address, :role, coalesce(:title, ''), :at, :at, :alive, :verdict,
          coalesce(:standing, ''), coalesce(:word, ''), :told, :etag, :modified, :giver,
          :useless, :lying, :received, :anew, :turn, :edition,
          :turn, :shared, nullif(:place, :address), :predecessor, :ground, :refusal, :too,
          :reason, :proposes, :oversize)
        ON CONFLICT (address) DO UPDATE SET
          role = excluded.role,
          title = coalesce(:title, title),
          first_seen = min(first_seen, :at),
          last_visited = :at,
          last_alive = coalesce(:alive, last_alive),
          verdict = :verdict,
          standing = coalesce(:standing, standing),
          standing_word = coalesce(:word, standing_word),
          told = CASE WHEN :standing IS NULL THEN told ELSE :told END,
          told_reasons = CASE
            WHEN :new IS NOT NULL THEN NULL
            WHEN :reason IS NULL OR ',' || told_reasons || ',' LIKE '%,' || :reason || ',%'
              THEN told_reasons
            ELSE coalesce(told_reasons || ',', '') || :reason END,
          acknowledged =
            CASE WHEN :standing IS NULL OR acknowledged = :subject THEN acknowledged END,
          etag = CASE WHEN :giver IS NULL THEN etag ELSE :etag END,
          last_modified = CASE WHEN :giver IS NULL THEN last_modified ELSE :modified END,
          validator_address = coalesce(:giver, validator_address),
          useless_validators =
            CASE WHEN :spared THEN 0 ELSE useless_validators + :useless END,
          lying_validators = lying_validators OR :lying,
          last_received = coalesce(:received, last_received),
          made_anew = coalesce(made_anew, :anew),
          in_turn = coalesce(in_turn, :turn),
          shared = CASE WHEN :sound THEN :shared ELSE shared END,
          edition = CASE WHEN :new IS NULL THEN coalesce(:edition, edition) END,
          edition_since = CASE WHEN :new IS NULL THEN coalesce(:turn, edition_since) END,
          place = CASE WHEN :place IS NULL THEN place ELSE nullif(:place, :address) END,
          succeeds = coalesce(:predecessor, succeeds),
          succeeds_by = coalesce(:ground, succeeds_by),
          succeeds_too = coalesce(:too, succeeds_too),
          proposed = CASE
            WHEN proposed IN (SELECT value FROM json_each(:answered)) THEN NULL
            ELSE coalesce(:proposes, proposed) END,
          refusal = CASE WHEN :ends THEN NULL ELSE coalesce(:refusal, refusal) END,
          oversize = coalesce(:oversize, oversize)
        """
    ).execute(arguments: [
      "address": address, "role": role.rawValue, "title": title, "at": at.seconds,
      "alive": verdict.isAlive && shared == nil ? at.seconds : nil, "verdict": try verdict.json,
      "standing": try standing?.json, "word": standing?.word,
      "told": try standing == nil ? nil : told?.json,
      "subject": (told ?? standing)?.subject,
      "reason": (told ?? standing)?.leftOutReason?.rawValue,
      "etag": validators?.etag, "modified": validators?.lastModified,
      "giver": validators?.address,
      "useless": validatorFault == .useless ? 1 : 0, "spared": status == 304,
      "lying": validatorFault == .lying,
      "sound": verdict.isAlive, "shared": try shared.map(RecordCoding.encodeLine),
      "received": verdict.isAlive && shared == nil && status == 200 ? at.seconds : nil,
      "anew": isMadeAnew == true ? at.seconds : nil,
      "turn": edition == nil ? nil : at.seconds, "edition": edition, "new": version,
      "place": place,
      "proposes": proposes,
      "predecessor": succeeds.map { $0.address?.text ?? "" }, "ground": succeeds?.ground.rawValue,
      "too": try succeedsToo.map(RecordCoding.encodeLine),
      "answered": placesSpokenOf.isEmpty ? nil : try Catalogue.list(of: placesSpokenOf),
      "refusal": try refusal.map(RecordCoding.encodeLine), "ends": verdict.endsOwnRefusal,
      "oversize": try oversize.map(RecordCoding.encodeLine),
    ])
  }
}
