// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import SystemPackage

/// An OCFL storage root as a value: valid as it is made, and in our hand down to the last byte.
///
///     var root = RootBuilder()
///     root.put("stray.txt", in: "a")
///     try root.write(to: directory)
struct RootBuilder: Sendable {
  /// How an object's id becomes its directory.
  enum Layout: String, Sendable {
    /// The id is the name: registered extension 0002.
    case flat = "0002-flat-direct-storage-layout"
    /// Three tuples of the id's SHA-256, then the id, percent-encoded: registered extension 0003.
    case hashed = "0003-hash-and-id-n-tuple-storage-layout"

    func directory(of id: String) -> String {
      switch self {
      case .flat: return id
      case .hashed:
        let hex = Digest.of(id, by: .sha256).hex
        let tuples = [0, 3, 6].map { hex.dropFirst($0).prefix(3) }
        return tuples.joined(separator: "/") + "/" + id.replacing(":", with: "%3a")
      }
    }
  }

  /// Everything but the objects that were not added as such.
  var tree = TreePlan()

  /// - Parameters:
  ///   - specification: the version that root and objects declare.
  ///   - layout: nil for a root that does not say, whose objects lie in two directories each.
  ///   - objects: the ids of its objects, all alike.
  init(
    specification: String = ObjectBuilder.usual,
    layout: Layout? = .hashed,
    objects: [String] = ["urn:example:1", "urn:example:2"]
  ) {
    put("0=ocfl_\(specification)", "ocfl_\(specification)\n")
    if let layout {
      let description: JSONText = [
        "extension": .string(layout.rawValue), "description": "As its name says.",
      ]
      put("ocfl_layout.json", description.description)
      // The flat layout has no settings.
      if layout == .hashed {
        let settings: JSONText = [
          "extensionName": .string(layout.rawValue), "digestAlgorithm": "sha256", "tupleSize": 3,
          "numberOfTuples": 3,
        ]
        put("extensions/\(layout.rawValue)/config.json", settings.description)
      }
    }
    for (index, id) in objects.enumerated() {
      let object = Self.object(id, specification)
      add(object, at: layout?.directory(of: id) ?? "part-\(index)/object")
    }
  }

  /// An object of one version, as those that a root begins with.
  static func object(_ id: String, _ specification: String = ObjectBuilder.usual) -> ObjectBuilder {
    var version: ObjectBuilder.Version = ["a.txt": "the only file"]
    version.specification = specification
    return ObjectBuilder([version], id: id)
  }

  mutating func add(_ object: ObjectBuilder, at directory: String) {
    tree.put(object.plan, below: directory)
  }

  mutating func put(_ path: TreePlan.PathBytes, _ text: String = "extra") {
    tree.put(.file(Array(text.utf8)), at: path)
  }

  func write(to directory: FilePath) throws {
    try tree.write(to: directory)
  }
}
