// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Fetching
import HTTP
import Support
import Testing

/// `Content-Encoding` with something in it that is no coding.
@Suite(.timeLimit(.minutes(5)))
struct `A coding that means nothing` {
  private static let document = Array("%PDF-1.7 and no more".utf8)

  private static func script(_ codings: [String]) -> ScriptedServer.Script {
    { _ in
      .ok(document, type: "application/pdf", headers: codings.map { ("Content-Encoding", $0) })
    }
  }

  @Test(arguments: [
    ["UTF-8"], ["utf-8"], ["binary"], ["8bit"], ["7bit"], ["application/pdf"], ["base64"],
    ["text/html; charset=utf-8"], ["iso-8859-1"], ["*"], ["UTF-8, binary"], ["UTF-8", "binary"],
    ["aws-chunked"], ["identity, utf-8"], ["none", "utf-8"], ["gzip, utf-8"], ["UTF-8, gzip"],
    ["gzip", "UTF-8"],
  ])
  func `leaves the body as it came, and stays on record`(codings: [String]) async throws {
    try await Desk.run(script: Self.script(codings)) { desk in
      for purpose in [FetchOrder.Purpose.document, .page, .signature] {
        let order = FetchOrder(try desk.address("/a.pdf"), purpose: purpose)
        let answer = try await desk.fetcher.fetch(order).outcome.get()
        #expect(try answer.body?.head(1_000) == Self.document)
        #expect(answer.head.fields["Content-Encoding"] == codings[0])
        #expect(answer.status == 200)
      }
      #expect(desk.server.requests.count == 6, "each is asked once more, and no more than that")
    }
  }

  @Test(arguments: [
    [String](repeating: "identity", count: 6).joined(separator: ", "),
    [String](repeating: "gzip", count: 6).joined(separator: ", "),
    [String](repeating: "gzip,", count: 400).joined(), "gzip, br, deflate, gzip, br, deflate, zstd",
  ])
  func `is one of more than five upon one another, and the body is taken as it came`(
    codings: String
  ) async throws {
    try await Desk.run(script: Self.script([codings])) { desk in
      for purpose in [FetchOrder.Purpose.document, .page, .signature] {
        let order = FetchOrder(try desk.address("/a.pdf"), purpose: purpose)
        let answer = try await desk.fetcher.fetch(order).outcome.get()
        #expect(try answer.body?.head(1_000) == Self.document)
      }
      #expect(desk.server.requests.count == 6, "each is asked once more, and no more than that")
      let fields = desk.server.requests.last?.headers.filter {
        $0.name.lowercased() == "accept-encoding"
      }
      #expect(fields?.map(\.value) == ["identity"])
    }
  }

  @Test(arguments: [["none"], ["identity"], [""]])
  func `is no coding where it says so, and is not asked for twice`(codings: [String]) async throws {
    try await Desk.run(script: Self.script(codings)) { desk in
      let answer = try await desk.fetch("/a.pdf").outcome.get()
      #expect(try answer.body?.head(1_000) == Self.document)
      #expect(desk.server.requests.count == 1)
    }
  }

  @Test(arguments: [
    ["gzip"], ["br"], ["deflate"], ["gzip, br"], ["compress"],
  ])
  func `excuses none that is known and does not fit`(codings: [String]) async throws {
    try await Desk.run(script: Self.script(codings)) { desk in
      let failure = try await desk.fetch("/a.pdf").failure
      #expect(
        failure?.description.hasPrefix("the answer is not sound HTTP") == true,
        "\(failure?.description ?? "it went well")"
      )
    }
  }

  @Test func `asks for a head once`() async throws {
    try await Desk.run(script: Self.script(["UTF-8"])) { desk in
      let order = FetchOrder(try desk.address("/a.pdf"), purpose: .head)
      #expect(try await desk.fetcher.fetch(order).outcome.get().status == 200)
      #expect(desk.server.requests.count == 1)
    }
  }
}
