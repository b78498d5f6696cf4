// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `A pool of addresses` {
  private func address(_ number: Int) -> WebAddress {
    // Of many lengths, so that blocks end at any place.
    let padding = String(repeating: "x", count: number % 90)
    return WebAddress(alreadyNormal: "https://example.org/\(padding)/\(number).pdf")
  }

  @Test func `numbers addresses as they come, each once, and gives them back`() {
    var pool = AddressPool()
    let addresses = (0..<20_000).map(address)
    for (number, address) in addresses.enumerated() {
      let first = pool.insert(address)
      let second = pool.insert(address)
      #expect(first == (number, true))
      #expect(second == (number, false))
    }
    #expect(pool.count == addresses.count)
    // Again when the table has grown.
    for (number, address) in addresses.enumerated() {
      #expect(pool.insert(address) == (number, false))
      #expect(pool[number] == address)
    }
  }

  @Test func `takes an address longer than its blocks`() {
    var pool = AddressPool()
    let long = WebAddress(
      alreadyNormal: "https://example.org/" + String(repeating: "y", count: 200_000)
    )
    for candidate in [address(1), long, address(2)] { _ = pool.insert(candidate) }
    #expect([pool[0], pool[1], pool[2]] == [address(1), long, address(2)])
    #expect(pool.insert(long) == (1, false))
  }

  @Test func `orders them as addresses are ordered`() {
    var pool = AddressPool()
    let texts = [
      "https://b.example/", "https://a.example/b", "https://a.example/", "http://z.example/",
    ]
    let addresses = texts.map(WebAddress.init(alreadyNormal:)) + (0..<200).map(address)
    for address in addresses { _ = pool.insert(address) }
    let ordered = addresses.indices.sorted(by: pool.precedes).map { pool[$0] }
    #expect(ordered == addresses.sorted())
  }
}
