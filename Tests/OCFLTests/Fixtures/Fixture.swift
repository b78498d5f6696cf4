// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage
import Testing

/// An object or a storage root, and what a validation has to find in it.
///
/// Each breaks a rule of OCFL on purpose, or comes close to it and does not.
struct Fixture: Sendable, CustomTestStringConvertible {
  enum Subject: Sendable {
    case object(ObjectBuilder)
    case storageRoot(RootBuilder)
  }

  /// What it is, in words; by these the table of conformance names it.
  let name: String
  /// A code that has to be found; or one of some, where a fault is as much against the one rule as
  /// against the other.
  struct Expectation: Sendable {
    let codes: [String]
    /// Relative to the object or to the root; nil if any will do.
    let path: String?

    /// - Parameter text: a code, or a code and a path, `E023 v1/content/x`; or `E036|E037`.
    init(_ text: String) {
      let parts = text.split(separator: " ", maxSplits: 1)
      codes = parts[0].split(separator: "|").map(String.init)
      path = parts.dropFirst().first.map(String.init)
    }
  }

  let findings: [Expectation]
  /// Codes that may be found as well, because the same fault can be seen in more than one way.
  let tolerated: Set<String>
  /// Which is called on use, so that a table of many costs nothing to those who read its names.
  let subject: @Sendable () -> Subject

  private init(
    _ name: String,
    _ findings: [String],
    _ tolerated: String,
    _ subject: @escaping @Sendable () -> Subject
  ) {
    self.name = name
    self.findings = findings.map(Expectation.init)
    self.tolerated = Set(tolerated.split(separator: " ").map(String.init))
    self.subject = subject
  }

  var testDescription: String { name }

  /// The codes that have to be found, without those that are one of some.
  var codes: Set<String> { Set(findings.filter { $0.codes.count == 1 }.flatMap(\.codes)) }

  /// All codes that may be found.
  var welcome: Set<String> { tolerated.union(findings.flatMap(\.codes)) }

  /// Whether nothing but warnings is to be found.
  var isValid: Bool { findings.allSatisfy { $0.codes.allSatisfy { $0.hasPrefix("W") } } }

  /// Makes it in a new directory below another.
  func write(in directory: FilePath) throws -> FilePath {
    let place = directory.appending("fixture")
    switch subject() {
    case .object(let object): try object.write(to: place)
    case .storageRoot(let root): try root.write(to: place)
    }
    return place
  }
}

extension Fixture {
  /// An object that was valid before it was changed.
  static func object(
    _ name: String,
    _ findings: [String],
    also tolerated: String = "",
    from base: @autoclosure @escaping @Sendable () -> ObjectBuilder = .ofOneVersion,
    _ change: @escaping @Sendable (inout ObjectBuilder) -> Void = { _ in }
  ) -> Fixture {
    Fixture(name, findings, tolerated) {
      var object = base()
      change(&object)
      return .object(object)
    }
  }

  /// An object with one edit in all its inventories.
  static func inventory(
    _ name: String,
    _ findings: [String],
    also tolerated: String = "",
    from base: @autoclosure @escaping @Sendable () -> ObjectBuilder = .ofOneVersion,
    _ edit: @escaping @Sendable (inout JSONText) -> Void
  ) -> Fixture {
    object(name, findings, also: tolerated, from: base()) { $0.edit(.all, edit) }
  }

  /// A digest as the inventories have it.
  static func hex(_ text: String, _ algorithm: DigestAlgorithm = .sha512) -> String {
    Digest.of(text, by: algorithm).hex
  }

  /// A storage root that was valid before it was changed.
  static func root(
    _ name: String,
    _ findings: [String],
    also tolerated: String = "",
    from base: @autoclosure @escaping @Sendable () -> RootBuilder = RootBuilder(),
    _ change: @escaping @Sendable (inout RootBuilder) -> Void = { _ in }
  ) -> Fixture {
    Fixture(name, findings, tolerated) {
      var root = base()
      change(&root)
      return .storageRoot(root)
    }
  }
}

extension Fixture {
  /// The whole table.
  static let all =
    ofDeclarations + ofVersions + ofJSON + ofInventories + ofPaths + ofDigests + ofSidecars
    + ofHistory + ofLinks + ofSeveral + ofStorageRoots + ofWarnings + ofSoundThings
}
