// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Extraction
import Filing
import Fixity
import Foundation
import HTTPTypes
import Mustache
import NIOCore
import Records
import Reporting
import Synchronization
import SystemPackage

/// Brings what is asked for out of the archive, and makes pages of it.
///
/// It reads, and changes nothing.
final class ReadingDesk: Sendable {
  let contents: RoomContents
  let links: RoomLinks
  private let templates: MustacheLibrary
  private let cache = PageCache()
  private let workshop = PageWorkshop()
  let sound = SoundFiles()
  private let holdings: Holdings

  /// - Parameters:
  ///   - contents: what is shown.
  ///   - links: where its pages are.
  /// - Throws: where a template is none.
  init(_ contents: RoomContents, _ links: RoomLinks = .served) throws {
    (self.contents, self.links) = (contents, links)
    templates = try PageTemplate.library()
    holdings = Holdings(of: contents.archive)
  }

  /// Whether the archive can be asked; for whoever starts the room, so that they hear at once.
  func open() async throws { _ = try await holdings.current() }

  /// - Parameters:
  ///   - route: what is asked for.
  ///   - target: how that was written, by which it is remembered.
  ///   - asker: what else the request says.
  /// - Returns: what is answered, also where there is nothing of that name.
  /// - Throws: where the archive cannot be asked.
  func answer(_ route: RoomRoute, _ target: String, _ asker: Asker) async throws -> RoomAnswer {
    if case .style = route { return .page(Self.style) }
    let now = try await holdings.current()
    if let page = cache.page(target, in: now.state) { return .page(page) }
    guard route.isPage else { return try await make(route, asker, now) }
    // Whoever asks for the same meanwhile gets the same: it is made once.
    return try await workshop.make("\(now.state) \(target)") {
      let answer = try await self.make(route, asker, now)
      if case .page(let page) = answer { self.cache.keep(page, as: target, in: now.state) }
      return answer
    }
  }

  func sign(_ now: Holdings.Current) -> RoomSign {
    var sign = RoomSign(contents.title, asOf: now.lastRun)
    sign.leftOut = contents.leftOut
    return sign
  }

  /// What there is now.
  func current() async throws -> Holdings.Current { try await holdings.current() }

  /// What a request says besides its target.
  struct Asker: Sendable {
    /// Scheme and authority by which the room was asked for.
    let base: String
    /// The time for which a memento is wanted.
    let time: Wanted

    enum Wanted: Sendable {
      case newest
      case at(Date)
      /// Something else was said than a date.
      case senseless
    }
  }

  private static let style = RoomAnswer.Page(
    type: "text/css; charset=utf-8",
    bytes: ByteBuffer(string: StyleSheet.text),
    tag: tag(of: Array(StyleSheet.text.utf8))
  )

  static func tag(of bytes: [UInt8]) -> String {
    "\"\(Digest.of(bytes, by: .sha256).hex.prefix(32))\""
  }

  private func make(
    _ route: RoomRoute,
    _ asker: Asker,
    _ now: Holdings.Current
  ) async throws -> RoomAnswer {
    switch route {
    case .list(let query): return try await list(query, now)
    case .search(let words): return try await search(words, now)
    case .attention: return try await attention(now)
    case .sources: return try await sources(now)
    case .document(let id): return try await document(id, now)
    case .changes(let id, let old, let new): return try await changes(id, old, new, now)
    case .version(let id, let number): return try await version(id, number, now)
    case .file(let id, let version): return try await file(id, version, now)
    case .proof(let id, let version): return try await proof(id, version, now)
    case .citation(let id, let version, let form):
      return try await citation(id, version, form, now)
    case .timeMap(let address, let form): return try await timeMap(address, form, asker, now)
    case .timeGate(let address): return try await timeGate(address, asker, now)
    case .memento(let time, let address): return try await memento(time, address, asker, now)
    case .style: return .page(Self.style)
    case .unknown:
      return try notice(
        404,
        "There is no such page",
        ["This is what there is:"],
        ways: [
          .init(name: "Needs attention", target: links.attention),
          .init(name: "Sources", target: links.sources),
          .init(name: "Search in all texts", target: links.search),
        ],
        now
      )
    }
  }

  // MARK: Making pages

  func page(
    _ template: PageTemplate,
    _ model: Any,
    status: Int = 200,
    isLasting: Bool = true
  ) throws -> RoomAnswer {
    guard let text = templates.render(model, withTemplate: template.rawValue) else {
      throw RoomError(description: "the template “\(template.rawValue)” is missing")
    }
    let bytes = Array(text.utf8)
    return .page(
      RoomAnswer.Page(
        status: status,
        type: "text/html; charset=utf-8",
        bytes: ByteBuffer(bytes: bytes),
        tag: Self.tag(of: bytes),
        isLasting: isLasting
      )
    )
  }

  func plain(_ text: String, _ type: String, isLasting: Bool = true) -> RoomAnswer {
    let bytes = Array(text.utf8)
    return .page(
      RoomAnswer.Page(
        type: type,
        bytes: ByteBuffer(bytes: bytes),
        tag: Self.tag(of: bytes),
        isLasting: isLasting
      )
    )
  }

  func notice(
    _ status: Int,
    _ title: String,
    _ sentences: [String],
    ways: [NoticePage.Way] = [],
    _ now: Holdings.Current
  ) throws -> RoomAnswer {
    let model = NoticePage(title, sentences, ways: ways, room: sign(now), links)
    return try page(.notice, model, status: status, isLasting: false)
  }

  func noDocument(_ id: String, _ now: Holdings.Current) throws -> RoomAnswer {
    try notice(
      404,
      "There is no document \(id)",
      [
        "It may have been let go of, or the link is not whole. The search above finds documents by their words."
      ],
      now
    )
  }
}

/// Why a room cannot answer; told to whoever runs it, and not to readers.
struct RoomError: Error, CustomStringConvertible {
  let description: String
}
