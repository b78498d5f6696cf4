// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Text

/// Files as addresses, so that the links between them are resolved like any others.
///
/// Nobody is ever asked for such an address: its host does not exist.
package enum FileAddress {
  private static let prefix = "/files"

  /// What a file that has no address, and no place that could be said, is read against.
  package static let nowhere = WebAddress(alreadyNormal: "http://relative.invalid/")

  /// The address that stands in for a file.
  ///
  /// - Parameter path: from the root on, without dots.
  /// - Returns: nil where it is too long to be one.
  package static func of(_ path: String) -> WebAddress? {
    let escaped = path.utf8.map { byte in
      byte.isLetterOrDigit || "/-._~".utf8.contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + hex(byte)
    }
    return try? WebAddress("http://\(nowhere.host)\(prefix)\(escaped.joined())")
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// Whether an address stands in for a file, or for what a link of a file is meant against and nobody knows.
  package static func isOne(_ address: WebAddress) -> Bool { address.host == nowhereHost }

  private static let nowhereHost = nowhere.host

  /// The file that an address stands in for; nil for any other, and where the link begins at the root of a site that
  /// is not known.
  package static func path(in address: WebAddress) -> String? {
    guard isOne(address), address.path.hasPrefix(prefix + "/") else { return nil }
    let path = address.path.dropFirst(prefix.utf8.count)
    return PercentCoding.decodeStrictly(path.utf8).flatMap { String(validating: $0, as: UTF8.self) }
  }
}
