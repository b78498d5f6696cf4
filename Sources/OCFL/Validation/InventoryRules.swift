// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Text

/// Holds what one inventory states against the specification, without a look at any other file.
///
/// Its shape is ``InventoryReader``'s affair; here it is about values: names, digests, dates, and
/// whether the parts agree.
struct InventoryRules {
  private let inventory: StatedInventory
  private let path: String
  private let specification: Specification
  private let algorithm: DigestAlgorithm?
  private(set) var findings = FindingList()

  /// - Parameters:
  ///   - inventory: what is to be checked.
  ///   - path: how findings call the file.
  ///   - specification: the version that the object declares; nil where it declares none, and for an inventory
  ///     of an earlier version, which may follow an earlier specification.
  init(_ inventory: StatedInventory, at path: String, declared specification: Specification?) {
    self.inventory = inventory
    self.path = path
    let ofType = inventory.type.flatMap(Specification.init(inventoryType:))
    self.specification = specification ?? ofType ?? .v1_1
    algorithm = inventory.contentAlgorithm
    checkHead(declared: specification, ofType)
    checkVersionNames()
    for version in inventory.versions ?? [] { check(version) }
    checkManifest()
    checkFixity()
  }

  private mutating func find(_ code: String, _ message: @autoclosure () -> String) {
    findings.add(code, path, message())
  }

  // MARK: The keys at the top

  private mutating func checkHead(declared: Specification?, _ ofType: Specification?) {
    if let id = inventory.id, !id.isEmpty, !URISyntax.isURI(id) {
      find("W005", "the id “\(id)” is not a URI")
    }
    if let type = inventory.type {
      if ofType == nil {
        find("E038", "the type “\(type)” is not the inventory of a specification we know")
      } else if let declared, ofType != declared {
        find("E038", "the type is “\(type)”, but the object declares OCFL \(declared.rawValue)")
      }
    }
    if let name = inventory.digestAlgorithm {
      if algorithm == nil { find("E025", "the algorithm is “\(name)”, not sha512 or sha256") }
      if algorithm == .sha256 { find("W004", "the digest algorithm is sha256, not sha512") }
    }
    if let name = inventory.contentDirectory {
      if name.utf8.contains(UInt8(ascii: "/")) {
        find("E017", "the content directory “\(name)” has a slash in its name")
      }
      if name == "." || name == ".." { find("E018", "the content directory is “\(name)”") }
      let isOfBoth = name == "." || name == ".." || name.utf8.contains(UInt8(ascii: "/"))
      if name.isEmpty || isOfBoth && specification >= .v1_1 {
        find("E108", "the content directory “\(name)” is not a directory right in the version's")
      }
    }
  }

  // MARK: Versions

  private mutating func checkVersionNames() {
    guard let versions = inventory.versions else { return }
    if versions.isEmpty { find("E008", "there is no version") }
    let names = versions.compactMap { versionName($0.name) }.sorted {
      ($0.number, $0.width) < ($1.number, $1.width)
    }
    if let head = inventory.head { check(head: head, among: names) }
    guard let first = names.first else { return }
    if first.number != 1 { find("E009", "the versions begin with \(first.text), not with 1") }
    for (name, next) in zip(names, names.dropFirst()) {
      if next.number - name.number > 1 {
        find("E010", "between \(name.text) and \(next.text) a version is missing")
      }
      if next.number == name.number {
        find("E012", "\(name.text) and \(next.text) are one number")
      }
    }
    if names.contains(where: \.isPadded) {
      find("W001", "the names of versions are padded with zeros, \(first.text) first")
    }
    for name in names.dropFirst() where !name.follows(first) {
      if first.isPadded && !name.isPadded {
        find("E011", "\(name.text) does not begin with a zero as \(first.text) does")
      }
      find("E012", "\(name.text) is named otherwise than \(first.text)")
      find("E013", "\(name.text) does not follow the convention that \(first.text) set")
    }
  }

  private mutating func versionName(_ text: String) -> VersionName? {
    if let name = VersionName(text) { return name }
    if text.utf8.first == UInt8(ascii: "v") {
      find("E105", "the version “\(text)” has no number of decimal digits from 1 on")
    } else {
      find("E104", "the version “\(text)” is not named v and a number")
    }
    return nil
  }

  private mutating func check(head: String, among names: [VersionName]) {
    guard VersionName(head) != nil else {
      return find("E040", "the head “\(head)” is not the name of a version")
    }
    guard names.contains(where: { $0.text == head }) else {
      return find("E040", "the head \(head) is not among the versions")
    }
    if let last = names.last, last.text != head {
      find("E040", "the head is \(head), but the newest version is \(last.text)")
    }
  }

  private mutating func check(_ version: StatedInventory.Version) {
    if let created = version.created, !InternetDateTime.isValid(created) {
      find("E049", "\(version.name) was created “\(created)”, which is not a date of RFC 3339")
    }
    let rules = PathRules(codes: PathRules.logical)
    for path in version.state.lazy.flatMap(\.paths) { rules.check(path, in: self.path, &findings) }
    rules.checkConflicts(among: version.state.flatMap(\.paths), in: path, &findings)
  }

  // MARK: Digests

  private mutating func checkManifest() {
    guard let manifest = inventory.manifest else { return }
    let stated = Set(manifest.map { ExactText($0.digest) })
    var used: Set<String> = []
    for version in inventory.versions ?? [] {
      for block in version.state {
        used.insert(block.digest.lowercased())
        guard !stated.contains(ExactText(block.digest)) else { continue }
        find("E050", "\(version.name) has the digest \(block.digest.shortened), the manifest not")
      }
    }
    for block in manifest {
      if let algorithm { check(block.digest, algorithm, in: "manifest") }
      if specification >= .v1_1, !used.contains(block.digest.lowercased()) {
        find("E107", "no version has the digest \(block.digest.shortened) of the manifest")
      }
    }
    let places = ContentPlaces(of: inventory)
    checkPaths(of: manifest) { path, file, findings in places.check(path, in: file, &findings) }
  }

  private mutating func checkFixity() {
    for fixity in inventory.fixity {
      guard let algorithm = DigestAlgorithm(rawValue: fixity.algorithm) else {
        if !RegisteredExtension.digestAlgorithms.contains(fixity.algorithm) {
          find("E056", "fixity knows no digest algorithm “\(fixity.algorithm)”")
        }
        continue
      }
      for block in fixity.blocks { check(block.digest, algorithm, in: "fixity") }
      let places = ContentPlaces(of: inventory)
      checkPaths(of: fixity.blocks) { path, file, findings in
        guard !places.holds(path) else { return }
        findings.add("E057", file, "fixity speaks of “\(path)”, which is no content file")
      }
    }
  }

  /// Holds the content paths of a block against the rules, and each against what `place` says of it.
  private mutating func checkPaths(
    of blocks: [StatedInventory.Block],
    _ place: (String, String, inout FindingList) -> Void
  ) {
    let rules = PathRules(codes: PathRules.content)
    for contentPath in blocks.lazy.flatMap(\.paths) {
      rules.check(contentPath, in: path, &findings)
      place(contentPath, path, &findings)
    }
    rules.checkConflicts(among: blocks.flatMap(\.paths), in: path, &findings)
  }

  private mutating func check(_ hex: String, _ algorithm: DigestAlgorithm, in block: String) {
    guard Digest(algorithm, hex: hex) == nil else { return }
    let isHexadecimal = !hex.isEmpty && hex.utf8.allSatisfy(\.isHexDigit)
    if isHexadecimal && block == "manifest" {
      find("E039", "\(hex.shortened) in the manifest is no digest of \(algorithm.rawValue)")
    } else {
      let code = algorithm.encodingRule ?? "E057"
      find(code, "“\(hex.shortened)” in \(block) is not \(algorithm.rawValue) in hexadecimal")
    }
  }
}

extension VersionName {
  /// Whether a name is formed as the first version's is.
  fileprivate func follows(_ first: VersionName) -> Bool {
    first.isPadded ? isPadded && width == first.width : !isPadded
  }
}

extension StatedInventory {
  /// The algorithm of manifest and states; nil where it is none that OCFL allows there.
  var contentAlgorithm: DigestAlgorithm? {
    switch digestAlgorithm {
    case DigestAlgorithm.sha512.rawValue: .sha512
    case DigestAlgorithm.sha256.rawValue: .sha256
    default: nil
    }
  }
}

extension DigestAlgorithm {
  /// The code of the rule that its digests are written in hexadecimal digits.
  fileprivate var encodingRule: String? {
    switch self {
    case .md5: nil
    case .sha1: "E029"
    case .sha256: "E030"
    case .sha512: "E031"
    case .blake2b512: "E032"
    }
  }
}
