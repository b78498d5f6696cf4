// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Delivery
import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

@Suite("Outputs are served one after the other", .timeLimit(.minutes(1)))
struct DelivererTests {
  private struct Message: DeliverableMessage {
    var name = "2026-11-29T020009Z"
    var subject = "Hanaper: 1 new"
    var status: Int32 = 0
    var isNews = true

    func isFor(_ output: Outputs.Kind) -> Bool { true }
    func json() throws -> [UInt8] { Array("{}".utf8) }
    func text(telling problems: [OutputProblem]) -> String {
      problems.map { "\($0.output.rawValue): \($0.sentence)\n" }.joined() + "One is new.\n"
    }
    func page(_ page: Outputs.Page, telling problems: [OutputProblem]) async throws -> String? {
      text(telling: problems)
    }
  }

  private static var network: NetworkSettings {
    NetworkSettings(userAgent: "test", allowsPrivateAddresses: true)
  }

  private func problems(
    _ outputs: Outputs,
    _ message: Message = Message(),
    network: NetworkSettings = Self.network
  ) async -> [String] {
    var memory = OutputMemory()
    return await problems(outputs, message, network: network, after: &memory)
  }

  private func problems(
    _ outputs: Outputs,
    _ message: Message,
    network: NetworkSettings = Self.network,
    after memory: inout OutputMemory
  ) async -> [String] {
    let deliverer = Deliverer(
      to: outputs,
      network,
      pauses: [.milliseconds(20), .milliseconds(20)]
    )
    _ = await deliverer.deliver(message, noting: &memory, at: Date())
    return memory.problems.map { "\($0.output.rawValue): \($0.sentence)" }
  }

  private func webhook(_ port: Int, _ path: String = "/hook?secret=1") throws -> Outputs {
    var outputs = Outputs()
    outputs.webhook = Webhook(
      address: try WebAddress("http://127.0.0.1:\(port)\(path)"),
      secret: nil
    )
    return outputs
  }

  @Test func `what fails for the moment is posted again, under the same name`() async throws {
    let count = Atomic(0)
    try await ScriptedServer.run { _ in
      count.add(1, ordering: .relaxed).newValue < 3 ? .status(503) : .status(200)
    } _: { server in
      let outputs = try webhook(server.port)
      #expect(await problems(outputs) == [])
      #expect(server.requests.count == 3)
      #expect(Set(server.requests.map { $0["X-Hanaper-Delivery"] }) == ["2026-11-29T020009Z"])
    }
  }

  @Test func `no redirect is followed, and what is for good is not tried again`() async throws {
    try await ScriptedServer.run { request in
      request.path == "/hook" ? .redirect(302, to: "/elsewhere") : .status(404)
    } _: { server in
      let moved = await problems(try webhook(server.port))
      #expect(
        moved == ["webhook: the webhook 127.0.0.1 answered 302, and a redirect is not followed"]
      )
      #expect(
        await problems(try webhook(server.port, "/none")).first?.hasSuffix("answered 404") == true
      )
      #expect(server.requests.map(\.path) == ["/hook", "/none"])
    }
  }

  @Test func `an address in one's own network is refused, and no secret of it is told`()
    async throws
  {
    let told = await problems(
      try webhook(9),
      network: NetworkSettings(userAgent: "test", allowsPrivateAddresses: false)
    )
    #expect(told.count == 1)
    #expect(told.first?.contains("network.allowPrivateAddresses") == true, "\(told)")
    #expect(told.first?.contains("secret") == false)
  }

  @Test func `one that fails is told by those that come later, and keeps none from its turn`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      var outputs = try webhook(9)
      outputs.program = ["/bin/sh", "-c", "echo no such luck >&2; exit 3"]
      outputs.html = folder.appending("page.html")
      outputs.atom = folder.appending("none/news.atom")
      outputs.metrics = folder.appending("figures.prom")
      let told = await problems(outputs)
      #expect(told.count == 3, "\(told)")
      #expect(told.contains("exec: /bin/sh ended with 3: no such luck"))
      let page = String(decoding: try Files.readBytes(folder.appending("page.html")), as: UTF8.self)
      #expect(page.contains("exec: ") && page.contains("webhook: ") && page.contains("One is new"))
      let figures = try Files.readBytes(folder.appending("figures.prom"))
      #expect(String(decoding: figures, as: UTF8.self).contains("atom: "))
    }
  }

  @Test func `a page keeps the rights that it had, and a new one is for all`() async throws {
    try await ScratchDirectory.run { folder in
      var outputs = Outputs()
      let file = folder.appending("page.html")
      outputs.html = file
      #expect(await problems(outputs) == [])
      let new = try Stat(file)
      #expect(new.permissions.rawValue & 0o777 == 0o644)
      _ = chmod(file.string, 0o640)
      #expect(await problems(outputs) == [])
      let old = try Stat(file)
      #expect(old.permissions.rawValue & 0o777 == 0o640)
    }
  }

  @Test func `a program reads the report, and one that hangs is ended`() async throws {
    try await ScratchDirectory.run { folder in
      var outputs = Outputs()
      let file = folder.appending("read")
      outputs.program = ["/bin/sh", "-c", "cat >\(file)"]
      #expect(await problems(outputs) == [])
      let read = try Files.readBytes(file)
      #expect(read == Array("{}".utf8))
      outputs.program = [folder.appending("none").string]
      #expect(await problems(outputs).first?.contains("there is no program") == true)
    }
  }

  @Test func `a program that says too much, or for too long, costs neither memory nor words`()
    async throws
  {
    var outputs = Outputs()
    outputs.program = ["/bin/sh", "-c", "yes loud | tr -d '\\n' >&2"]
    let told = await problems(outputs)
    #expect(told == ["exec: /bin/sh ended with 137: it printed too much, and was ended"])
    outputs.program = ["/bin/sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1"]
    #expect(await problems(outputs).first?.utf8.count ?? 0 < 300)
  }

  @Test func `of no news no mail is sent, unless another output fails`() async throws {
    try await ScratchDirectory.run { folder in
      var outputs = Outputs()
      let address = try #require(MailAddress("records@example.org"))
      // Nobody listens there, so that each mail that is tried is a problem.
      outputs.mail = Mailing(
        from: address,
        to: [address],
        server: MailServer(.startTLS, host: "127.0.0.1", port: 9)
      )
      var quiet = Message()
      quiet.isNews = false
      #expect(await problems(outputs, quiet) == [])
      #expect(await problems(outputs).map { $0.prefix(5) } == ["mail:"])
      // What fails after its turn is mailed the next night.
      outputs.program = ["false"]
      var memory = OutputMemory()
      #expect(await problems(outputs, quiet, after: &memory).map { $0.prefix(5) } == ["exec:"])
      #expect(await problems(outputs, quiet, after: &memory).count == 2)
    }
  }
}
