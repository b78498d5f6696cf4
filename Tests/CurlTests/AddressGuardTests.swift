// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import CCurl
import Glibc
import Support
import Testing

@testable import Curl

@Suite(.timeLimit(.minutes(5)))
struct `The address guard` {
  // Source: the IANA special-purpose address registries. Neighbours of each range are in the
  // other table.
  @Test(arguments: [
    "0.0.0.0", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
    "127.0.0.1", "127.255.255.255", "169.254.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.0.255", "192.0.2.1", "192.88.99.1", "192.168.0.1",
    "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.255", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255",
  ])
  func `refuses special addresses of version 4, as they are and mapped into version 6`(
    address: String
  ) {
    #expect(!AddressGuard.isPublic(address))
    #expect(!AddressGuard.isPublic("::ffff:\(address)"))
  }

  @Test(arguments: [
    "1.0.0.0", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
    "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0",
    "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255",
    "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
  ])
  func `lets public addresses of version 4 through`(address: String) {
    #expect(AddressGuard.isPublic(address))
  }

  @Test(arguments: [
    "::", "::1", "::7f00:1", "::ffff:8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:1::1",
    "2001:2::1", "2001:10::1", "2001:1ff:ffff::1", "2001:db8::1", "2001:db8:ffff::1", "2002::1",
    "2002:7f00:1::", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "fc00::1", "fd12:3456::1",
    "fe80::1", "febf::1", "fec0::1", "ff02::1", "ffff::1",
  ])
  func `refuses special addresses of version 6`(address: String) {
    #expect(!AddressGuard.isPublic(address))
  }

  @Test(arguments: [
    "2000::1", "2001:200::1", "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2003::1",
    "2606:4700::1111", "2a00:1450:4009::1", "3ffe:ffff::1", "3fff:1000::1",
  ])
  func `lets public addresses of version 6 through`(address: String) {
    #expect(AddressGuard.isPublic(address))
  }

  @Test(arguments: ["", "localhost", "127.1", "8.8.8.8:80", "[2003::1]", "2003::1%eth0", "8.8.8"])
  func `refuses what is no address`(text: String) {
    #expect(!AddressGuard.isPublic(text))
  }

  @Test(arguments: [
    ("203.0.113.7", false), ("9.9.9.9", true), ("2001:db8::7", false), ("2003::1", true),
  ])
  func `sees the same in a socket's address as in its text`(text: String, isPublic: Bool) throws {
    var name = sockaddr_storage()
    let isVersion6 = text.contains(":")
    withUnsafeMutableBytes(of: &name) { bytes in
      if isVersion6 {
        let name = bytes.bindMemory(to: sockaddr_in6.self)
        name[0].sin6_family = sa_family_t(AF_INET6)
        inet_pton(AF_INET6, text, &name[0].sin6_addr)
      } else {
        let name = bytes.bindMemory(to: sockaddr_in.self)
        name[0].sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, text, &name[0].sin_addr)
      }
    }
    withUnsafePointer(to: name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        #expect(AddressGuard.isPublic(name) == isPublic)
        #expect(AddressGuard.text(name) == text)
      }
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A private address` {
  private static let strict = NetworkSettings(userAgent: "hanaper-tests")

  @Test(arguments: ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433"])
  func `is not asked, however it is written`(host: String) async throws {
    try await withServer(Self.strict) { _ in
      .status(204)
    } _: { server, loop in
      let failure = await loop.failure(of: Request(try server.address(host: host)))
      #expect(failure?.kind == .privateAddress)
      let peer = try #require(failure?.description.prefix { $0 != " " })
      #expect(["127.0.0.1", "::1"].contains(peer))
      #expect(failure?.isTransient == false)
      #expect(server.requests.isEmpty)
      #expect(server.peakConnections == 0)
    }
  }

  @Test
  func `is not asked in the place of a public one`() async throws {
    try await ScriptedServer.run { _ in
      .status(204)
    } _: { server in
      var settings = Self.strict
      settings.connectTo = ["example.org:80:127.0.0.1:\(server.port)"]
      let failure = try await TransferLoop.withLoop(settings) { loop in
        await loop.failure(of: Request(try WebAddress("http://example.org/")))
      }
      #expect(failure?.kind == .privateAddress)
      #expect(server.requests.isEmpty)
    }
  }

  @Test
  func `of version 6 is told whole`() async throws {
    let failure = try await TransferLoop.withLoop(Self.strict) { loop in
      await loop.failure(of: Request(try WebAddress("http://[::1]:9/")))
    }
    let sentence = try #require(failure?.description)
    // libcurl gives no such address out where the machine has no IPv6.
    #expect(sentence.hasPrefix("::1 is a private address") || failure?.kind == .unresolved)
  }

  /// Runs a transfer on this thread, to its end.
  private func perform(
    _ request: Request,
    on multi: UnsafeMutableRawPointer,
    with settings: NetworkSettings
  ) async throws -> Result<Response, TransferError> {
    let sessions = SharedSessions()
    return await withCheckedContinuation { caller in
      let transfer = Transfer(
        Transfer.ID(),
        request,
        Collector(),
        allowsPrivateAddresses: settings.allowsPrivateAddresses,
        resume: {},
        caller
      )
      let made: EasyHandle?
      do throws(TransferError) {
        made = try EasyHandle(for: transfer, settings, sessions)
      } catch {
        return transfer.end(.failure(error))
      }
      guard let handle = made else { return transfer.end(.failure(.cancelled)) }
      curl_multi_add_handle(multi, handle.pointer)
      var active: CInt = 1
      while active > 0 {
        curl_multi_perform(multi, &active)
        curl_multi_poll(multi, nil, 0, 100, nil)
      }
      var left: CInt = 0
      let code = curl_multi_info_read(multi, &left)?.pointee.data.result ?? CURLE_RECV_ERROR
      let outcome = transfer.outcome(code, of: handle)
      curl_multi_remove_handle(multi, handle.pointer)
      transfer.end(outcome)
    }
  }

  @Test
  func `is not asked over a connection that stands already`() async throws {
    try await ScriptedServer.run { _ in
      .status(204)
    } _: { server in
      let multi = try #require(curl_multi_init())
      defer { curl_multi_cleanup(multi) }
      let request = Request(try server.address())
      let first = try await perform(request, on: multi, with: .local)
      #expect(throws: Never.self) { try first.get() }
      let second = try await perform(request, on: multi, with: Self.strict)
      let error = #expect(throws: TransferError.self) { try second.get() }
      #expect(error?.kind == .privateAddress)
      #expect(server.requests.count == 1)
      #expect(server.peakConnections == 1)
    }
  }
}
