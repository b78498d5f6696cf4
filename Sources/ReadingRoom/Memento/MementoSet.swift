// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Addressing
import Foundation
import HTTP
import Records

/// The versions of one address as mementos, in the order of their times.
struct MementoSet: Sendable {
  let original: WebAddress
  let versions: [Version]
  /// Scheme and authority at which the room is asked: `http://127.0.0.1:8017`.
  let base: String

  /// - Parameters:
  ///   - original: whose.
  ///   - versions: at least one.
  ///   - base: scheme and authority.
  init?(of original: WebAddress, _ versions: [Version], at base: String) {
    guard !versions.isEmpty else { return nil }
    self.original = original
    self.versions = versions.sorted { ($0.capturedAt, $0.number) < ($1.capturedAt, $1.number) }
    self.base = base
  }

  var timeGate: String { "\(base)/timegate/\(original)" }

  func timeMap(_ form: RoomRoute.TimeMapForm) -> String {
    "\(base)/timemap/\(form.rawValue)/\(original)"
  }

  /// The path of a version's own bytes.
  static func path(of version: Version) -> String {
    "/\(MementoTime(version.capturedAt).digits)id_/\(version.address)"
  }

  private func place(of version: Version) -> String { base + Self.path(of: version) }

  /// The version for a time: the last one that had been kept by then, or the first.
  func version(at time: Date?) -> Version? {
    guard let time else { return versions.last }
    return versions.last {
      $0.capturedAt.timeIntervalSince1970.rounded(.down) <= time.timeIntervalSince1970
    }
      ?? versions.first
  }

  /// The version of a second; nil where none was kept in it.
  func version(of time: MementoTime) -> Version? {
    versions.last { MementoTime($0.capturedAt) == time }
  }

  /// The header field that says what belongs to an answer.
  ///
  /// - Parameter version: the one that is given; nil where a gate answers.
  /// - Returns: its value.
  func links(of version: Version?) -> String {
    var links = [
      "<\(original)>; rel=\"original\"",
      "<\(timeGate)>; rel=\"timegate\"",
      "<\(timeMap(.link))>; rel=\"timemap\"; type=\"application/link-format\"",
    ]
    if let version {
      let time = MementoTime(version.capturedAt).httpDate
      links.append("<\(place(of: version))>; rel=\"memento\"; datetime=\"\(time)\"")
    }
    return links.joined(separator: ", ")
  }

  /// All of them, in the form of RFC 6690.
  var linkFormat: String {
    let times = versions.map { MementoTime($0.capturedAt).httpDate }
    var lines = [
      "<\(original)>; rel=\"original\"",
      "<\(timeMap(.link))>; rel=\"self\"; type=\"application/link-format\"; from=\"\(times.first ?? "")\"; until=\"\(times.last ?? "")\"",
      "<\(timeGate)>; rel=\"timegate\"",
    ]
    for (index, version) in versions.enumerated() {
      let first = index == 0 ? "first " : ""
      let last = index == versions.count - 1 ? "last " : ""
      lines.append(
        "<\(place(of: version))>; rel=\"\(first)\(last)memento\"; datetime=\"\(times[index])\""
      )
    }
    return lines.joined(separator: ",\n") + "\n"
  }

  struct Answer: Encodable {
    struct Maps: Encodable {
      let link_format: String
      let json_format: String
    }

    struct Item: Encodable {
      let datetime: Date
      let uri: [String]
      /// Of the bytes, as the archive has it.
      let digest: String
    }

    struct List: Encodable {
      let first: Item?
      let last: Item?
      let list: [Item]
    }

    let original_uri: String
    let timegate_uri: String
    let timemap_uri: Maps
    let mementos: List
  }

  /// All of them, as aggregators have them in JSON.
  var answer: Answer {
    let items = versions.map {
      Answer.Item(datetime: $0.capturedAt, uri: [place(of: $0)], digest: $0.digest.description)
    }
    return Answer(
      original_uri: original.text,
      timegate_uri: timeGate,
      timemap_uri: .init(link_format: timeMap(.link), json_format: timeMap(.json)),
      mementos: .init(first: items.first, last: items.last, list: items)
    )
  }
}
