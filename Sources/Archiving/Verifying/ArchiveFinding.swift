// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// One loss, or one oddity, that a verification tells: of which document, what, and what to do.
///
/// However many rules of OCFL a single changed byte breaks, and in however many places it shows, it is one
/// of these.
package struct ArchiveFinding: Hashable, Encodable, Sendable {
  package enum Severity: String, Encodable, Sendable {
    /// Something is not as it was kept, or the disk cannot give it back.
    case damage
    /// It could not be read for want of permission: it may be whole, and nothing is known of it.
    case unread
    /// Nothing that is kept is touched by it.
    case warning
  }

  /// What two findings must be for one to explain the other.
  enum Kind: Hashable, Sendable {
    case stranger
    case missing
    case unread
    case other
  }

  package internal(set) var severity: Severity
  var kind = Kind.other
  /// The document's address; nil for what concerns none, or many.
  package var address: String?
  package var title: String?
  /// The versions concerned.
  package var versions: [Int]
  /// What is at fault, relative to the archive.
  package var path: String
  /// All files concerned, where they are more than that one.
  package var files: [String]
  /// The addresses of the documents concerned, where they are several.
  package var documents: [String]
  /// The codes behind it: of OCFL 1.1, or our own words.
  package var codes: [String]
  /// What a person is told.
  package var sentence: String
  /// What mends it, or what to do next.
  package var next: Advice
  /// What the checks behind it said.
  package var details: [String]
  /// What lies in another place than its own, where that is what is wrong.
  var move: Move?

  private enum CodingKeys: String, CodingKey {
    case severity, address, title, versions, path, files, documents, codes, sentence, next, details
  }

  init(
    _ severity: Severity = .damage,
    address: String? = nil,
    versions: [Int] = [],
    path: String,
    files: [String] = [],
    documents: [String] = [],
    codes: [String],
    sentence: String,
    next: Advice,
    details: [String] = []
  ) {
    self.severity = severity
    self.address = address
    self.versions = versions
    self.path = path
    self.files = files
    self.documents = documents
    self.codes = codes
    self.sentence = sentence
    self.next = next
    self.details = details
    if codes.contains("foreign") {
      kind = .stranger
    } else if codes.contains("missing") {
      kind = .missing
    } else if codes.contains("unread") {
      kind = .unread
    }
  }
}

extension ArchiveFinding: CustomStringConvertible {
  package var description: String {
    let codes = codes.isEmpty ? "" : " (\(codes.joined(separator: ", ")))"
    return "\(title ?? address ?? path): \(sentence)\(codes)"
  }
}
