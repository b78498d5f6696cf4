// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Filing
import Fixity
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Stores

/// What stores do wrong, and what is said of it.
@Suite(.timeLimit(.minutes(10)))
struct `A store that does wrong` {
  private static func error(_ code: String, _ more: String = "") -> [UInt8] {
    Array(
      "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>it says so</Message>\(more)</Error>"
        .utf8
    )
  }

  private static func reply(_ status: Int, _ body: [UInt8]) -> Reply {
    .status(status, [("Content-Type", "application/xml")], body: body)
  }

  /// Runs `body` with a connection to a store that answers as it likes.
  private static func run(
    partSize: Int64 = 5 << 20,
    _ script: @escaping ScriptedServer.Script,
    _ body: (any StoreConnection, ScriptedServer) async throws -> Void
  ) async throws {
    try await ScriptedServer.run(script: script) { server in
      var store = S3Store(
        endpoint: "http://127.0.0.1:\(server.port)",
        bucket: "reports",
        prefix: "a",
        region: "us-east-1",
        key: "key",
        secret: "not to be seen"
      )
      store.pauses = [0.01, 0.01]
      store.partSize = partSize
      try await body(try store.connect(), server)
    }
  }

  private static func refusal(_ work: () throws -> Void) -> StoreError? {
    do {
      try work()
      return nil
    } catch {
      return error as? StoreError
    }
  }

  @Test(arguments: [
    (403, "RequestTimeTooSkewed", StoreError.Kind.clock), (403, "SignatureDoesNotMatch", .login),
    (403, "AccessDenied", .login), (404, "NoSuchBucket", .noPlace), (403, "QuotaExceeded", .full),
    (507, "InsufficientStorage", .full), (503, "SlowDown", .busy), (500, "InternalError", .busy),
    (400, "XAmzContentSHA256Mismatch", .refused), (200, "InternalError", .busy),
  ])
  func `is told by what it says, without what is secret`(
    status: Int,
    code: String,
    kind: StoreError.Kind
  ) async throws {
    try await Self.run({ _ in Self.reply(status, Self.error(code)) }) { connection, server in
      let refusal = Self.refusal { try connection.write(StoreContent([1, 2, 3]), to: "b") }
      #expect(refusal?.kind == kind, "\(String(describing: refusal))")
      #expect(refusal?.description.contains("s3:http://127.0.0.1") == true)
      #expect(refusal?.description.contains("not to be seen") == false)
      // What is wrong for the moment is tried again, and nothing else is.
      let count = server.requests.count
      #expect(count == (kind == .busy ? 3 : 1))
    }
  }

  @Test func `is asked again while it has too much to do`() async throws {
    let count = Mutex(0)
    try await Self.run({ request in
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number == 1 { return Self.reply(503, Self.error("SlowDown")) }
      if number == 2 { return .cutShort([], declaring: 100) }
      return request.method == "PUT" ? .status(200) : .ok([7, 8], type: "text/plain")
    }) { connection, _ in
      try connection.write(StoreContent([1, 2, 3]), to: "b")
      #expect(try connection.bytes(of: "b", limit: 10) == [7, 8])
    }
  }

  @Test func `is asked in the region that it names`() async throws {
    let regions = Mutex<[String]>([])
    try await Self.run({ request in
      let scope = request["Authorization"].map { String($0) } ?? ""
      regions.withLock { $0.append(scope.contains("/eu-west-2/") ? "eu-west-2" : "other") }
      guard scope.contains("/eu-west-2/") else {
        return Self.reply(
          400,
          Self.error("AuthorizationHeaderMalformed", "<Region>eu-west-2</Region>")
        )
      }
      return .status(200)
    }) { connection, _ in
      try connection.write(StoreContent([1]), to: "b")
      try connection.write(StoreContent([1]), to: "c")
      #expect(regions.withLock(\.self) == ["other", "eu-west-2", "eu-west-2"])
    }
  }

  @Test func `is not followed from region to region, nor through lists of nothing`() async throws {
    let count = Mutex(0)
    @Sendable func number() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
    try await Self.run({ _ in
      .status(400, [("x-amz-bucket-region", "r\(number())")], body: Self.error("WrongRegion"))
    }) { connection, server in
      #expect(Self.refusal { try connection.write(StoreContent([1]), to: "b") } != nil)
      #expect(server.requests.count == 2)
    }
    try await Self.run({ _ in
      Self.reply(
        200,
        Array(
          "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t\(number())</NextContinuationToken></ListBucketResult>"
            .utf8
        )
      )
    }) { connection, _ in
      let refusal = Self.refusal { try connection.forEachFile(below: "") { _ in } }
      #expect(refusal?.kind == .rubbish)
    }
  }

  @Test func `fails where the parts of a long file are not put together, and takes these back`()
    async throws
  {
    let bytes = (0..<25_000).map { UInt8(truncatingIfNeeded: $0) }
    try await Self.run(
      partSize: 10_000,
      { request in
        switch request.method {
        case "POST" where request.target.contains("uploads="):
          Self.reply(
            200,
            Array(
              "<InitiateMultipartUploadResult><UploadId>u/1</UploadId></InitiateMultipartUploadResult>"
                .utf8
            )
          )
        case "PUT": .ok([], type: "text/plain", headers: [("ETag", "\"e\"")])
        // The head says 200 before anything is known.
        case "POST": Self.reply(200, Self.error("InternalError"))
        default: .status(204)
        }
      }
    ) { connection, server in
      let refusal = Self.refusal { try connection.write(StoreContent(bytes), to: "long") }
      #expect(refusal?.kind == .busy || refusal?.kind == .rubbish)
      let requests = server.requests
      #expect(requests.count { $0.method == "PUT" } == 3)
      #expect(requests.last?.method == "DELETE")
      #expect(requests.last?.target == "/reports/a/long?uploadId=u%2F1")
    }
  }

  @Test(arguments: [
    "", "no XML", "<ListBucketResult><Contents><Key>a/x</Key>",
    "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
    "<ListBucketResult><Contents><Key>a/x</Key><Size>-1</Size></Contents></ListBucketResult>",
    "<ListBucketResult><Contents><Key>a/%zz</Key><Size>1</Size></Contents></ListBucketResult>",
    "<ListBucketResult><Contents><Key>a/x</Key></Contents></ListBucketResult>",
  ])
  func `gives a list that is none`(text: String) async throws {
    try await Self.run({ _ in Self.reply(200, Array(text.utf8)) }) { connection, _ in
      let refusal = Self.refusal { try connection.forEachFile(below: "") { _ in } }
      #expect(refusal?.kind == .rubbish, "\(String(describing: refusal))")
    }
  }

  @Test func `names what leads elsewhere, or goes on without an end`() async throws {
    let page = """
      <ListBucketResult><Contents><Size>1</Size><Key>a/../../etc/passwd</Key></Contents>
      <Contents><Key>elsewhere</Key><Size>1</Size></Contents>
      <Contents><Key>a/x+y%2Bz</Key><Size>5</Size></Contents>
      <Contents><Key>a/folder/</Key><Size>0</Size></Contents></ListBucketResult>
      """
    try await Self.run({ _ in Self.reply(200, Array(page.utf8)) }) { connection, _ in
      var names: [String] = []
      try connection.forEachFile(below: "") { names.append($0.name) }
      #expect(names == ["x y+z"])
    }
    let endless = """
      <ListBucketResult><IsTruncated>true</IsTruncated>
      <NextContinuationToken>t</NextContinuationToken></ListBucketResult>
      """
    try await Self.run({ _ in Self.reply(200, Array(endless.utf8)) }) { connection, _ in
      let refusal = Self.refusal { try connection.forEachFile(below: "") { _ in } }
      #expect(refusal?.kind == .rubbish)
    }
  }

  @Test(.enabled(if: StoreServer.Kind.rclone.isPresent, "skipped: `make judges` installs rclone"))
  func `knows a secret that is wrong`() async throws {
    try await ScratchDirectory.run { folder in
      try await StoreServer.run(.rclone, in: folder) { server in
        let store = S3Store(
          endpoint: "http://127.0.0.1:\(server.port)",
          bucket: StoreServer.bucket,
          prefix: "",
          region: "us-east-1",
          key: StoreServer.key,
          secret: "another"
        )
        let connection = try store.connect()
        #expect(Self.refusal { try connection.forEachFile(below: "") { _ in } }?.kind == .login)
      }
    }
  }

  @Test(
    .enabled(if: StoreServer.Kind.openSSH.isPresent, "skipped: openssh-server is not installed")
  )
  func `is not believed under another key, and lets nobody in by another one`() async throws {
    try await ScratchDirectory.run { folder in
      try await StoreServer.run(.openSSH, in: folder) { server in
        func store(_ hostKey: String, key: String, path: String) -> SFTPStore {
          var store = SFTPStore(
            host: "127.0.0.1",
            port: server.port,
            user: server.user,
            path: path,
            keyFile: key,
            hostKey: hostKey
          )
          store.pauses = []
          return store
        }
        let place = "\(server.folder)/\(StoreServer.bucket)"
        let (own, host) = (server.keyFile.string, server.hostKey)
        func refusal(_ store: SFTPStore) -> StoreError? {
          Self.refusal { try store.connect().forEachFile(below: "") { _ in } }
        }
        let other = String(repeating: "A", count: 43)
        #expect(refusal(store(other, key: own, path: place))?.kind == .stranger)
        let strange = folder.appending("server").appending("host").string
        #expect(refusal(store(host, key: strange, path: place))?.kind == .login)
        let none = "\(place)/none"
        #expect(refusal(store(host, key: own, path: none))?.kind == .noPlace)
        #expect(refusal(store(host, key: own, path: place)) == nil)
      }
    }
  }
}

@Suite(.timeLimit(.minutes(1)))
struct `What an SFTP server lists` {
  @Test func `is read line by line, and what is none says nothing`() {
    let text = """
      drwx------    2 1000     1000         4096 Nov 30 12:00 v1
      -rw-------    1 1000     1000          614 Nov 30 12:00 inventory.json
      -rw-------    1 1000     1000            5 Nov 30  2025 two  words
      lrwxrwxrwx    1 1000     1000            9 Nov 30 12:00 link -> elsewhere
      -rw-------    1 1000     1000           -5 Nov 30 12:00 less than nothing
      -rw-------    1 1000     1000            5 Nov 30 12:00 ../up
      drwx------    2 1000     1000         4096 Nov 30 12:00 ..
      nonsense

      """
    let entries = SFTPListing(Array(text.utf8)).entries
    #expect(
      entries.map(\.name)
        == ["v1", "inventory.json", "two  words", "link -> elsewhere"]
    )
    #expect(entries.map(\.kind) == [.folder, .file(614), .file(5), .other])
  }

  @Test func `is read whatever it is`() {
    let line = Array("-rw-------    1 1000     1000          614 Nov 30 12:00 a name\n".utf8)
    Fuzz.run(2_000) { random in
      let entries = SFTPListing((line + line).mutated(with: [line, [0xFF, 0]], &random)).entries
      #expect(entries.allSatisfy { !$0.name.contains("/") && $0.name != ".." })
    }
  }
}
