// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Foundation
import HTTPTypes
import Records
import Reporting

// The versions of an address, for programs that ask web archives.
//
// Source: RFC 7089 <https://www.rfc-editor.org/rfc/rfc7089>
extension ReadingDesk {
  /// - Returns: nil where nothing is held under the address, or where documents are found that moved there.
  private func mementos(
    of address: WebAddress,
    _ asker: Asker,
    _ now: Holdings.Current
  ) async throws -> MementoSet? {
    var names = [address, address.droppingSessions]
    if let place = try await now.catalogue.document(foundAt: address.droppingSessions) {
      names.append(place.address)
    }
    for name in names {
      let versions = try await now.catalogue.versions(of: name)
      let standing = try await now.catalogue.document(at: name)?.standing
      if let set = MementoSet(of: name, versions, standing, at: asker.base) { return set }
    }
    return nil
  }

  private func nothing(under address: WebAddress, _ now: Holdings.Current) throws -> RoomAnswer {
    if let stone = Tombstones((try? contents.archive.readableTombstones()) ?? []).of(address) {
      return try letGo(stone, now)
    }
    return try notice(404, "Nothing is held under this address", [address.text], now)
  }

  func timeMap(
    _ address: WebAddress,
    _ form: RoomRoute.TimeMapForm,
    _ asker: Asker,
    _ now: Holdings.Current
  ) async throws -> RoomAnswer {
    guard let set = try await mementos(of: address, asker, now) else {
      return try nothing(under: address, now)
    }
    // The name by which the room is asked for stands in it.
    switch form {
    case .link: return plain(set.linkFormat, "application/link-format", isLasting: false)
    case .json:
      return plain(try RecordCoding.encode(set.answer), "application/json", isLasting: false)
    }
  }

  func timeGate(
    _ address: WebAddress,
    _ asker: Asker,
    _ now: Holdings.Current
  ) async throws -> RoomAnswer {
    var time: Date?
    switch asker.time {
    case .newest: break
    case .at(let date): time = date
    case .senseless:
      return try notice(
        400,
        "That is no time",
        ["Accept-Datetime takes a date of HTTP: Sun, 06 Nov 1994 08:49:37 GMT."],
        now
      )
    }
    guard let set = try await mementos(of: address, asker, now),
      let memento = set.memento(at: time)
    else { return try nothing(under: address, now) }
    var headers = HTTPFields()
    headers[.vary] = "accept-datetime"
    headers[.link] = set.links(of: memento)
    return .elsewhere(set.base + set.path(of: memento), headers)
  }

  func memento(
    _ time: MementoTime,
    _ address: WebAddress,
    _ asker: Asker,
    _ now: Holdings.Current
  ) async throws -> RoomAnswer {
    guard let set = try await mementos(of: address, asker, now) else {
      return try nothing(under: address, now)
    }
    guard let memento = set.memento(of: time) else {
      // The nearest one, as web archives do.
      guard let near = set.memento(at: time.date) else { return try nothing(under: address, now) }
      return .elsewhere(set.base + set.path(of: near), [:])
    }
    var headers = HTTPFields()
    headers[.mementoDatetime] = time.httpDate
    headers[.link] = set.links(of: memento)
    switch memento {
    case .version(let version): return try await file(version, headers, now)
    case .absence(let date): return try absence(since: date, set, headers, now)
    }
  }

  /// What a web archive answers with where it captured that nothing was there.
  private func absence(
    since date: Date,
    _ set: MementoSet,
    _ headers: HTTPFields,
    _ now: Holdings.Current
  ) throws -> RoomAnswer {
    let ways = [NoticePage.Way(name: "What is kept of it", target: links.document(set.original))]
    let answer = try notice(
      404,
      "It was not there any more",
      [
        "From \(Readable.day(date)) on, \(set.original.text) did not bring the document any more. What was kept of it before is here still."
      ],
      ways: ways,
      now
    )
    guard case .page(var page) = answer else { return answer }
    page.headers = headers
    return .page(page)
  }
}

extension HTTPField.Name {
  static let mementoDatetime = literal("Memento-Datetime")
  static let acceptDatetime = literal("Accept-Datetime")
  static let link = literal("Link")
  static let forwardedScheme = literal("X-Forwarded-Proto")
  static let referrerPolicy = literal("Referrer-Policy")
  static let resourcePolicy = literal("Cross-Origin-Resource-Policy")
  static let frameOptions = literal("X-Frame-Options")

  /// A name that stands in this file, and is one.
  private static func literal(_ text: String) -> HTTPField.Name {
    HTTPField.Name(text) ?? .eTag
  }
}
