// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// An OCFL object as a value: valid as it is made, and in our hand down to the last byte.
///
///     var object = ObjectBuilder([["a.txt": "first"], ["a.txt": "second"]])
///     object.edit(.newest) { $0["head"] = "v1" }
///     try object.write(to: directory)
///
/// Sidecars state the digests that the inventories have in the end, unless they are told otherwise.
/// It shares no code with what it tests but the computing of digests.
struct ObjectBuilder: Sendable {
  /// The version of OCFL of everything that does not say another.
  @TaskLocal static var usual = "1.1"

  /// One version: the files that it is to consist of, and how it is written down.
  struct Version: Sendable, ExpressibleByDictionaryLiteral {
    /// Logical paths with their contents.
    var state: [(path: String, text: String)]
    var algorithm = DigestAlgorithm.sha512
    var specification = ObjectBuilder.usual
    var contentDirectory: String?

    init(_ state: KeyValuePairs<String, String>) {
      self.state = state.map { ($0.key, $0.value) }
    }

    init(dictionaryLiteral elements: (String, String)...) {
      state = elements.map { ($0.0, $0.1) }
    }
  }

  /// Which inventories an edit means.
  enum Place: Sendable {
    /// All there are.
    case all
    /// The one in the object and its twin in the newest version.
    case newest
    /// Only the one in the object.
    case root
    /// Only the one in the version of that name.
    case version(String)
  }

  /// An inventory and the sidecar beside it.
  struct InventoryFile: Sendable {
    var text: JSONText
    /// What the file holds instead of the text.
    var bytes: [UInt8]?
    var algorithm: DigestAlgorithm
    /// Makes a sidecar out of the right digits; nil for none at all.
    var sidecar: (@Sendable (String) -> String)? = { "\($0) inventory.json\n" }
    var sidecarName: String

    init(_ text: JSONText, _ algorithm: DigestAlgorithm) {
      self.text = text
      self.algorithm = algorithm
      sidecarName = "inventory.json.\(algorithm.rawValue)"
    }

    var written: [UInt8] { bytes ?? Array(text.description.utf8) }
  }

  let id: String
  /// The names of the version directories.
  let names: [String]
  private let versions: [Version]
  /// By directory; empty for the object's own.
  private(set) var inventories: [String: InventoryFile] = [:]
  /// Everything but inventories and their sidecars.
  var tree = TreePlan()

  init(
    _ versions: [Version],
    id: String = "urn:example:object",
    naming name: (Int) -> String = { "v\($0)" }
  ) {
    self.id = id
    self.versions = versions
    names = versions.indices.map { name($0 + 1) }
    let declared = versions.last?.specification ?? Self.usual
    put("0=ocfl_object_\(declared)", "ocfl_object_\(declared)\n")
    for (path, text) in contents { put("\(path)", text) }
    for (index, name) in names.enumerated() {
      let file = InventoryFile(inventory(upTo: index), versions[index].algorithm)
      inventories[name] = file
      inventories[""] = file
    }
  }

  // MARK: How it is when it is valid

  /// The content paths with their contents: each text once, in the version that brought it.
  private var contents: [(path: String, text: String)] {
    var known: Set<String> = []
    return zip(names, versions).flatMap { name, version in
      version.state.filter { known.insert($0.text).inserted }
        .map { ("\(name)/\(version.contentDirectory ?? "content")/\($0.path)", $0.text) }
    }
  }

  private func inventory(upTo last: Int) -> JSONText {
    let (newest, algorithm) = (versions[last], versions[last].algorithm)
    let held = names[...last].map { $0 + "/" }
    var manifest: JSONText = [:]
    for (path, text) in contents where held.contains(where: path.hasPrefix) {
      manifest[Digest.of(text, by: algorithm).hex] = [.string(path)]
    }
    var blocks: JSONText = [:]
    for (index, version) in versions[...last].enumerated() {
      var state: JSONText = [:]
      for (path, text) in version.state {
        let digest = Digest.of(text, by: algorithm).hex
        state[digest] = .array(state[digest].elements + [.string(path)])
      }
      blocks[names[index]] = [
        "created": .string("2026-03-0\(index % 9 + 1)T12:00:00Z"),
        "message": .string("Version \(index + 1)"),
        "state": state,
        "user": ["address": "mailto:clerk@example.org", "name": "Clerk"],
      ]
    }
    var inventory: JSONText = [
      "digestAlgorithm": .string(algorithm.rawValue), "head": .string(names[last]),
      "id": .string(id), "manifest": manifest,
      "type": .string("https://ocfl.io/\(newest.specification)/spec/#inventory"),
      "versions": blocks,
    ]
    if let name = newest.contentDirectory { inventory["contentDirectory"] = .string(name) }
    return inventory
  }

  // MARK: How it becomes otherwise

  private func directories(_ place: Place) -> [String] {
    switch place {
    case .all: inventories.keys.sorted()
    case .newest: [""] + names.suffix(1)
    case .root: [""]
    case .version(let name): [name]
    }
  }

  /// Changes what inventories say; their sidecars go along.
  mutating func edit(_ place: Place = .all, _ edit: (inout JSONText) -> Void) {
    change(place) { edit(&$0.text) }
  }

  /// Changes inventories as files.
  mutating func change(_ place: Place, _ change: (inout InventoryFile) -> Void) {
    for directory in directories(place) where inventories[directory] != nil {
      if var file = inventories[directory] {
        change(&file)
        inventories[directory] = file
      }
    }
  }

  /// Puts bytes in the place of inventories; their sidecars go along.
  mutating func overwrite(_ place: Place = .newest, _ bytes: ([UInt8]) -> [UInt8]) {
    change(place) { $0.bytes = bytes($0.written) }
  }

  mutating func overwrite(_ place: Place = .newest, with text: String) {
    overwrite(place) { _ in Array(text.utf8) }
  }

  /// Takes an inventory away, with its sidecar.
  mutating func removeInventory(_ place: Place) {
    for directory in directories(place) { inventories[directory] = nil }
  }

  /// Plans an extra file, or another one in the place of one.
  mutating func put(_ path: TreePlan.PathBytes, _ text: String = "extra") {
    tree.put(.file(Array(text.utf8)), at: path)
  }

  // MARK: On disk

  /// The object with its inventories and their sidecars.
  var plan: TreePlan {
    var plan = tree
    for (directory, file) in inventories.sorted(by: { $0.key < $1.key }) {
      let place = directory.isEmpty ? "" : directory + "/"
      // What is planned there already stands in for the inventory.
      guard plan["\(place)inventory.json"] == nil else { continue }
      let bytes = file.written
      plan.put(.file(bytes), at: "\(place)inventory.json")
      let name = TreePlan.PathBytes("\(place)\(file.sidecarName)")
      guard let sidecar = file.sidecar, plan[name] == nil else { continue }
      plan.put(.file(Array(sidecar(Digest.of(bytes, by: file.algorithm).hex).utf8)), at: name)
    }
    return plan
  }

  func write(to directory: FilePath) throws {
    try plan.write(to: directory)
  }
}

extension ObjectBuilder {
  /// One version of two files.
  static var ofOneVersion: ObjectBuilder {
    ObjectBuilder([["a.txt": "first", "b/c.txt": "other"]])
  }
  /// Two versions; one of two files changed.
  static var ofTwoVersions: ObjectBuilder {
    ObjectBuilder([
      ["a.txt": "first", "b/c.txt": "other"], ["a.txt": "second", "b/c.txt": "other"],
    ])
  }
  /// Three versions, the last without a file of its own.
  static var ofThreeVersions: ObjectBuilder {
    ObjectBuilder([
      ["a.txt": "first", "b/c.txt": "other"], ["a.txt": "second", "b/c.txt": "other"],
      ["a.txt": "first", "moved/c.txt": "other"],
    ])
  }
  static var ofSpecification1_0: ObjectBuilder {
    with([["a.txt": "first"], ["a.txt": "second"]]) {
      $0.specification = "1.0"
    }
  }
  static var ofSHA256: ObjectBuilder {
    with([["a.txt": "first"], ["a.txt": "second"]]) { $0.algorithm = .sha256 }
  }

  /// An object whose versions are all changed in the same way.
  static func with(_ versions: [Version], _ change: (inout Version) -> Void) -> ObjectBuilder {
    var versions = versions
    for index in versions.indices { change(&versions[index]) }
    return ObjectBuilder(versions)
  }
}
