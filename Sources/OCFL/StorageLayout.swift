// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
package import SystemPackage

/// How an object's identifier becomes its directory.
///
/// What we write is layout 0003, hash and identifier: one tuple of three digits spreads the objects over 4,096
/// directories, and the last element is the identifier itself, percent-encoded, so that a person can find
/// an object by eye.
///
///     object-01  ->  3c0/object-01
///
/// Storage roots of before have three tuples, and keep them.
///
/// Source: <https://ocfl.github.io/extensions/0003-hash-and-id-n-tuple-storage-layout.html>
package struct StorageLayout: Hashable, Sendable {
  /// What the last element of an object's path is.
  enum Ending: Hashable, Sendable {
    /// The identifier, percent-encoded, and cut if it is long (0003).
    case identifier
    /// The digest (0004).
    case digest
    /// What the tuples left of the digest (0004, short object roots).
    case restOfDigest
  }

  /// The layout of new storage roots.
  package static let new = StorageLayout(tuples: 1)

  /// Every layout that a storage root of ours may have.
  static let known = [new, StorageLayout(tuples: 3)]

  static let name = "0003-hash-and-id-n-tuple-storage-layout"

  let algorithm: DigestAlgorithm
  let tupleSize: Int
  let tuples: Int
  let ending: Ending

  init(algorithm: DigestAlgorithm, tupleSize: Int, tuples: Int, ending: Ending) {
    self.algorithm = algorithm
    self.tupleSize = tupleSize
    self.tuples = tuples
    self.ending = ending
  }

  /// Layout 0003 as we write it, with so many tuples of three digits.
  init(tuples: Int) {
    self.init(algorithm: .sha256, tupleSize: 3, tuples: tuples, ending: .identifier)
  }

  /// How many names lead from the storage root to an object, its own being the last.
  package var depth: Int { tuples + 1 }

  /// The parameters as they stand in the layout's `config.json`.
  var configuration: String {
    """
    {
      "digestAlgorithm" : "\(algorithm.rawValue)",
      "extensionName" : "\(Self.name)",
      "numberOfTuples" : \(tuples),
      "tupleSize" : \(tupleSize)
    }

    """
  }

  /// What `ocfl_layout.json` says of it.
  var description: String {
    let digits =
      tuples == 1
      ? "three digits of the SHA-256 of the identifier"
      : "SHA-256 of the identifier in three tuples"
    return """
      {
        "description" : "\(digits), then the identifier itself",
        "extension" : "\(Self.name)"
      }

      """
  }

  private static let longestName = 100

  /// The directory of an object, relative to its storage root.
  package func path(of id: ObjectID) -> FilePath {
    let digest = Digest.of(id.text, by: algorithm).hex
    var way = ""
    var rest = digest[...]
    for _ in 0..<tuples {
      way += rest.prefix(tupleSize) + "/"
      rest = rest.dropFirst(tupleSize)
    }
    switch ending {
    case .digest: way += digest
    case .restOfDigest: way += rest
    case .identifier:
      let encoded = Self.encode(id.text)
      let isLong = encoded.utf8.count > Self.longestName
      way += isLong ? encoded.prefix(Self.longestName) + "-" + digest : encoded
    }
    return FilePath(way)
  }

  /// The digest of the identifier that an object's directory is named for, in hexadecimal; nil where it is
  /// not the name of one.
  func digest(ofObjectNamed name: String) -> String? {
    if name.utf8.count > Self.longestName {
      let ending = name.utf8.dropFirst(Self.longestName)
      let digest = ending.dropFirst()
      guard ending.first == UInt8(ascii: "-"), digest.count == 64 else { return nil }
      return String(digest)
    }
    guard let id = Self.decode(name), !id.isEmpty else { return nil }
    return Digest.of(id, by: algorithm).hex
  }

  private static func decode(_ name: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = name.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16) else {
        return nil
      }
      rest = rest.dropFirst(2)
      bytes.append(value)
    }
    return bytes
  }

  // Everything but letters, digits, hyphen and underscore becomes `%` and two lower-case digits.
  private static func encode(_ text: String) -> String {
    var encoded: [UInt8] = []
    let digits = Array("0123456789abcdef".utf8)
    encoded.reserveCapacity(text.utf8.count * 2)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        encoded.append(byte)
      default:
        encoded.append(UInt8(ascii: "%"))
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
