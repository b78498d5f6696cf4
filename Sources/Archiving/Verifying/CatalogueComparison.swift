// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Filing
import OCFL
import SystemPackage

/// The catalogue, held against what the objects and their captures say.
///
/// It is never believed against them: what it has otherwise is its own fault, and `reindex` mends it. Only
/// where it knows a version that its object does not have, more may be lost than a row.
struct CatalogueComparison {
  /// Addresses of which it has a row that no object answers to, and the numbers of these versions.
  private(set) var strange: [String: Set<Int>] = [:]
  /// Rows that it ought to have and has not, each with the number of its object.
  private(set) var missing: Expectations.Keys
  /// Why it could not be read, or not to its end.
  private(set) var fault: Fault?
  /// Whether something else than a command changed it, wrong as it may be besides.
  private(set) var isAltered = false
  /// Whether it holds something and nobody noted what it is: whether it was altered, nobody can say.
  private(set) var isUnnoted = false

  enum Fault: Equatable {
    case missing
    case notAFile
    /// Something else than a command changed it.
    case altered
    /// It is in the middle of a change; whoever opens it next for writing finishes that.
    case unfinished
    case otherSchema(found: Int, known: Int)
    /// What it says that a source lists is no address.
    case noAddress(String, source: String)
    case unreadable(String)
  }

  /// - Parameters:
  ///   - archive: whose catalogue.
  ///   - expected: the rows that it ought to have.
  ///   - glance: what was seen of it beside the objects.
  init(of archive: Archive, with expected: Expectations.Keys, seen glance: Glance? = nil) async {
    if glance?.isOf(expected) == true {
      missing = [:]
      return
    }
    missing = expected
    let path = archive.catalogueFile
    let state = CatalogueChecksum(of: archive).state()
    isAltered = state == .altered
    // An archive that has no ledger yet may be older than the note.
    let hasLedger = (try? ArchiveLedger(of: archive).isBegun) == true
    isUnnoted = state == .unnoted && !expected.isEmpty && hasLedger
    do {
      switch try Disk().entry(at: path) {
      case .file where try Disk().size(of: path) == 0:
        // A new archive has one without anything in it.
        fault = expected.isEmpty ? nil : .unreadable("it is empty")
      case .file:
        try await compare(Catalogue(reading: path), isAsLeft: state == .asLeft)
      case nil: fault = expected.isEmpty ? nil : .missing
      default: fault = .notAFile
      }
    } catch CatalogueError.otherSchema(_, let found, let known) {
      fault = state == .altered ? .altered : .otherSchema(found: found, known: known)
    } catch {
      let journal = FilePath(path.string + "-journal")
      let isUnfinished = (try? Disk().size(of: journal)).map { $0 > 0 } ?? false
      fault = isUnfinished ? .unfinished : .unreadable(Self.reason(error))
    }
    if fault != nil { (strange, missing) = ([:], [:]) }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case CatalogueError.damaged(_, let reason), CatalogueError.unreachable(_, let reason): reason
    case let error as FilingError: error.cause.description
    default: "\(error)"
    }
  }

  private mutating func compare(_ catalogue: Catalogue, isAsLeft: Bool) async throws {
    try await catalogue.forEachVersion { record in
      if missing.removeValue(forKey: Expectations.key(record)) == nil {
        strange[record.address.text, default: []].insert(record.number)
      }
    }
    try await catalogue.forEachDocument { row in
      let document = try await row.withNothingRejected(by: catalogue)
      guard let version = document.version else { return }
      if missing.removeValue(forKey: Expectations.key(document)) == nil {
        strange[document.address.text, default: []].insert(version)
      }
    }
    if !isAsLeft, let words = try await catalogue.integrityFault() { fault = .unreadable(words) }
    // Where documents are told already, making it again mends this too.
    guard fault == nil, strange.isEmpty, missing.isEmpty else { return }
    if let listed = try await catalogue.listedThatIsNoAddress() {
      fault = .noAddress(listed.address.text, source: listed.source)
    }
  }
}

/// What the catalogue and an object tell of one document, looked at once more.
struct CatalogueDifference: Equatable {
  /// Versions that the catalogue does not know, or knows otherwise.
  var wrong: Set<Int> = []
  /// Versions that only the catalogue knows.
  var unheld: Set<Int> = []

  var isEmpty: Bool { wrong.isEmpty && unheld.isEmpty }

  /// - Parameters:
  ///   - rows: the catalogue's versions.
  ///   - row: its row of the document; nil where it has none.
  ///   - held: the versions by the object, with what is known of each; nil where its capture is not intact.
  ///   - excused: a version that the catalogue need not know yet.
  ///   - role: what the document is, by the last visit to it; nil where no visit speaks of it.
  init(
    rows: [Version],
    document row: Document?,
    held: [Int: Version?],
    besides excused: Int?,
    role: @autoclosure () -> Document.Role? = nil
  ) {
    let document = row?.withNothingRejected(rows)
    let known = Dictionary(rows.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    for (number, record) in held where number != excused {
      guard let row = known[number] else {
        wrong.insert(number)
        continue
      }
      if let record, record != row { wrong.insert(number) }
    }
    unheld = Set(known.keys).subtracting(held.keys).subtracting([excused].compactMap(\.self))
    if let version = document?.version, known[version] == nil, held[version] == nil,
      version != excused
    {
      // Nothing but this row ever spoke of it.
      wrong.insert(version)
    }
    guard excused == nil, let newest = held.keys.max(), let record = held[newest] ?? nil else {
      return
    }
    let isOfUnheld = document?.version.map(unheld.contains) ?? false
    guard !isOfUnheld, document.map(Expectations.key) != Expectations.key(newest: record) else {
      return
    }
    // A page may be kept as a document and be a list page now, or the other way round.
    guard var document, document.role != record.role, document.role == role() else {
      wrong.insert(newest)
      return
    }
    document.role = record.role
    if Expectations.key(document) != Expectations.key(newest: record) { wrong.insert(newest) }
  }
}

extension Document {
  func withNothingRejected(by catalogue: Catalogue) async throws -> Document {
    rejected.isEmpty ? self : withNothingRejected(try await catalogue.versions(of: address))
  }

  /// As the row would be if no version had been taken back; where it does not say what follows from those that were, it
  /// stays as it is, and is told.
  fileprivate func withNothingRejected(_ versions: [Version]) -> Document {
    let chosen = versions.last { !rejected.contains($0.number) }
    guard !rejected.isEmpty, let newest = versions.last, version == chosen?.number,
      digest == chosen?.digest, size == chosen?.size, kind == chosen?.kind,
      fingerprint == chosen?.fingerprint
    else { return self }
    var document = self
    (document.version, document.digest, document.size) = (newest.number, newest.digest, newest.size)
    (document.kind, document.fingerprint) = (newest.kind, newest.fingerprint)
    return document
  }
}

extension CatalogueComparison.Fault {
  /// - Returns: the finding; nil where the notice of an interrupted run says it.
  var finding: ArchiveFinding? {
    let name = "catalogue.sqlite"
    let again: Advice = "make it again with `\(.reindex)`; nothing kept is touched by it"
    func finding(
      _ code: String,
      _ sentence: String,
      _ severity: ArchiveFinding.Severity = .damage,
      kind: ArchiveFinding.Kind = .other
    ) -> ArchiveFinding {
      var finding = ArchiveFinding(
        severity,
        path: name,
        codes: [code],
        sentence: sentence,
        next: again
      )
      if kind != .other { finding.kind = kind }
      return finding
    }
    return switch self {
    case .missing: finding("missing", "the catalogue is missing")
    case .notAFile:
      finding("catalogue", "something that is no file stands in the place of the catalogue")
    case .altered: finding("catalogue", CatalogueChecksum.sentence)
    case .unfinished: nil
    case .otherSchema(let found, let known):
      finding(
        "catalogue",
        "the catalogue was made by \(found > known ? "a newer" : "an older") Hanaper or by another "
          + "program (schema \(found); this program knows \(known)) and is not used",
        .warning
      )
    case .noAddress(let text, let source):
      finding(
        "catalogue",
        "the catalogue says that the source \(source) lists “\(text)”, which is no address"
      )
    case .unreadable(let words):
      finding("catalogue", "the catalogue cannot be read: \(words)", kind: .unread)
    }
  }
}

extension ArchiveFinding {
  /// What is lost with the note of what the catalogue was: titles, standings and the like follow from the archive, and may say
  /// something else by now.
  static let unnotedCatalogue = ArchiveFinding(
    .warning,
    path: "catalogue.sqlite\(CatalogueChecksum.ending)",
    codes: ["catalogue", "missing"],
    sentence:
      "nothing says what the catalogue was when a command wrote to it last, so whether something else altered it nobody can tell",
    next: "`\(.reindex)` makes it again from what is kept, and notes what it is"
  )
}
