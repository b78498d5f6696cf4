// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
public import SystemPackage

/// How an object's identifier becomes its directory: layout 0003, hash and identifier.
///
/// Three tuples of three digits keep directories small; the last element is the identifier itself,
/// percent-encoded, so that a person can find an object by eye.
///
///     object-01  ->  3c0/ff4/240/object-01
///
/// Source: <https://ocfl.github.io/extensions/0003-hash-and-id-n-tuple-storage-layout.html>
public enum StorageLayout {
  public static let name = "0003-hash-and-id-n-tuple-storage-layout"

  /// The parameters as they stand in the layout's `config.json`.
  static let configuration = """
    {
      "digestAlgorithm" : "sha256",
      "extensionName" : "\(name)",
      "numberOfTuples" : 3,
      "tupleSize" : 3
    }

    """

  private static let tuples = 3
  private static let tupleSize = 3
  private static let longestName = 100

  /// The directory of an object, relative to its storage root.
  public static func path(of id: ObjectID) -> FilePath {
    let digest = Digest.of(id.text, by: .sha256).hex
    var path = FilePath()
    var rest = digest[...]
    for _ in 0..<tuples {
      path.append(String(rest.prefix(tupleSize)))
      rest = rest.dropFirst(tupleSize)
    }
    let encoded = encode(id.text)
    guard encoded.utf8.count > longestName else { return path.appending(encoded) }
    return path.appending(encoded.prefix(longestName) + "-" + digest)
  }

  // Everything but letters, digits, hyphen and underscore becomes `%` and two lower-case digits.
  private static func encode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        encoded += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return encoded
  }
}
