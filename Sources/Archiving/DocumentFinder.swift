// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
import Addressing
package import Cataloguing
import Fixity
import Text

/// Finds the one document that a person means.
///
/// They may type an address, words of an address or title that fit one document only (`TypedName`), part of one word,
/// the document's short name as `list` prints it, or the first eight or more digits of a version's digest.
///
/// What is done to a document is done to the one that is found here, so that nothing may fit by chance.
package struct DocumentFinder: Sendable {
  /// What fits, when it is not exactly one.
  package enum Failure: Error, Sendable {
    case unknown(String, nearest: [String])
    case ambiguous(String, candidates: [String])
  }

  private let catalogue: Catalogue
  private let archive: Archive?
  private static let shown = 5
  /// What may stand inside of a word.
  private static let shortestPart = 4
  private static let shortestDigest = 8
  /// Of a short name, so many digits are enough.
  private static let shortestID = 6

  /// - Parameters:
  ///   - catalogue: what is asked.
  ///   - archive: whose; nil not to ask what was let go of.
  package init(in catalogue: Catalogue, of archive: Archive? = nil) {
    self.catalogue = catalogue
    self.archive = archive
  }

  /// A document, and the version that was meant, where one was.
  package struct Found: Sendable {
    package let document: Document
    /// The digits by which it was found, all that were typed of a version's digest; nil where it was found
    /// by something else.
    package let digits: String?
  }

  /// - Throws: ``Failure``; ``ArchiveError/suppressed(_:)`` where what is meant was let go of.
  package func find(_ text: String) async throws -> Document {
    try await look(for: text).document
  }

  /// The same, with what was found out about the version.
  package func look(for text: String) async throws -> Found {
    // Of nothing, every name is a part.
    guard !text.allSatisfy(\.isWhitespace) else { throw Failure.unknown(text, nearest: []) }
    if let address = try? WebAddress(text) {
      // An address may be copied with the session that it had in a browser.
      var own: Document?
      for name in [address, address.droppingSessions] where own == nil {
        own = try await catalogue.document(at: name)
      }
      if let own, own.newestKept != nil { return Found(document: own, digits: nil) }
      // It may be where a document has moved to, and have been asked for by itself before.
      if let document = try await catalogue.document(foundAt: address.droppingSessions) ?? own {
        return Found(document: document, digits: nil)
      }
    }
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    // A short name is one, whatever a site writes into its titles.
    let name = words.count == 1 ? words.first.flatMap(Self.shortID) : nil
    if let name, name.utf8.count == WebAddress.shortIDLength {
      let named = try await catalogue.documents(withShortIDPrefix: name, limit: 2)
      if let only = named.first, named.count == 1 { return Found(document: only, digits: nil) }
    }
    var found = try await documents(named: TypedName(text))
    if found.isEmpty, words.count == 1, text.utf8.count >= Self.shortestPart {
      found = try await catalogue.documents(containingAll: words, limit: Self.shown + 1)
    }
    if found.isEmpty, let name {
      found = try await catalogue.documents(withShortIDPrefix: name, limit: Self.shown + 1)
    }
    guard found.isEmpty, let digits = Self.digits(text) else {
      return Found(document: try await choose(among: found, text), digits: nil)
    }
    let holders = try await catalogue.documents(withDigestPrefix: digits, limit: Self.shown + 1)
    return Found(document: try await choose(among: holders, text), digits: digits)
  }

  /// Those of which a title or address has the words in a row, or else in any order.
  private func documents(named name: TypedName) async throws -> [Document] {
    guard !name.words.isEmpty else { return [] }
    // The database knows no other letters in both cases.
    let sure = name.words.filter { $0.utf8.allSatisfy { $0 < 0x80 } }
    for isMeant in [name.isPhrase, name.isSaid] {
      let found = try await catalogue.documents(
        containingAll: sure,
        where: { isMeant($0) },
        limit: Self.shown + 1
      )
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The digits of a short name, or of its beginning.
  private static func shortID(_ text: String) -> String? {
    let isName =
      (shortestID...WebAddress.shortIDLength).contains(text.utf8.count)
      && text.utf8.allSatisfy(\.isHexDigit)
    return isName ? text.lowercased() : nil
  }

  /// The digits of a digest, also as commands print it: with its algorithm before it, or cut.
  fileprivate static func digits(_ text: String) -> String? {
    var digits = text.lowercased()[...]
    digits.trimPrefix("sha512:")
    if digits.last == "…" { digits.removeLast() }
    let isDigest = digits.utf8.count >= shortestDigest && digits.allSatisfy(\.isHexDigit)
    return isDigest ? String(digits) : nil
  }

  private func choose(among found: [Document], _ text: String) async throws -> Document {
    // Reports are meant before the pages that list them, and what is held before what is not.
    for isMeant in [\Document.isHeldReport, \.isHeld, \.isAnything] {
      let meant = found.filter { $0[keyPath: isMeant] }
      if let only = meant.first, meant.count == 1 { return only }
      if meant.count > 1 {
        let more = meant.count > Self.shown ? ["… and more"] : []
        throw Failure.ambiguous(text, candidates: meant.prefix(Self.shown).map(Self.name) + more)
      }
    }
    if let stone = try archive?.readTombstones().meant(by: text) {
      throw ArchiveError.suppressed(stone)
    }
    throw Failure.unknown(text, nearest: try await nearest(to: text))
  }

  private static func name(_ document: Document) -> String {
    let name = "\(document.address.shortID)  \(document.address)"
    return document.title.isEmpty ? name : "\(name)  \(document.title)"
  }

  /// Documents that share the most three-letter pieces with what was typed.
  private func nearest(to text: String) async throws -> [String] {
    let wanted = Trigrams(text)
    return try await catalogue.names(limit: 100_000)
      .map { name in
        let address = Trigrams(name.address.lastPathComponent)
        let likeness = max(wanted.likeness(to: Trigrams(name.title)), wanted.likeness(to: address))
        return (likeness, name)
      }
      .filter { $0.0 > 0.25 }
      .sorted { $0.0 > $1.0 }
      .prefix(3)
      .map { "\($0.1.address)  \($0.1.title)" }
  }
}

extension Tombstones {
  /// The one that a person means: by its name, an address of the document, or the digits of a digest.
  package func meant(by text: String) -> Tombstone? {
    if let named = all.first(where: { $0.name == text }) { return named }
    if let stone = (try? WebAddress(text)).flatMap({ of($0) }) { return stone }
    guard let digits = DocumentFinder.digits(text) else { return nil }
    return standing.first { $0.versions.contains { $0.digest.hex.hasPrefix(digits) } }
  }
}

extension Document {
  fileprivate var isHeld: Bool { version != nil }
  fileprivate var isHeldReport: Bool { isHeld && role == .document }
  fileprivate var isAnything: Bool { true }
}

extension DocumentFinder.Failure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknown(let text, let nearest) where nearest.isEmpty:
      "no document fits “\(text)”"
    case .unknown(let text, let nearest):
      "no document fits “\(text)”; did you mean\n" + Self.indented(nearest)
    case .ambiguous(let text, let candidates):
      "“\(text)” fits several documents; type more of one of them, or its short name\n"
        + Self.indented(candidates)
    }
  }

  private static func indented(_ lines: [String]) -> String {
    lines.map { "  \($0)" }.joined(separator: "\n")
  }
}

/// The pieces of three letters that a text is made of, to tell how alike two texts are.
private struct Trigrams {
  private let pieces: Set<[UInt8]>

  init(_ text: String) {
    let letters = Array(text.lowercased().utf8)
    pieces = Set(letters.indices.dropLast(2).map { Array(letters[$0...($0 + 2)]) })
  }

  /// From 0, nothing in common, to 1, the same pieces.
  func likeness(to other: Trigrams) -> Double {
    guard !pieces.isEmpty, !other.pieces.isEmpty else { return 0 }
    let common = pieces.intersection(other.pieces).count
    return Double(common) / Double(min(pieces.count, other.pieces.count))
  }
}
