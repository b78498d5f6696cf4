// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Foundation
import Testing

@testable import ReadingRoom

@Suite(.timeLimit(.minutes(1)))
struct `What of a reading room is asked for` {
  private static let report = WebAddress(alreadyNormal: "https://www.example.org/a.pdf?b=c&d")

  @Test(arguments: [
    ("/style.css", RoomRoute.style), ("/attention", .attention), ("/sources", .sources),
    ("/search?q=a+b%20c&x", .search("a b c")), ("/search", .search("")),
    ("/documents/0123abcd", .document(id: "0123abcd")),
    ("/documents/0123ABCD", .document(id: "0123abcd")),
    ("/documents/0123abcd/v2/a%2Fb.pdf", .file(id: "0123abcd", version: 2)),
    ("/documents/0123abcd/v12.tlog-proof", .proof(id: "0123abcd", version: 12)),
    ("/documents/0123abcd/changes?from=1&to=3", .changes(id: "0123abcd", from: 1, to: 3)),
    ("/documents/0123abcd/changes?from=-1&to=x", .changes(id: "0123abcd", from: nil, to: nil)),
    ("/documents/0123abcd/v3.bib", .citation(id: "0123abcd", version: 3, .bib)),
    ("/documents/0123abcd/v3", .version(id: "0123abcd", 3)),
    ("/documents/0123abcd/", .document(id: "0123abcd")), ("/sources/", .sources),
  ]) func `is known by its path`(target: String, route: RoomRoute) {
    #expect(RoomRoute(target) == route)
  }

  @Test(arguments: [
    "", "/documents/123", "/documents/0123abcg",
    "/documents/0123abcd/v0/a", "/documents/0123abcd/v1/../a", "/documents/0123abcd/v99999999999/a",
    "/documents/../../etc/passwd", "/%2e%2e/etc/passwd", "/timemap/",
    "/timemap/link/",
    "/timegate/ftp://x/", "/20261340000000id_/http://x/", "/2026id_/http://x/",
  ]) func `is nothing where the path is none`(target: String) {
    #expect(RoomRoute(target) == .unknown)
  }

  @Test(arguments: [
    "https://www.example.org/a.pdf?b=c&d", "https:/www.example.org/a.pdf?b=c&d",
    "HTTPS://WWW.example.org:443/a.pdf?b=c&d", "https%3A%2F%2Fwww.example.org%2Fa.pdf%3Fb%3Dc%26d",
  ]) func `may be the versions of an address, however that is written`(address: String) {
    #expect(RoomRoute("/timemap/link/" + address) == .timeMap(Self.report, .link))
    #expect(RoomRoute("/timemap/json/" + address) == .timeMap(Self.report, .json))
    #expect(RoomRoute("/timegate/" + address) == .timeGate(Self.report))
    let time = MementoTime(digits: "20261130102030")
    #expect(time?.digits == "20261130102030" && time?.date.timeIntervalSince1970 == 1_796_034_030)
    #expect(
      RoomRoute("/20261130102030id_/" + address) == time.map { .memento($0, Self.report) }
    )
  }

  @Test func `has filters in its query, and none of these is an error`() {
    let query = "words=a++b&source=s&standing=gone&order=newest&page=3&page=&order=x&z&=&%"
    guard case .list(let list) = RoomRoute("/?" + query) else {
      Issue.record("\(RoomRoute("/?" + query))")
      return
    }
    #expect(list.filter.words == ["a", "b"] && list.filter.source == "s" && list.page == 3)
    #expect(list.text == "words=a%20b&source=s&standing=gone&page=3")
    #expect(RoomRoute("/?page=99999999999999999999") == .list(ListQuery()))
    #expect(RoomRoute("/?page=-5") == .list(ListQuery()))
  }
}

@Suite(.timeLimit(.minutes(1)))
struct `A part of a file that is asked for` {
  @Test(arguments: [
    ("bytes=0-0", ByteRange.part(0...0)), ("bytes=0-", .part(0...99)),
    ("bytes=50-200", .part(50...99)),
    ("bytes=-10", .part(90...99)), ("bytes=-500", .part(0...99)), ("Bytes = 1-2", .whole),
    ("bytes=100-", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=5-4", .whole),
    ("bytes=0-1,5-6", .whole), ("bytes=a-b", .whole), ("bytes=", .whole), ("items=0-5", .whole),
    ("bytes=99999999999999999999-", .unsatisfiable),
    ("bytes=0-99999999999999999999", .part(0...99)),
    ("bytes=-99999999999999999999", .part(0...99)), ("bytes=--5", .whole),
  ]) func `is read as RFC 9110 has it`(field: String, range: ByteRange) {
    #expect(ByteRange(field, of: 100) == range)
  }

  @Test func `is all of it where none is asked for, and nothing of an empty file`() {
    #expect(ByteRange(nil, of: 5) == .whole)
    #expect(ByteRange("bytes=0-", of: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=-5", of: 0) == .unsatisfiable)
  }
}

@Suite(.timeLimit(.minutes(1)))
struct `Who is let in` {
  private static let secret = "0123456789abcdef"

  @Test(arguments: [
    "localhost", "LOCALHOST:8017", "127.0.0.1:1", "[::1]:8017", "reports.example.org",
  ])
  func `is who asks for the room by its name`(host: String) {
    let door = Doorkeeper(
      names: ["localhost", "127.0.0.1", "[::1]", "Reports.example.org"],
      .everybody
    )
    #expect(door.refusal(host: host, authorization: nil) == nil)
  }

  @Test func `is nobody who asks for it by another name`() {
    let door = Doorkeeper(names: ["localhost", "[::1]"], .everybody)
    for host in [
      "evil.example", "localhost.evil.example", "[::2]", "127.0.0.1", "local", "[::1",
      "localhost:80@evil.example", "[::1].evil.example", "localhost:1\">,<http://evil.example/>",
      "localhost:",
      "localhost:123456",
    ] {
      #expect(door.refusal(host: host, authorization: nil) == .otherHost, "\(host)")
    }
    #expect(door.refusal(host: nil, authorization: nil) == .noHost)
    #expect(door.refusal(host: "", authorization: nil) == .noHost)
  }

  @Test func `is who has the token, where there is one`() {
    let door = Doorkeeper(names: ["localhost"], .token(Self.secret))
    let basic = Data("anybody:\(Self.secret)".utf8).base64EncodedString()
    #expect(door.refusal(host: "localhost", authorization: "Basic \(basic)") == nil)
    #expect(door.refusal(host: "localhost", authorization: "bearer \(Self.secret)") == nil)
    let other = Data("\(Self.secret):".utf8).base64EncodedString()
    for field in [
      nil, "", "Basic", "Basic \(other)", "Basic ***", "Bearer x", "Digest \(Self.secret)",
    ] {
      #expect(door.refusal(host: "localhost", authorization: field) == .noToken, "\(field ?? "")")
    }
  }
}
