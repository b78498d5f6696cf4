// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// The files of an object, held against the digests that its inventories state.
///
/// Source: OCFL 1.1 §3.5.2, §3.5.4 <https://ocfl.io/1.1/spec/#manifest>
struct ContentCheck {
  /// A digest that some inventory states for a file.
  private struct Expectation: Hashable {
    let algorithm: DigestAlgorithm
    let hex: String
    /// The rule that is broken if the file has another.
    let code: String
  }

  private(set) var findings = FindingList()
  private(set) var files = 0
  private(set) var bytes: Int64 = 0
  private(set) var sparedBytes: Int64 = 0
  /// Content path to digest, of every file that has the digest of the root inventory's manifest.
  private(set) var intact: [String: Digest] = [:]
  /// Of these files, those that were taken for intact because they are long.
  private(set) var postponed: [String] = []
  /// Content path to length, in bytes, of these files.
  private(set) var lengths: [String: Int64] = [:]
  /// Content path to bytes, of those of these files that were to be kept.
  private(set) var kept: [String: [UInt8]] = [:]
  /// The files that have more names than this one.
  private(set) var linkedFiles: Set<FileIdentity> = []

  /// What is longer is read again by whoever wants its bytes.
  private static let mostKept = 1 << 20

  private let history: ObjectHistory
  private let found: Set<ExactText>
  private let algorithm: DigestAlgorithm?
  private var expectations: [ExactText: [Expectation]] = [:]

  /// - Parameter history: of the object.
  init(_ history: ObjectHistory) {
    self.history = history
    found = Set(history.files.map(\.path))
    algorithm = history.accounts[0].stated.contentAlgorithm
    for account in history.accounts { take(account.stated) }
  }

  /// - Parameters:
  ///   - object: its directory.
  ///   - fixity: whether content is read at all.
  ///   - attention: says of a path whether it is taken for intact without being read, or kept when it was.
  mutating func run(
    in object: borrowing OpenDirectory,
    fixity: Bool,
    _ attention: (String) -> ObjectCheck.Attention = { _ in .read }
  ) {
    findStrangers()
    for (path, expectations) in expectations.sorted(by: { $0.key < $1.key }) {
      // What could lead out of the object was found before, and is not touched.
      guard PathRules.isSafe(path.text) else {
        if path.text.utf8.contains(0) { fail(path, expectations, "no file can have that name") }
        continue
      }
      check(path, in: object, expectations, fixity ? attention(path.text) : nil)
    }
  }

  // MARK: What ought to be there

  private mutating func take(_ inventory: StatedInventory) {
    if let algorithm = inventory.contentAlgorithm {
      take(inventory.manifest ?? [], algorithm, "E092")
    }
    for fixity in inventory.fixity {
      guard let algorithm = DigestAlgorithm(rawValue: fixity.algorithm) else { continue }
      take(fixity.blocks, algorithm, "E093")
    }
  }

  private mutating func take(
    _ blocks: [StatedInventory.Block],
    _ algorithm: DigestAlgorithm,
    _ code: String
  ) {
    for block in blocks {
      let expectation = Expectation(
        algorithm: algorithm,
        hex: block.digest.lowercased(),
        code: code
      )
      for path in block.paths.map(ExactText.init)
      where expectations[path]?.contains(expectation) != true {
        expectations[path, default: []].append(expectation)
      }
    }
  }

  /// Finds the files that an inventory ought to know and does not.
  private mutating func findStrangers() {
    var unknown: Set<ExactText> = []
    for (index, account) in history.accounts.enumerated() {
      let stated = Set((account.stated.manifest ?? []).flatMap(\.paths).map(ExactText.init))
      for file in history.files where file.version <= account.newest {
        guard !stated.contains(file.path), unknown.insert(file.path).inserted else { continue }
        let whose = index == 0 ? "the inventory" : "the inventory of v\(account.newest)"
        findings.add("E023", file.path.text, "\(whose) does not know this file")
      }
    }
  }

  // MARK: What is there

  private mutating func check(
    _ path: ExactText,
    in object: borrowing OpenDirectory,
    _ expected: [Expectation],
    _ attention: ObjectCheck.Attention?
  ) {
    guard found.contains(path) || isFile(path, in: object.path) else {
      return fail(path, expected, "the file is missing")
    }
    // Put together only where it is asked for: of a file that is read, it hardly ever is.
    let top = object.path
    var place: FilePath { top.appending(path.text) }
    var isCounted = false
    do throws(FilingError) {
      switch attention {
      case nil: try count(FileIdentity(of: place), path)
      case .spare:
        try count(FileIdentity(of: place), path)
        sparedBytes += try presume(path, Disk().size(of: place), expected)
      case .read, .keep, .readLater:
        let file = try ReadableFile(path.text, in: object)
        let identity = if let known = file.identity { known } else { try FileIdentity(of: place) }
        count(identity, path)
        isCounted = true
        if case .readLater(let most) = attention, file.size > most, expected.count == 1,
          expected[0].code == "E092", expected[0].algorithm == algorithm
        {
          _ = presume(path, Int64(file.size), expected)
          postponed.append(path.text)
          return
        }
        try compare(path, file, expected, keeping: attention == .keep)
      }
    } catch {
      // One that cannot be opened is there all the same.
      if attention != nil, attention != .spare, !isCounted,
        let identity = try? FileIdentity(of: place)
      {
        count(identity, path)
      }
      for code in Set(expected.map(\.code)).sorted() { findings.add(error, code, path.text) }
    }
  }

  /// Takes a file for what it ought to be.
  ///
  /// - Returns: its length.
  private mutating func presume(
    _ path: ExactText,
    _ length: Int64,
    _ expected: [Expectation]
  ) -> Int64 {
    guard let algorithm,
      let stated = expected.first(where: { $0.algorithm == algorithm && $0.code == "E092" })
    else { return length }
    intact[path.text] = Digest(algorithm, hex: stated.hex)
    lengths[path.text] = length
    return length
  }

  private mutating func compare(
    _ path: ExactText,
    _ file: borrowing ReadableFile,
    _ expected: [Expectation],
    keeping isKept: Bool
  ) throws(FilingError) {
    let algorithms = Set(expected.map(\.algorithm))
    var all: [UInt8]?
    if isKept, file.size <= Self.mostKept { all = try file.wholeBytes(limit: Self.mostKept) }
    let digests =
      if let all {
        FileDigests(of: all, by: algorithms)
      } else {
        try FileDigests(of: file, by: algorithms)
      }
    bytes += digests.length
    var isIntact = true
    for expectation in expected {
      let digest = digests[expectation.algorithm]
      guard digest != Digest(expectation.algorithm, hex: expectation.hex) else { continue }
      isIntact = false
      fail(path, [expectation], "its bytes are not those of which it states the digest")
    }
    guard isIntact, let algorithm, let digest = digests[algorithm] else { return }
    intact[path.text] = digest
    lengths[path.text] = digests.length
    kept[path.text] = all
  }

  private mutating func count(_ identity: FileIdentity, _ path: ExactText) {
    if identity.names > 1 { note(identity, path) }
    files += 1
  }

  private mutating func fail(_ path: ExactText, _ expected: [Expectation], _ message: String) {
    for expectation in expected {
      let whose = expectation.code == "E092" ? "manifest" : "fixity block"
      findings.add(
        expectation.code,
        path.text,
        "\(message) (\(expectation.algorithm.rawValue) of the \(whose))"
      )
    }
  }

  /// Whether a file that is not in a content directory is there, with no link on the way to it.
  private func isFile(_ path: ExactText, in object: FilePath) -> Bool {
    var place = object
    let components = FilePath(path.text).components
    for component in components.dropLast() {
      place.append(component)
      guard (try? Disk().entry(at: place)) == .directory else { return false }
    }
    guard let last = components.last else { return false }
    return (try? Disk().entry(at: place.appending(last))) == .file
  }

  /// Two names of one file in an object are a hard link; one name elsewhere may be a backup's.
  private mutating func note(_ identity: FileIdentity, _ path: ExactText) {
    guard !linkedFiles.insert(identity).inserted else { return }
    findings.add("E090", path.text, "it is a hard link to another file of the object")
  }
}
