// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Cataloguing
package import Extraction
import Filing
import Fixity
import Foundation
import HTTP
package import Records
import SystemPackage
import Text

/// Reads the text of all versions that the index does not have yet, and takes out what is not held any more.
///
/// It takes no lock, because it may take hours and a night must be able to begin: what is let go of meanwhile is taken out
/// again as soon as it was taken in.
package struct TextRound: Sendable {
  /// What came of it.
  package struct Outcome: Sendable {
    /// How many versions were read.
    package internal(set) var read = 0
    /// How many are still to be read, because the time was up.
    package internal(set) var waiting = 0
    /// Packages that are not installed and have the programs that read some kinds, with how many versions wait for each.
    package internal(set) var missing: [String: Int] = [:]
    /// How many could not be read because what is kept of them is damaged.
    package internal(set) var damaged = 0
    /// In which of those that were read words stand that somebody wants to be told of.
    package internal(set) var watched: [RunReport.WatchedText] = []
    /// On pages of which of them words stand that their readers do not see, and their publisher did not mean to give out.
    package internal(set) var unseen: [RunReport.WatchedText] = []
    /// Why none could be read; nil where some could.
    package internal(set) var failure: String?
  }

  /// So many texts are told of, each with its words.
  private static let mostTold = 1_000

  private let archive: Archive
  private let catalogue: Catalogue
  private let worker: TextWorker
  private let watch: Watchwords

  /// - Parameters:
  ///   - archive: whose documents.
  ///   - catalogue: its own.
  ///   - worker: what reads them.
  ///   - watch: words to be told of.
  package init(
    _ archive: Archive,
    _ catalogue: Catalogue,
    _ worker: TextWorker,
    watch: Watchwords = .none
  ) {
    (self.archive, self.catalogue, self.worker, self.watch) = (archive, catalogue, worker, watch)
  }

  /// How many texts are taken in at once.
  private static let portion = 32
  private static let mostBytes = 8 << 20

  /// Reads what is to be read, the oldest first: in the index, what comes later is newer.
  ///
  /// Where the task is cancelled, the rest waits for another time.
  ///
  /// - Parameter progress: told how many were read, and of how many.
  /// - Returns: what came of it.
  /// - Throws: where the index or the catalogue cannot be read or written.
  package func run(
    progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> Outcome {
    try await remaking {
      let index = try await archive.textIndex()
      defer { try? index.close() }
      try await rename(in: index)
      return try await read(try await unread(in: index), into: index, progress: progress)
    }
  }

  /// Reads some versions and no others.
  ///
  /// - Parameters:
  ///   - versions: which.
  ///   - latest: none is begun later than that.
  /// - Returns: what came of it.
  /// - Throws: where the index or the catalogue cannot be read or written.
  package func run(
    over versions: [Version],
    until latest: ContinuousClock.Instant
  ) async throws -> Outcome {
    try await remaking {
      let index = try await archive.textIndex()
      defer { try? index.close() }
      return try await read(versions, into: index) { ContinuousClock.now < latest }
    }
  }

  /// A damaged index is made of what is kept, and is made of that again.
  private func remaking(_ body: () async throws -> Outcome) async throws -> Outcome {
    do {
      return try await body()
    } catch CatalogueError.damaged(archive.textFile, _) {
      try archive.removeTextIndex()
      return try await body()
    }
  }

  private func read(
    _ wanted: [Version],
    into index: TextIndex,
    while goesOn: () -> Bool = { true },
    progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> Outcome {
    var outcome = Outcome()
    var texts: [ReadText] = []
    var (next, done, bytes) = (0, 0, 0)
    let width = ProcessInfo.processInfo.activeProcessorCount
    do {
      try await withThrowingTaskGroup(of: Taken.self) { group in
        func start() -> Bool {
          guard next < wanted.count, !Task.isCancelled, goesOn() else { return false }
          let version = wanted[next]
          next += 1
          group.addTask { try await BlockingThreads.shared.run { try read(version) } }
          return true
        }
        for _ in 0..<width where start() {}
        while let taken = try await group.next() {
          _ = start()
          done += 1
          progress(done, wanted.count)
          outcome.count(taken)
          guard let reading = taken.reading else { continue }
          let text = try await text(of: taken.version, reading)
          tell(text, reading, in: &outcome)
          bytes += text.parts?.reduce(0) { $0 + $1.utf8.count } ?? 0
          texts.append(text)
          if texts.count >= Self.portion || bytes >= Self.mostBytes {
            try await take(texts, in: index)
            (texts, bytes) = ([], 0)
          }
        }
      }
    } catch let error as TextWorker.Failure {
      outcome.failure = "\(error)"
    }
    try await take(texts, in: index)
    outcome.waiting = wanted.count - done
    return outcome
  }

  /// Notes what is to be told of a text.
  private func tell(_ text: ReadText, _ reading: Reading, in outcome: inout Outcome) {
    func told(_ sentences: [String], in list: inout [RunReport.WatchedText]) {
      guard !sentences.isEmpty, list.count < Self.mostTold else { return }
      list.append(
        RunReport.WatchedText(
          address: text.address,
          title: text.title,
          version: text.version,
          sentences: sentences
        )
      )
    }
    var (part, hidden): (ExtractedText.Part?, [HiddenContent]) = (nil, [])
    if case .text(let read) = reading { (part, hidden) = (read.kind, read.hidden) }
    let hits = watch.hits(title: text.title, parts: text.parts, of: part)
    told(hits.map(\.sentence), in: &outcome.watched)
    told(hidden.filter(\.isUnseen).map { $0.sentence(part) }, in: &outcome.unseen)
  }

  /// Takes over the titles that documents have now.
  private func rename(in index: TextIndex) async throws {
    let known = try await index.titles()
    guard !known.isEmpty else { return }
    var changes: [(address: WebAddress, title: String, sources: [String])] = []
    try await catalogue.forEachPortion { documents in
      for document in documents {
        guard let title = known[document.address], title != document.title, !document.title.isEmpty
        else { continue }
        let sources = try await catalogue.listings(of: document.address).map(\.source)
        changes.append((document.address, document.title, sources))
      }
    }
    try await index.rename(changes)
  }

  /// How many versions are not in the index, or wait for a program.
  ///
  /// - Returns: all of them, where there is no index.
  /// - Throws: where the index or the catalogue cannot be read.
  package static func unread(of archive: Archive, _ catalogue: Catalogue) async throws -> Int {
    var known = 0
    if let index = try await index(of: archive) {
      known = try await index.settledCount()
      try index.close()
    }
    return max(0, try await catalogue.versionCount() - known)
  }

  /// The index, to be searched.
  ///
  /// - Parameter archive: whose.
  /// - Returns: nil where there is none that can be read: the next ``run(progress:)`` makes it.
  /// - Throws: where nobody can look.
  package static func index(of archive: Archive) async throws -> TextIndex? {
    guard try Disk().entry(at: archive.textFile) == .file else { return nil }
    do {
      let index = try await TextIndex(
        reading: archive.textFile,
        catalogue: archive.catalogueFile
      )
      // Damage inside shows where something is looked for.
      _ = try await index.settledCount()
      return index
    } catch is CatalogueError {
      return nil
    }
  }

  /// Whoever lets go of a document says so before its text is taken out, and it may come in behind that.
  private func take(_ texts: [ReadText], in index: TextIndex) async throws {
    guard !texts.isEmpty else { return }
    try await index.take(texts)
    let stones = try archive.readTombstones()
    let gone = texts.map(\.address).filter { stones.of($0) != nil }
    if !gone.isEmpty { try await index.purge(gone) }
  }

  fileprivate struct Taken: Sendable {
    let version: Version
    /// Nil where the version is damaged, which is told by whoever verifies.
    let reading: Reading?
    let missing: String?
  }

  /// Takes out of the index what is not held any more, and finds what is not in it.
  private func unread(in index: TextIndex) async throws -> [Version] {
    var known: [Place: TextIndex.Known] = [:]
    for version in try await index.known() {
      known[Place(address: version.address, number: version.version)] = version
    }
    var wanted: [Version] = []
    try await catalogue.forEachVersion { versions in
      for version in versions {
        let place = Place(address: version.address, number: version.number)
        let seen = known.removeValue(forKey: place)
        if let seen, seen.digest == version.digest, seen.isSettled { continue }
        wanted.append(version)
      }
    }
    let stones = try archive.readTombstones()
    let gone = known.values.filter { stones.of($0.address) != nil }
    if !gone.isEmpty { try await index.purge(gone.map(\.address)) }
    try await index.forget(known.values.filter { stones.of($0.address) == nil })
    return wanted.sorted {
      ($0.capturedAt, $0.address, $0.number) < ($1.capturedAt, $1.address, $1.number)
    }
  }

  private struct Place: Hashable {
    let address: WebAddress
    let number: Int
  }

  private func read(_ version: Version) throws(TextWorker.Failure) -> Taken {
    do {
      let outcome = try archive.read(version, by: worker)
      return Taken(version: version, reading: outcome.reading, missing: outcome.missing)
    } catch let failure as TextWorker.Failure {
      throw failure
    } catch {
      return Taken(version: version, reading: nil, missing: nil)
    }
  }

  private func text(of version: Version, _ reading: Reading) async throws -> ReadText {
    let sources = try await catalogue.listings(of: version.address).map(\.source)
    let document = try await catalogue.document(at: version.address)
    let title = document?.title ?? version.title
    var parts: [String]?
    var (part, reason, language, hidden): (String?, String?, String?, String?)
    var isCut = false
    switch reading {
    case .text(let text):
      parts = text.parts
      (part, language, isCut) = (text.kind?.rawValue, text.language, text.isCut)
      if !text.hidden.isEmpty { hidden = try RecordCoding.encode(text.hidden) }
    case .none(let why): reason = why.rawValue
    }
    return ReadText(
      address: version.address,
      version: version.number,
      digest: version.digest,
      capturedAt: version.capturedAt,
      title: title,
      fileName: version.fileName,
      sources: sources,
      years: Self.years(in: "\(title) \(version.fileName)", keptAt: version.capturedAt),
      parts: parts,
      part: part,
      reason: reason,
      language: language,
      hidden: hidden,
      isCut: isCut
    )
  }

  /// The years that stand in a title or name, or else the one in which it was kept.
  private static func years(in text: String, keptAt date: Date) -> [Int] {
    let numbers = text.split { !$0.isNumber }.compactMap { $0.count == 4 ? Int($0) : nil }
    let years = Set(numbers.filter { (1_900...2_100).contains($0) })
    guard years.isEmpty else { return years.sorted() }
    return [Calendar(identifier: .iso8601).component(.year, from: date)]
  }
}

extension TextRound.Outcome {
  fileprivate mutating func count(_ taken: TextRound.Taken) {
    if let package = taken.missing {
      missing[package, default: 0] += 1
    } else if taken.reading == nil {
      damaged += 1
    } else {
      read += 1
    }
  }
}
