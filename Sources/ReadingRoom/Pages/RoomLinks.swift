// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Records
import Reporting
import Text

/// Where the pages of a reading room are: one way for a server, another for files.
struct RoomLinks: Hashable, Sendable {
  /// The paths of a server, from its root.
  static let served = RoomLinks()

  /// Commands as anybody types them: a page has no path of the machine.
  static let wording = Wording(command: { $0.description }, page: { $0.description })

  var home: String { "/" }
  var style: String { "/style.css" }
  var search: String { "/search" }
  var attention: String { "/attention" }
  var sources: String { "/sources" }

  func document(_ address: WebAddress) -> String { document(id: address.shortID) }

  func document(id: String) -> String { "/documents/\(id)" }

  func file(id: String, _ version: Int) -> String { "\(document(id: id))/v\(version)/document" }

  /// The file of a version, under a name that a reader can keep it by.
  func file(_ version: Version) -> String {
    let name = version.fileName.isEmpty ? "document" : version.fileName
    return "\(document(version.address))/v\(version.number)/\(Self.escaped(name))"
  }

  /// The same, where only its number is known, and opened at a page.
  func file(_ address: WebAddress, _ version: Int, page: Int?) -> String {
    "\(document(address))/v\(version)/\(Self.escaped(address.lastPathComponent))"
      + (page.map { "#page=\($0)" } ?? "")
  }

  /// What is known of one version.
  func version(_ address: WebAddress, _ number: Int) -> String {
    "\(document(address))/v\(number)"
  }

  func proof(_ version: Version) -> String {
    "\(document(version.address))/v\(version.number).tlog-proof"
  }

  func changes(_ address: WebAddress, from old: Int, to new: Int) -> String {
    "\(document(address))/changes?from=\(old)&to=\(new)"
  }

  /// Documents by a filter, and from which place on.
  func list(_ filter: ListQuery) -> String {
    let query = filter.text
    return query.isEmpty ? home : "\(home)?\(query)"
  }

  func citation(_ address: WebAddress, _ number: Int, _ form: String) -> String {
    "\(document(address))/v\(number).\(form)"
  }

  func timeMap(_ address: WebAddress) -> String { "/timemap/link/\(address.text)" }

  /// A value in a path or a query, with all escaped that could be anything else.
  ///
  /// Source: RFC 3986 §2.3
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      if byte.isLetterOrDigit || "-._~".utf8.contains(byte) {
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return escaped
  }
}
