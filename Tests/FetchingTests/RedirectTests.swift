// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Fetching
import Foundation
import HTTP
import Records
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Redirects` {
  @Test
  func `are followed one by one, and the whole chain is kept`() async throws {
    try await Desk.run { request in
      switch request.path {
      case "/1": .redirect(301, to: "/2")
      case "/2": .redirect(302, to: "/3?a=b")
      case "/3": .redirect(303, to: "/4")
      case "/4": .redirect(307, to: "/5")
      case "/5": .redirect(308, to: "/report.pdf")
      default: .ok(Array("%PDF".utf8), type: "application/pdf")
      }
    } _: { desk in
      let fetch = try await desk.fetch("/1")
      let targets = ["/1", "/2", "/3?a=b", "/4", "/5", "/report.pdf"]
      let addresses = try targets.map { try desk.address($0) }
      #expect(fetch.hops.map(\.address) == Array(addresses.dropLast()))
      #expect(fetch.hops.map(\.target) == Array(addresses.dropFirst()))
      #expect(fetch.hops.map(\.status) == [301, 302, 303, 307, 308])
      #expect(fetch.finalAddress == addresses.last)
      let answer = try fetch.outcome.get()
      #expect(answer.address == addresses.last)
      #expect(answer.status == 200)
      #expect(desk.server.requests.map(\.target) == targets)
      #expect(desk.server.requests.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func `to what was let go of are not followed, and nobody reads where they led`()
    async throws
  {
    try await Desk.run { request in
      request.path == "/1" ? .redirect(302, to: "/child.pdf") : .status(204)
    } _: { desk in
      let fetcher = desk.another(suppressed: try .of([desk.address("/child.pdf")]))
      for target in ["/1", "/child.pdf"] {
        let order = FetchOrder(try desk.address(target), purpose: .document)
        let fetch = await fetcher.fetch(order)
        guard case .suppressed = fetch.failure else {
          Issue.record("\(fetch.outcome)")
          continue
        }
        #expect(fetch.hops.isEmpty && fetch.failure.map { "\($0)".contains("child") } == false)
      }
      #expect(desk.server.requests.map(\.target) == ["/1"])
    }
  }

  @Test(arguments: [
    ("/b.pdf", "/b.pdf"), ("b.pdf", "/d/b.pdf"), ("./b.pdf", "/d/b.pdf"), ("../b.pdf", "/b.pdf"),
    ("../../../b.pdf", "/b.pdf"), ("?q=2", "/d/a.pdf?q=2"), ("b.pdf#page=2", "/d/b.pdf"),
    ("  b.pdf  ", "/d/b.pdf"), ("/a report.pdf", "/a%20report.pdf"), ("/%e9", "/%E9"),
    ("/a?b= c&d=\"e\"", "/a?b=%20c&d=%22e%22"), ("\\b.pdf", "/b.pdf"),
    // As browsers and libcurl read it: the bytes as they are, not each for a letter of Latin-1.
    ("/caf\u{E9}/\u{20AC}.pdf", "/caf%C3%A9/%E2%82%AC.pdf"),
  ])
  func `lead where a browser would go`(location: String, target: String) async throws {
    try await Desk.run { request in
      request.target == "/d/a.pdf" ? .redirect(302, to: location) : .status(204)
    } _: { desk in
      let fetch = try await desk.fetch("/d/a.pdf")
      _ = try fetch.outcome.get()
      #expect(desk.server.requests.map(\.target) == ["/d/a.pdf", target])
      let final = try desk.address(target)
      #expect(fetch.finalAddress == final)
    }
  }

  @Test(arguments: ["http://127.0.0.2:%/b", "//127.0.0.2:%/b", "HTTP://127.0.0.2:%/x/../b#c"])
  func `lead to other hosts`(location: String) async throws {
    try await ScriptedServer.run(at: "127.0.0.2") { request in
      .ok(Array((request.host ?? "").utf8), type: "a/b")
    } _: { other in
      let port = other.port
      try await Desk.run { _ in
        .redirect(301, to: location.replacing("%", with: "\(port)"))
      } _: { desk in
        let fetch = try await desk.fetch("/a")
        let address = try WebAddress("http://127.0.0.2:\(port)/b")
        #expect(fetch.finalAddress == address)
        let body = try #require(try fetch.outcome.get().body)
        let host = try body.head(100)
        #expect(host == Array("127.0.0.2:\(port)".utf8))
      }
    }
  }

  @Test
  func `that ask for a while are waited for, if it is short, and nothing else rests`()
    async throws
  {
    try await Desk.run { request in
      switch request.path {
      case "/soon": .status(302, [("Location", "/a.pdf"), ("Retry-After", "1")])
      case "/late": .status(301, [("Location", "/a.pdf"), ("Retry-After", "86400")])
      case "/gone": .status(404, [("Retry-After", "86400")])
      default: .ok(Array("%PDF".utf8), type: "application/pdf")
      }
    } _: { desk in
      let late = try await desk.fetch("/late").outcome.get()
      #expect(late.status == 200)
      #expect(desk.server.requests.map(\.target) == ["/late", "/a.pdf"])
      #expect(try await desk.fetch("/gone").outcome.get().status == 404)
      #expect(try await desk.fetch("/soon").outcome.get().status == 200)
      #expect(await desk.fetcher.memory.hosts.values.allSatisfy { $0.notBefore == nil })
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `that lead nowhere are answers`(status: Int) async throws {
    try await Desk.run { _ in
      .status(status, body: [1])
    } _: { desk in
      let answer = try await desk.fetch("/a").outcome.get()
      #expect(answer.status == status)
      #expect(answer.body?.length == 1)
    }
  }

  @Test(arguments: [200, 201, 300, 304, 305, 306, 404, 503])
  func `are told by their status, not by a place that is named`(status: Int) async throws {
    try await Desk.run { _ in
      .status(status, [("Location", "/b")])
    } _: { desk in
      let fetch = try await desk.fetch("/a")
      let answer = try fetch.outcome.get()
      #expect(answer.status == status)
      #expect(fetch.hops.isEmpty)
      #expect(desk.server.requests.count == 1)
    }
  }

  @Test
  func `keep nothing of the bodies on the way`() async throws {
    try await Desk.run { request in
      request.path == "/a"
        ? .status(302, [("Location", "/b")], body: Array("<a href=b>here</a>".utf8)) : .status(204)
    } _: { desk in
      _ = try await desk.fetch("/a").outcome.get()
      let left = try desk.spooled()
      #expect(left.isEmpty)
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Redirects that go wrong` {
  @Test(arguments: [["/a", "/a"], ["/a", "/b", "/a"], ["/x", "/a", "/b", "/c", "/a"]])
  func `go round in a circle`(path: [String]) async throws {
    try await Desk.run { request in
      let place = path.firstIndex(of: request.path) ?? 0
      return .redirect(302, to: path[place + 1])
    } _: { desk in
      let fetch = try await desk.fetch(path[0])
      let start = try desk.address(path[path.count - 1])
      #expect(fetch.failure?.description == "the redirects go round in a circle at \(start)")
      #expect(fetch.hops.count == path.count - 2)
      #expect(desk.server.requests.count == path.count - 1)
    }
  }

  @Test(arguments: [(10, true), (11, false)])
  func `are too many`(redirects: Int, isFine: Bool) async throws {
    try await Desk.run { request in
      let number = Int(request.path.dropFirst()) ?? 0
      return number < redirects ? .redirect(302, to: "/\(number + 1)") : .status(204)
    } _: { desk in
      let fetch = try await desk.fetch("/0")
      #expect(fetch.hops.count == 10)
      #expect(fetch.failure?.description == (isFine ? nil : "more than 10 redirects"))
    }
  }

  @Test(arguments: [
    ("file:///etc/passwd", "file"), ("javascript:alert(1)", "javascript"), ("FTP://a/b", "ftp"),
    ("data:text/html,a", "data"), ("mailto:a@example.org", "mailto"), ("gopher://a/", "gopher"),
    (" javascript:alert(1)", "javascript"), ("java\tscript:alert(1)", "javascript"),
  ])
  func `lead out of the web`(location: String, scheme: String) async throws {
    try await Desk.run { _ in
      .redirect(302, to: location)
    } _: { desk in
      let fetch = try await desk.fetch("/a")
      let sentence = try #require(fetch.failure?.description)
      #expect(sentence.hasPrefix("a redirect to “\(location.trimmingPrefix(" "))”"))
      let error = AddressError.unsupportedScheme(scheme).description
      #expect(sentence.hasSuffix(error))
      #expect(fetch.hops.isEmpty)
      #expect(desk.server.requests.count == 1)
      let left = try desk.spooled()
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: [
    "http://user:password@127.0.0.1/", "http://", "http://[::1/", "http://a b/",
    "http://127.0.0.1:99999/",
  ])
  func `lead to what is no address`(location: String) async throws {
    try await Desk.run { _ in
      .redirect(302, to: location)
    } _: { desk in
      let fetch = try await desk.fetch("/a")
      let sentence = try #require(fetch.failure?.description)
      #expect(sentence.hasPrefix("a redirect to “\(location)”: "))
    }
  }

  @Test
  func `lead to a host that does not answer`() async throws {
    try await Desk.run { request in
      request.path == "/a" ? .redirect(302, to: "/b") : Reply([.reset])
    } _: { desk in
      let fetch = try await desk.fetch("/a")
      #expect(fetch.failure?.description.hasPrefix("the connection broke off") == true)
      let final = try desk.address("/b")
      #expect(fetch.finalAddress == final)
      #expect(fetch.hops.count == 1)
    }
  }

  @Test
  func `lead from a secure address to an insecure one`() async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity = try await authority.identity(for: ["127.0.0.1"])
      var settings = NetworkSettings.local
      settings.certificates = authority.certificatePath.string
      try await ScriptedServer.run { _ in
        .ok(Array("plain".utf8), type: "a/b")
      } _: { plain in
        let port = plain.port
        try await Desk.run(settings: settings, tls: identity) { request in
          request.path == "/down" ? .redirect(301, to: "http://127.0.0.1:\(port)/") : .status(204)
        } _: { desk in
          let fetch = try await desk.fetch("/down", scheme: "https")
          let address = try WebAddress("http://127.0.0.1:\(port)/")
          let sentence = "a secure address redirects to an insecure one, \(address)"
          #expect(fetch.failure?.description == sentence)
          #expect(plain.requests.isEmpty)

          // The other way round is a good way, and so is one among secure addresses.
          let up = try desk.address("/up", scheme: "https").text
          plain.replaceScript { _ in .redirect(301, to: up) }
          let upgraded = await desk.fetcher.fetch(FetchOrder(address, purpose: .document))
          let answer = try upgraded.outcome.get()
          #expect(answer.status == 204)
          #expect(answer.address.text == up)
        }
      }
    }
  }
}

extension Tombstones {
  /// Tombstones of documents at these addresses.
  fileprivate static func of(_ addresses: [WebAddress]) -> Tombstones {
    let stone = Tombstone(
      name: "2026-01-02T030405Z",
      at: Date(timeIntervalSince1970: 1_767_322_800),
      tool: "hanaper/test",
      reason: .courtOrder,
      note: nil,
      role: .document,
      versions: [],
      salt: "5a17",
      marks: Tombstone.marks(of: addresses, under: "5a17"),
      seals: []
    )
    return Tombstones([stone])
  }
}
