// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing

/// Takes out of the addresses on a page what was written into them for one load of it: a session, a token, a time.
///
/// It is for telling whether a page has changed, and never for naming a document. Beside what
/// `WebAddress.droppingSessions` leaves out, parameters of a query count that are usual for this, where their value
/// looks like it and is the same all over the page: what tells one document from another is not.
struct LoadFolding {
  private let names: Set<String>

  /// - Parameter addresses: all that are looked at on the page.
  init(_ addresses: some Sequence<WebAddress>) {
    var values: [String: Substring] = [:]
    var others: Set<String> = []
    for address in addresses {
      guard let query = address.query, query.utf8.contains(UInt8(ascii: "=")) else { continue }
      for parameter in query.split(separator: "&") {
        guard let end = parameter.firstIndex(of: "=") else { continue }
        let name = String(parameter[..<end])
        guard let isLoad = Self.sign(of: name) else { continue }
        let value = parameter[parameter.index(after: end)...]
        if !isLoad(value) || values[name, default: value] != value { others.insert(name) }
        values[name] = value
      }
    }
    names = Set(values.keys).subtracting(others)
  }

  /// The address without what is of this load.
  func folding(_ address: WebAddress) -> WebAddress {
    address.droppingSessions.dropping(queryParameters: names)
  }

  // MARK: The signs

  /// What the value of a parameter of such a name looks like; nil for any other name.
  private static func sign(of name: String) -> ((Substring) -> Bool)? {
    let name = name.lowercased()
    if sessionNames.contains(name) { return isRandom }
    if timeNames.contains(name) { return isTime }
    return nil
  }

  private static let sessionNames: Set<String> = [
    "sid", "session", "sessionid", "session_id", "sessid", "oscsid", "zenid",
    "token", "_token", "csrf", "csrf_token", "csrftoken", "nonce",
  ]

  private static let timeNames: Set<String> = ["_", "t", "ts", "time", "timestamp"]

  /// Whether nobody chose it: sixteen letters and figures or more, in turns, and nothing else; or a digest.
  private static func isRandom(_ value: Substring) -> Bool {
    let bytes = value.utf8
    guard bytes.count >= 16, bytes.allSatisfy({ isFigure($0) || isLetter($0) }) else {
      return false
    }
    let turns = zip(bytes, bytes.dropFirst()).count { isFigure($0) != isFigure($1) }
    return turns >= 4 || bytes.count == 32 && value.allSatisfy(\.isHexDigit)
  }

  /// Whether it is a time in seconds or milliseconds.
  private static func isTime(_ value: Substring) -> Bool {
    let bytes = value.utf8
    return [10, 13].contains(bytes.count) && value.hasPrefix("1") && bytes.allSatisfy(isFigure)
  }

  private static func isFigure(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
