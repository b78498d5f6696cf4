// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Delivery
import Fixity
import Foundation
import HTTP
import Testing

@Suite("Posts that a receiver can check") struct WebhookTests {
  @Test func `a code is what RFC 4231 says`() {
    let code = AuthenticationCode.sha256(
      of: Array("what do ya want for nothing?".utf8),
      with: Array("Jefe".utf8)
    )
    #expect(code.hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let long = AuthenticationCode.sha256(
      of: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      with: [UInt8](repeating: 0xAA, count: 131)
    )
    #expect(long.hex == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    #expect(
      AuthenticationCode.sha256(of: [], with: []).hex
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    )
  }

  @Test func `a post says when it was made, and is signed over that, too`() throws {
    let address = try WebAddress("https://hooks.example.org/hanaper?key=1")
    let body = Array(#"{"news":[]}"#.utf8)
    let now = Date(timeIntervalSince1970: 1_795_917_609)
    let request = Webhook(address: address, secret: Array("s3cret".utf8))
      .request(with: body, delivery: "2026-11-29T020009Z", at: now)
    let code = AuthenticationCode.sha256(
      of: Array("1795917609.".utf8) + body,
      with: Array("s3cret".utf8)
    )
    func value(_ name: String) -> String? { request.fields.first { $0.name == name }?.value }
    #expect(request.body == body)
    #expect(value("X-Hanaper-Time") == "1795917609")
    #expect(value("X-Hanaper-Delivery") == "2026-11-29T020009Z")
    #expect(value("X-Hanaper-Signature") == "sha256=\(code.hex)")
    let unsigned = Webhook(address: address, secret: nil)
      .request(with: body, delivery: "x", at: now)
    #expect(!unsigned.fields.contains { $0.name == "X-Hanaper-Signature" })
  }

  @Test(arguments: ["https://hc.example.org/0b2c", "https://hc.example.org/0b2c/"])
  func `a monitor is told of the beginning and the end`(_ text: String) throws {
    let ping = HealthPing(try WebAddress(text))
    #expect(ping.start?.address.text == "https://hc.example.org/0b2c/start")
    let end = try #require(ping.end(4, String(repeating: "x", count: 200_000)))
    #expect(end.address.text == "https://hc.example.org/0b2c/4")
    #expect(end.body.count == 100_000)
  }

  @Test func `how outputs went is remembered, with since when`() {
    var memory = OutputMemory()
    let (first, second) = (Date(timeIntervalSince1970: 1000), Date(timeIntervalSince1970: 2000))
    memory.note(.mail, "no server", at: first)
    memory.note(.mail, "no server still", at: second)
    memory.note(.html, nil, at: second)
    var read = OutputMemory(reading: Array(memory.text.utf8))
    #expect(read.problems.map(\.sentence) == ["no server still"])
    #expect(read.problems.first?.since == first)
    #expect(read.hasServed(.html) && !read.hasServed(.mail))
    read.note(.mail, nil, at: second)
    #expect(read.problems.isEmpty)
    #expect(OutputMemory(reading: Array("{\"schema\":".utf8)).problems.isEmpty)
  }
}
