// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// The file `ocfl_layout.json` of a storage root, and the layout that it names.
///
/// Source: OCFL 1.1 §4.1 <https://ocfl.io/1.1/spec/#root-structure>
struct LayoutFile {
  static let name = "ocfl_layout.json"

  /// Where an object belongs.
  enum Layout {
    /// Layout 0002: the identifier is the directory's name.
    case flat
    /// Layouts 0003 and 0004.
    case tuples(StorageLayout)

    func path(of id: ObjectID) -> FilePath {
      switch self {
      case .flat: FilePath(id.text)
      case .tuples(let layout): layout.path(of: id)
      }
    }
  }

  /// The layout, if it is one of those whose paths we can tell.
  private(set) var layout: Layout?
  private(set) var findings = FindingList()

  private static let longest = 1 << 20

  init(of root: FilePath) {
    read(root)
  }

  private mutating func read(_ root: FilePath) {
    guard let members = object(in: root.appending(Self.name), "E070", at: Self.name) else { return }
    var texts: [String: String] = [:]
    for key in ["extension", "description"] {
      switch members.first(where: { $0.key == key })?.node.value {
      case .string(let text): texts[key] = text
      case nil: findings.add("E070", Self.name, "the key “\(key)” is missing")
      case let value?: findings.add("E070", Self.name, "“\(key)” is \(value.kind), not a string")
      }
    }
    guard let name = texts["extension"] else { return }
    guard RegisteredExtension.names.contains(name) else {
      return findings.add("E071", Self.name, "no extension “\(name)” is registered")
    }
    readLayout(name, of: root)
  }

  private mutating func object(
    in path: FilePath,
    _ code: String,
    at place: String
  ) -> [JSONMember]? {
    do {
      let bytes = try Disk().read(path, limit: Self.longest)
      do throws(JSONFault) {
        if case .object(let members) = try JSONNode(parsing: bytes).value { return members }
        findings.add(code, place, "it is JSON, but not an object")
      } catch {
        findings.add(code, place, "it is not JSON: \(error)")
      }
    } catch {
      findings.add(error, code, place)
    }
    return nil
  }

  // MARK: The layout's parameters

  private mutating func readLayout(_ name: String, of root: FilePath) {
    let place = "extensions/\(name)/config.json"
    let path = root.appending("extensions").appending(name).appending("config.json")
    var parameters: [JSONMember] = []
    if (try? Disk().entry(at: path)) == .file {
      guard let members = object(in: path, "E071", at: place) else { return }
      parameters = members
    }
    switch name {
    case "0002-flat-direct-storage-layout": layout = .flat
    case StorageLayout.name: layout = tuples(parameters, .identifier).map(Layout.tuples)
    case "0004-hashed-n-tuple-storage-layout":
      let isShort = parameters.contains { member in
        if case .bool(true) = member.node.value { member.key == "shortObjectRoot" } else { false }
      }
      layout = tuples(parameters, isShort ? .restOfDigest : .digest).map(Layout.tuples)
    default: layout = nil
    }
    let isKnownByUs = name == StorageLayout.name || name.hasPrefix("0004-")
    if isKnownByUs, layout == nil {
      findings.add("E071", place, "the layout's parameters do not fit each other")
    }
  }

  private func tuples(
    _ parameters: [JSONMember],
    _ ending: StorageLayout.Ending
  ) -> StorageLayout? {
    func number(_ key: String) -> Int? {
      guard let value = parameters.first(where: { $0.key == key })?.node.value else { return 3 }
      if case .number(let text) = value { return Int(text) }
      return nil
    }
    var algorithm: DigestAlgorithm? = .sha256
    if case .string(let name)? = parameters.first(where: { $0.key == "digestAlgorithm" })?.node
      .value
    {
      algorithm = DigestAlgorithm(rawValue: name)
    }
    guard let size = number("tupleSize"), let count = number("numberOfTuples"), let algorithm,
      (0...32).contains(size), (0...32).contains(count), (size == 0) == (count == 0),
      size * count <= algorithm.length * 2
    else { return nil }
    return StorageLayout(algorithm: algorithm, tupleSize: size, tuples: count, ending: ending)
  }
}
