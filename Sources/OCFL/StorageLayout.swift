// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
public import SystemPackage

/// How an object's identifier becomes its directory.
///
/// What we write is layout 0003, hash and identifier: three tuples of three digits keep directories
/// small, and the last element is the identifier itself, percent-encoded, so that a person can find an
/// object by eye.
///
///     object-01  ->  3c0/ff4/240/object-01
///
/// Source: <https://ocfl.github.io/extensions/0003-hash-and-id-n-tuple-storage-layout.html>
public struct StorageLayout: Hashable, Sendable {
  /// What the last element of an object's path is.
  enum Ending: Hashable, Sendable {
    /// The identifier, percent-encoded, and cut if it is long (0003).
    case identifier
    /// The digest (0004).
    case digest
    /// What the tuples left of the digest (0004, short object roots).
    case restOfDigest
  }

  /// Layout 0003 with the parameters that its own text recommends.
  public static let ours = StorageLayout(
    algorithm: .sha256,
    tupleSize: 3,
    tuples: 3,
    ending: .identifier
  )

  static let name = "0003-hash-and-id-n-tuple-storage-layout"

  let algorithm: DigestAlgorithm
  let tupleSize: Int
  let tuples: Int
  let ending: Ending

  /// The parameters of our layout as they stand in its `config.json`.
  static let configuration = """
    {
      "digestAlgorithm" : "sha256",
      "extensionName" : "\(name)",
      "numberOfTuples" : 3,
      "tupleSize" : 3
    }

    """

  private static let longestName = 100

  /// The directory of an object in our layout, relative to its storage root.
  public static func path(of id: ObjectID) -> FilePath {
    ours.path(of: id)
  }

  /// The directory of an object, relative to its storage root.
  func path(of id: ObjectID) -> FilePath {
    let digest = Digest.of(id.text, by: algorithm).hex
    var path = FilePath()
    var rest = digest[...]
    for _ in 0..<tuples {
      path.append(String(rest.prefix(tupleSize)))
      rest = rest.dropFirst(tupleSize)
    }
    switch ending {
    case .digest: return path.appending(digest)
    case .restOfDigest: return path.appending(String(rest))
    case .identifier:
      let encoded = Self.encode(id.text)
      guard encoded.utf8.count > Self.longestName else { return path.appending(encoded) }
      return path.appending(encoded.prefix(Self.longestName) + "-" + digest)
    }
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
