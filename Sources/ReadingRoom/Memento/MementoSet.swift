// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Addressing
import Foundation
import HTTP
import Records

/// The versions of one address as mementos, in the order of their times.
///
/// Of an address that is gone, that is a memento, too: the last one, of the time from which on it was not there.
struct MementoSet: Sendable {
  /// What stood at the address at some time.
  enum Memento: Sendable {
    case version(Version)
    /// Nothing, from then on.
    case absence(Date)

    var time: MementoTime {
      switch self {
      case .version(let version): MementoTime(version.capturedAt)
      case .absence(let date): MementoTime(date)
      }
    }
  }

  let original: WebAddress
  let versions: [Version]
  /// Since when it is gone; nil where it is not, or where a version is newer.
  let goneSince: Date?
  /// Scheme and authority at which the room is asked: `http://127.0.0.1:8017`.
  let base: String

  /// - Parameters:
  ///   - original: whose.
  ///   - versions: at least one.
  ///   - standing: how it stands.
  ///   - base: scheme and authority.
  init?(of original: WebAddress, _ versions: [Version], _ standing: Standing?, at base: String) {
    let sorted = versions.sorted { ($0.capturedAt, $0.number) < ($1.capturedAt, $1.number) }
    guard let newest = sorted.last else { return nil }
    (self.original, self.versions, self.base) = (original, sorted, base)
    if case .gone(let since) = standing, since > newest.capturedAt {
      goneSince = since
    } else {
      goneSince = nil
    }
  }

  private var mementos: [Memento] {
    versions.map(Memento.version) + (goneSince.map { [.absence($0)] } ?? [])
  }

  var timeGate: String { "\(base)/timegate/\(original)" }

  func timeMap(_ form: RoomRoute.TimeMapForm) -> String {
    "\(base)/timemap/\(form.rawValue)/\(original)"
  }

  /// The path of a version's own bytes.
  static func path(of version: Version) -> String {
    "/\(MementoTime(version.capturedAt).digits)id_/\(version.address)"
  }

  func path(of memento: Memento) -> String {
    switch memento {
    case .version(let version): Self.path(of: version)
    case .absence(let date): "/\(MementoTime(date).digits)id_/\(original)"
    }
  }

  private func place(of memento: Memento) -> String { base + path(of: memento) }

  /// The memento for a time: what stood there by then, or the first.
  ///
  /// Who names no time wants the document, and has its last version.
  func memento(at time: Date?) -> Memento? {
    guard let time else { return versions.last.map(Memento.version) }
    let mementos = mementos
    return mementos.last { $0.time.date <= time } ?? mementos.first
  }

  /// The memento of a second; nil where none is of it.
  func memento(of time: MementoTime) -> Memento? { mementos.last { $0.time == time } }

  /// The header field that says what belongs to an answer.
  ///
  /// - Parameter memento: the one that is given, or that a gate leads to.
  /// - Returns: its value.
  func links(of memento: Memento) -> String {
    var links = [
      "<\(original)>; rel=\"original\"",
      "<\(timeGate)>; rel=\"timegate\"",
      "<\(timeMap(.link))>; rel=\"timemap\"; type=\"application/link-format\"",
    ]
    let time = memento.time.httpDate
    links.append("<\(place(of: memento))>; rel=\"memento\"; datetime=\"\(time)\"")
    return links.joined(separator: ", ")
  }

  /// All of them, in the form of RFC 6690.
  var linkFormat: String {
    let mementos = mementos
    let times = mementos.map(\.time.httpDate)
    var lines = [
      "<\(original)>; rel=\"original\"",
      "<\(timeMap(.link))>; rel=\"self\"; type=\"application/link-format\"; from=\"\(times.first ?? "")\"; until=\"\(times.last ?? "")\"",
      "<\(timeGate)>; rel=\"timegate\"",
    ]
    for (index, memento) in mementos.enumerated() {
      let first = index == 0 ? "first " : ""
      let last = index == mementos.count - 1 ? "last " : ""
      lines.append(
        "<\(place(of: memento))>; rel=\"\(first)\(last)memento\"; datetime=\"\(times[index])\""
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
      /// Of the bytes, as the archive has it; nil where there was nothing.
      let digest: String?
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
    let items = mementos.map { memento in
      switch memento {
      case .version(let version):
        Answer.Item(
          datetime: version.capturedAt,
          uri: [place(of: memento)],
          digest: version.digest.description
        )
      case .absence(let date): Answer.Item(datetime: date, uri: [place(of: memento)], digest: nil)
      }
    }
    return Answer(
      original_uri: original.text,
      timegate_uri: timeGate,
      timemap_uri: .init(link_format: timeMap(.link), json_format: timeMap(.json)),
      mementos: .init(first: items.first, last: items.last, list: items)
    )
  }
}
