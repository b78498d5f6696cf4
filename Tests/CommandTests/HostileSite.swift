// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support

/// A site each of whose hosts does one thing wrong, as a list page or as a document, beside one that is
/// sound.
struct HostileSite: Sendable {
  static let soundHost = "sound.example"
  static let indexHost = "index.example"

  /// Everything but the sound host, by the host's name.
  let places: [HostilePlace]

  var hosts: [String] {
    ([Self.soundHost, Self.indexHost] + places.map(\.host)).map { "\($0):80" }
  }

  /// A source for each list page; those that are documents are listed by one sound page.
  var sources: String {
    let pages =
      [Self.soundHost, Self.indexHost] + places.filter { $0.role != .document }.map(\.host)
    return pages.map { host in
      let id = host.split(separator: ".")[0]
      return "  - { id: \(id), page: \"http://\(host)/reviews/\" }"
    }.joined(separator: "\n")
  }

  func answer(_ request: ReceivedRequest, document: [UInt8]) -> Reply {
    let host = request.host.map { String($0.prefix { $0 != ":" }) } ?? ""
    if host == Self.soundHost || host == Self.indexHost {
      return soundAnswer(host, request, document: document)
    }
    guard let place = places.first(where: { $0.host == host }) else { return .status(404) }
    switch (place.role, request.path) {
    case (.robots, "/robots.txt"), (.page, "/reviews/"), (.document, "/report.pdf"):
      return place.reply(request)
    case (.robots, "/reviews/"): return .ok(Array("<title>a</title>".utf8), type: "text/html")
    default: return .status(404)
    }
  }

  private func soundAnswer(
    _ host: String,
    _ request: ReceivedRequest,
    document: [UInt8]
  ) -> Reply {
    let targets =
      host == Self.soundHost
      ? ["/one.pdf", "/two.pdf"]
      : places.filter { $0.role == .document }.map { "http://\($0.host)/report.pdf" }
    switch request.path {
    case "/reviews/":
      return .ok(Installation.listing(targets.map { ($0, "Report") }), type: "text/html")
    case "/one.pdf", "/two.pdf": return .ok(document, type: "application/pdf")
    default: return .status(404)
    }
  }
}

/// A host that does one thing wrong.
struct HostilePlace: Sendable {
  enum Role: Sendable {
    case page, document, robots
  }

  let role: Role
  let what: String
  let number: Int
  /// What the run says of it: the verdict's word, and its reason where there is one.
  let outcome: String
  let reply: @Sendable (ReceivedRequest) -> Reply

  var host: String { "h\(number).hostile.example" }
}
