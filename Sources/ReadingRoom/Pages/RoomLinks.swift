// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Records
import Reporting
import Text

/// Where the pages of a reading room are: one way for a server, another for files.
struct RoomLinks: Hashable, Sendable {
  enum Form: Hashable, Sendable {
    /// The paths of a server, from its root.
    case served
    /// The names of files, from a page that lies so many folders deep.
    case files(depth: Int)
  }

  let form: Form
  /// The short names of the documents that there are pages of; nil for all.
  let shown: Set<String>?

  static let served = RoomLinks(form: .served, shown: nil)

  /// Commands as anybody types them: a page has no path of the machine.
  static let wording = Wording(command: { $0.description }, page: { $0.description })

  var isServed: Bool { form == .served }

  /// What leads from a page to the first folder.
  private var root: String {
    if case .files(let depth) = form { String(repeating: "../", count: depth) } else { "/" }
  }

  private func page(_ name: String) -> String { root + name + (isServed ? "" : ".html") }

  var home: String { isServed ? root : page("index") }
  var style: String { root + "style.css" }
  var script: String { root + "search.js" }
  var search: String { page("search") }
  var attention: String { page("attention") }
  var sources: String { page("sources") }

  func document(_ address: WebAddress) -> String { document(id: address.shortID) }

  func document(id: String) -> String { page("documents/\(id)") }

  /// The same; nil where there is no page of it.
  func documentIfShown(_ address: WebAddress) -> String? {
    shown?.contains(address.shortID) == false ? nil : document(address)
  }

  private func folder(id: String) -> String { "\(root)documents/\(id)" }

  private func folder(_ address: WebAddress) -> String { folder(id: address.shortID) }

  func file(id: String, _ version: Int) -> String { "\(folder(id: id))/v\(version)/document" }

  /// The file of a version, under a name that a reader can keep it by.
  func file(_ version: Version) -> String {
    "\(folder(version.address))/v\(version.number)/\(Self.escaped(fileName(of: version)))"
  }

  /// What the file of a version is called.
  ///
  /// On a disk a publisher's name is no more than a hint: it stays in its folder, and its ending says what the file is, for by
  /// that it is opened. What would run there is text.
  func fileName(of version: Version) -> String {
    let name =
      version.fileName.isEmpty ? "document.\(version.kind.pathExtension)" : version.fileName
    guard !isServed else { return name }
    var safe = ""
    for scalar in name.unicodeScalars {
      let isSafe =
        scalar.value >= 0x20 && scalar.value != 0x7F
        && !"/\\:*?\"<>|".unicodeScalars.contains(scalar)
      safe.unicodeScalars.append(isSafe ? scalar : "_")
      if safe.utf8.count > Self.longestName { break }
    }
    if safe.hasPrefix(".") { safe = "_" + safe.dropFirst() }
    let ending = version.kind.isInert ? version.kind.pathExtension : "txt"
    return safe.lowercased().hasSuffix("." + ending) ? safe : "\(safe).\(ending)"
  }

  /// In bytes; a name of 255 is the longest that file systems take.
  private static let longestName = 180

  /// The same, where only its number is known, and opened at a page.
  func file(_ address: WebAddress, _ version: Int, page: Int?) -> String {
    "\(folder(address))/v\(version)/\(Self.escaped(address.lastPathComponent))"
      + (page.map { "#page=\($0)" } ?? "")
  }

  /// What is known of one version.
  func version(_ address: WebAddress, _ number: Int) -> String {
    page("documents/\(address.shortID)/v\(number)")
  }

  func proof(_ version: Version) -> String {
    "\(folder(version.address))/v\(version.number).tlog-proof"
  }

  func changes(_ address: WebAddress, from old: Int, to new: Int) -> String {
    isServed
      ? "\(folder(address))/changes?from=\(old)&to=\(new)"
      : page("documents/\(address.shortID)/changes-\(old)-\(new)")
  }

  /// Documents by a filter, and from which place on.
  func list(_ filter: ListQuery) -> String {
    guard isServed else { return filter.page > 1 ? page("list-\(filter.page)") : home }
    let query = filter.text
    return query.isEmpty ? home : "\(home)?\(query)"
  }

  func citation(_ address: WebAddress, _ number: Int, _ form: String) -> String {
    "\(folder(address))/v\(number).\(form)"
  }

  /// Nil where nobody answers.
  func timeMap(_ address: WebAddress) -> String? {
    isServed ? "/timemap/link/\(address.text)" : nil
  }

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
