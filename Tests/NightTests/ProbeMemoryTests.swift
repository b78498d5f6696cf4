// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(1)))
struct `An address that cannot exist` {
  @Test(arguments: [
    ("https://a.example/reviews/a.pdf", "https://a.example/reviews/xyz.pdf"),
    ("https://a.example/reviews/child-a/", "https://a.example/reviews/xyz/"),
    ("https://a.example/reviews", "https://a.example/xyz"),
    ("https://a.example:8080/x/y/7534-a/file", "https://a.example:8080/x/y/7534-a/xyz"),
    ("https://a.example/get.php?option=doc&id=7", "https://a.example/get.php?option=doc&id=xyz"),
    ("https://a.example/get?7", "https://a.example/get?xyz"),
  ])
  func `stands beside the one whose answer is in doubt`(address: String, nonsense: String) throws {
    var memory = ProbeMemory()
    let step = try memory.step(beside: WebAddress(address), name: "xyz")
    #expect(step == .ask(try WebAddress(nonsense)))
  }

  @Test func `is asked for once a host, and its answer is for all of the folder`() throws {
    var memory = ProbeMemory()
    let nonsense = try WebAddress("https://a.example/reviews/xyz.pdf")
    _ = try memory.step(beside: WebAddress("https://a.example/reviews/a.pdf"), name: "xyz")
    memory.take(.otherwise, of: nonsense)
    let same = try memory.step(beside: WebAddress("https://a.example/reviews/b.docx"), name: "uvw")
    #expect(same == .known(.otherwise, of: nonsense))
    let other = try memory.step(beside: WebAddress("https://a.example/old/c.pdf"), name: "uvw")
    #expect(other == .passedOver)
    let host = try memory.step(beside: WebAddress("https://b.example/old/c.pdf"), name: "uvw")
    #expect(host == .ask(try WebAddress("https://b.example/old/uvw.pdf")))
  }

  @Test func `is none beside a front page`() throws {
    var memory = ProbeMemory()
    #expect(try memory.step(beside: WebAddress("https://a.example/"), name: "xyz") == .passedOver)
  }
}
