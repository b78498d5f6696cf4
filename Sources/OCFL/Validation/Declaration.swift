// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage
import Text

/// The file by which a directory says what it is, and of which version of OCFL: `0=ocfl_object_1.1`.
///
/// Source: OCFL 1.1 §3.2, §4.2 <https://ocfl.io/1.1/spec/#object-conformance-declaration>
struct Declaration {
  /// Whose declaration it is, with the codes of the rules about it.
  struct Kind: Sendable {
    let prefix: String
    /// There is none, or more than one.
    let none: [String]
    let several: String
    /// The name is not of the form `T=dvalue`; `T` is not 0; `dvalue` is not ours.
    let form: [String]
    let tag: String
    let value: String
    /// The text is not the name's second half.
    let text: String
  }

  static let ofObject = Kind(
    prefix: "ocfl_object_",
    none: ["E003"],
    several: "E003",
    form: ["E002", "E004"],
    tag: "E005",
    value: "E006",
    text: "E007"
  )
  static let ofStorageRoot = Kind(
    prefix: "ocfl_",
    none: ["E069", "E076"],
    several: "E076",
    form: ["E075", "E077"],
    tag: "E078",
    value: "E079",
    text: "E080"
  )

  let kind: Kind
  /// The newest version declared; nil without a declaration.
  private(set) var specification: Specification?
  /// The entries that are declarations, good or bad.
  private(set) var names: Set<ExactText> = []
  private(set) var findings = FindingList()

  /// - Parameters:
  ///   - kind: what the directory ought to be.
  ///   - directory: the directory.
  ///   - entries: all that is in it.
  init(_ kind: Kind, of directory: FilePath, among entries: [DirectoryEntry]) {
    self.init(kind, among: entries) { (entry) throws(FilingError) in
      try Disk().read(directory.appending(entry.component), limit: Self.mostBytes)
    }
  }

  /// - Parameters:
  ///   - kind: what the directory ought to be.
  ///   - directory: the directory.
  init(_ kind: Kind, of directory: borrowing OpenDirectory) {
    self.init(kind, among: directory.entries) { (entry) throws(FilingError) in
      try directory.read(entry.name, limit: Self.mostBytes)
    }
  }

  private static let mostBytes = 256

  private init(
    _ kind: Kind,
    among entries: [DirectoryEntry],
    reading read: (DirectoryEntry) throws(FilingError) -> [UInt8]
  ) {
    self.kind = kind
    let candidates = entries.filter { isCandidate($0.name) }
    names = Set(candidates.map { ExactText($0.name) })
    for candidate in candidates {
      guard let declared = specification(namedBy: candidate.name) else { continue }
      specification = max(specification ?? declared, declared)
      checkText(of: candidate, declared, reading: read)
    }
    if specification == nil {
      let name = "0=\(kind.prefix)1.1"
      for code in kind.none { findings.add(code, name, "the declaration \(name) is missing") }
    }
    if candidates.count > 1 {
      let names = candidates.map(\.name).joined(separator: " and ")
      findings.add(kind.several, "", "there is more than one declaration: \(names)")
    }
  }

  /// Whether a directory's entries include an object's declaration.
  static func isObject(_ entries: [DirectoryEntry]) -> Bool {
    entries.contains { $0.kind == .file && $0.name.hasPrefix("0=\(ofObject.prefix)") }
  }

  /// How the files are called that are good declarations, of every version that we read.
  static func names(of kind: Kind) -> [String] {
    Specification.allCases.map { "0=\(kind.prefix)\($0.rawValue)" }
  }

  private static let ofAny = BytePattern("ocfl")
  private static let ofAnObject = BytePattern(ofObject.prefix)

  private func isCandidate(_ name: String) -> Bool {
    let isOfObject = Self.ofAnObject.isIn(name)
    switch kind.prefix {
    case Self.ofObject.prefix: return isOfObject
    default:
      return !isOfObject && Self.ofAny.isIn(name)
        && (name.utf8.contains(UInt8(ascii: "="))
          || Specification.allCases.contains { name.hasSuffix(kind.prefix + $0.rawValue) })
    }
  }

  private mutating func specification(namedBy name: String) -> Specification? {
    let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      for code in kind.form { findings.add(code, name, "its name is not of the form 0=value") }
      return nil
    }
    if parts[0] != "0" {
      findings.add(kind.tag, name, "its name begins with “\(parts[0])”, not with 0")
    }
    let version = Specification.allCases.first { kind.prefix + $0.rawValue == parts[1] }
    guard let version else {
      findings.add(kind.value, name, "“\(parts[1])” names no version of OCFL that we know")
      return nil
    }
    return parts[0] == "0" ? version : nil
  }

  private mutating func checkText(
    of entry: DirectoryEntry,
    _ specification: Specification,
    reading read: (DirectoryEntry) throws(FilingError) -> [UInt8]
  ) {
    let expected = kind.prefix + specification.rawValue
    guard entry.kind == .file || entry.kind == .link else {
      return findings.add(kind.text, entry.name, "it is not a regular file")
    }
    do throws(FilingError) {
      let bytes = try read(entry)
      guard !bytes.elementsEqual("\(expected)\n".utf8) else { return }
      findings.add(kind.text, entry.name, "it does not say \(expected) and a line end")
    } catch {
      findings.add(error, kind.text, entry.name)
    }
  }
}
