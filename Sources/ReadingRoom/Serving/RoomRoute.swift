// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Text

/// What of a reading room is asked for, by the target of a request.
enum RoomRoute: Hashable, Sendable {
  enum CitationForm: String, Hashable, Sendable {
    case bib, ris
  }

  enum TimeMapForm: String, Hashable, Sendable {
    case link, json
  }

  case list(ListQuery)
  case style
  case search(String)
  case attention
  case sources
  case document(id: String)
  case version(id: String, Int)
  case file(id: String, version: Int)
  case proof(id: String, version: Int)
  case changes(id: String, from: Int?, to: Int?)
  case citation(id: String, version: Int, CitationForm)
  case timeMap(WebAddress, TimeMapForm)
  case timeGate(WebAddress)
  case memento(MementoTime, WebAddress)
  case unknown

  /// Queries of a search that are longer are cut off.
  private static let longestWords = 1_000

  /// - Parameter target: path and query, as they came.
  init(_ target: String) {
    let mark = target.firstIndex(of: "?")
    let path = target[..<(mark ?? target.endIndex)]
    let query = mark.map { target[target.index(after: $0)...] } ?? ""
    self = Self.memento(path, target) ?? Self.page(path, Self.fields(query))
  }

  /// Names and values of a query, decoded.
  ///
  /// Source: URL Standard, application/x-www-form-urlencoded
  static func fields(_ query: Substring) -> [(name: String, value: String)] {
    query.split(separator: "&").prefix(64).map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      func decoded(_ part: Substring?) -> String {
        PercentCoding.decode(String(part ?? "").replacing("+", with: " "))
      }
      return (decoded(parts.first), decoded(parts.dropFirst().first))
    }
  }

  // MARK: Pages

  private static func page(
    _ path: Substring,
    _ fields: [(name: String, value: String)]
  ) -> RoomRoute {
    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(
      String.init
    )
    // What ends in a slash is the same page.
    if parts.count > 1, parts.last == "" { parts.removeLast() }
    switch parts {
    case [""], ["documents"]: return .list(ListQuery(fields))
    case ["style.css"]: return .style
    case ["search"]: return .search(String((value("q") ?? "").prefix(longestWords)))
    case ["attention"]: return .attention
    case ["sources"]: return .sources
    default: break
    }
    guard parts.count >= 2, parts[0] == "documents", isID(parts[1]) else { return .unknown }
    let id = parts[1].lowercased()
    switch parts.dropFirst(2).map(\.self) {
    case []: return .document(id: id)
    case ["changes"]:
      return .changes(
        id: id,
        from: value("from").flatMap(version),
        to: value("to").flatMap(version)
      )
    case let rest where rest.count == 2:
      return version(rest[0], after: "v").map { .file(id: id, version: $0) } ?? .unknown
    case let rest where rest.count == 1: return page(of: rest[0], id)
    default: return .unknown
    }
  }

  /// What there is of a version besides its file: a page, a proof, and citations.
  private static func page(of name: String, _ id: String) -> RoomRoute {
    let (stem, ending) =
      name.firstIndex(of: ".").map { (String(name[..<$0]), String(name[$0...])) } ?? (name, "")
    guard let number = version(stem, after: "v") else { return .unknown }
    switch ending {
    case "": return .version(id: id, number)
    case ".tlog-proof": return .proof(id: id, version: number)
    case ".bib": return .citation(id: id, version: number, .bib)
    case ".ris": return .citation(id: id, version: number, .ris)
    default: return .unknown
    }
  }

  private static func isID(_ text: String) -> Bool {
    text.utf8.count == 8 && text.utf8.allSatisfy { $0.isDigit || 0x61...0x66 ~= $0 | 0x20 }
  }

  private static func version(_ text: String) -> Int? { version(text, after: "") }

  private static func version(_ text: String, after prefix: String) -> Int? {
    guard text.hasPrefix(prefix) else { return nil }
    let digits = text.dropFirst(prefix.count)
    guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit) else { return nil }
    return Int(digits).flatMap { $0 > 0 ? $0 : nil }
  }

  // MARK: Mementos

  /// Paths as pywb has them, which aggregators know; an address goes on into the query.
  private static func memento(_ path: Substring, _ target: String) -> RoomRoute? {
    for (prefix, form) in [("/timemap/link/", TimeMapForm.link), ("/timemap/json/", .json)]
    where path.hasPrefix(prefix) {
      return address(target.dropFirst(prefix.count)).map { .timeMap($0, form) } ?? .unknown
    }
    if path.hasPrefix("/timegate/") {
      return address(target.dropFirst("/timegate/".count)).map { .timeGate($0) } ?? .unknown
    }
    let first = path.dropFirst().prefix { $0 != "/" }
    let digits = first.hasSuffix("id_") ? first.dropLast(3) : first
    if digits.utf8.count == 14, digits.utf8.allSatisfy(\.isDigit) {
      guard let time = MementoTime(digits: String(digits)),
        let address = address(target.dropFirst(first.count + 2))
      else { return .unknown }
      return .memento(time, address)
    }
    // The address itself is a gate, too.
    guard first == "http:" || first == "https:" else { return nil }
    return address(target.dropFirst()).map { .timeGate($0) } ?? .unknown
  }

  /// What stands behind a prefix: as it is, with its escapes escaped once more, or with one slash lost on the way.
  private static func address(_ text: Substring) -> WebAddress? {
    var text = String(text)
    let isEscaped =
      text.lowercased().hasPrefix("http%3a") || text.lowercased().hasPrefix("https%3a")
    if isEscaped { text = PercentCoding.decode(text) }
    for scheme in ["http:/", "https:/"] where text.hasPrefix(scheme) {
      let rest = text.dropFirst(scheme.count)
      if !rest.hasPrefix("/") { text = scheme + "/" + rest }
    }
    if !text.contains("://") { text = "http://" + text }
    return try? WebAddress(text)
  }
}

extension RoomRoute {
  /// Whether it is a page that is made, and not a file or what stands for one.
  var isPage: Bool {
    switch self {
    case .list, .search, .attention, .sources, .document, .version, .changes: true
    case .style, .file, .proof, .citation, .timeMap, .timeGate, .memento, .unknown: false
    }
  }
}
