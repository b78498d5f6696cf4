// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `A host is ready` {
  private func address(_ host: String) throws -> WebAddress {
    try WebAddress("https://\(host)/a.pdf")
  }

  @Test func `when all sources are read that are expected to name it`() throws {
    var readiness = HostReadiness([["a.example", "b.example"], ["b.example"], ["c.example:8443"]])
    let hosts = try ["a.example", "b.example", "c.example:8443", "new.example"].map {
      readiness.host(of: try address($0))
    }
    #expect(hosts.map(readiness.isReady) == [false, false, false, false])
    readiness.read(0)
    #expect(hosts.map(readiness.isReady) == [true, false, false, false])
    readiness.read(2)
    readiness.read(2)
    #expect(hosts.map(readiness.isReady) == [true, false, true, false])
    readiness.read(1)
    #expect(readiness.isWhole)
    #expect(hosts.allSatisfy(readiness.isReady))
  }

  @Test func `after a source that may name any`() throws {
    var readiness = HostReadiness([["a.example"], nil])
    let host = readiness.host(of: try address("a.example"))
    readiness.read(0)
    #expect(!readiness.isReady(host))
    readiness.read(1)
    #expect(readiness.isReady(host))
  }

  @Test func `and a source that names it unexpectedly is a surprise, whenever it is read`() throws {
    var readiness = HostReadiness([["a.example"], ["b.example"], nil])
    let (known, new) = try (
      readiness.host(of: address("a.example")), readiness.host(of: address("new.example"))
    )
    #expect((0..<3).map { readiness.isSurprise(known, from: $0) } == [false, true, false])
    #expect((0..<3).map { readiness.isSurprise(new, from: $0) } == [false, false, false])
    for source in 0..<3 { readiness.read(source) }
    #expect(readiness.isSurprise(known, from: 1))
  }

  @Test func `at once where there is no source`() throws {
    var readiness = HostReadiness([])
    #expect(readiness.isReady(readiness.host(of: try address("a.example"))))
  }
}
