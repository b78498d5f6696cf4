// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Fixity
import Foundation
import HTTP
import SystemPackage
import Text

/// A connection to a bucket.
///
/// - Each request states the digest of what it sends, and libcurl signs that: strict stores refuse it otherwise.
/// - Addresses are encoded in full and parameters sorted, with an empty value written as `name=`: libcurl signs them as they are given.
/// - No redirect is followed, as a signed request is for one host.
/// - An answer of 200 may be an error: what comes with one is read.
final class S3Connection: StoreConnection {
  private let store: S3Store
  private let line: StoreLine
  /// A store may say that the bucket is in another one than is written; it is believed once.
  private var region: String
  private var isRegionLearnt = false

  /// So many pages with nothing on them come one after the other at the most.
  private static let mostEmptyPages = 20
  private static let emptyDigest = Digest.of([UInt8](), by: .sha256).hex

  init(to store: S3Store, over line: StoreLine) {
    (self.store, self.line) = (store, line)
    region = store.region
  }

  /// No folder is one in a bucket: each file would have to be copied and removed.
  func abilities() -> StoreAbilities { StoreAbilities(movesFolders: false) }

  func settle() {}

  func moveFolder(_ folder: String, to name: String) throws {
    throw StoreError(.refused, store.place, "a bucket has no folders that could be moved")
  }

  // MARK: Reading

  func forEachFile(below folder: String, _ body: (StoredFile) throws -> Void) throws {
    let start = key(folder.isEmpty ? "" : folder + "/")
    var token: String?
    var empty = 0
    repeat {
      var query = [("encoding-type", "url"), ("list-type", "2"), ("prefix", start)]
      if let token { query.insert(("continuation-token", token), at: 0) }
      let (reply, bytes) = try ask(.get, "", query)
      guard reply.status == 200, let page = S3Answer(bytes).page else {
        throw failure(reply, bytes, "a list")
      }
      let own = store.prefix.isEmpty ? "" : store.prefix + "/"
      for file in page.files where file.name.hasPrefix(own) {
        let name = String(file.name.dropFirst(own.count))
        // A name that ends in a slash is what some tools put there for a folder.
        if StoreLayout.isName(name) { try body(StoredFile(name: name, size: file.size)) }
      }
      empty = page.files.isEmpty ? empty + 1 : 0
      guard page.next == nil || page.next != token && empty <= Self.mostEmptyPages else {
        throw StoreError(.rubbish, store.place, "a list goes on, and comes to nothing")
      }
      token = page.next
    } while token != nil
  }

  func read(_ name: String, _ body: (Span<UInt8>) throws -> Void) throws {
    var attempt = 0
    while true {
      var error: [UInt8] = []
      var isBegun = false
      do {
        let request = request(.get, key(name), [], digest: Self.emptyDigest)
        var status = 0
        let reply = try line.perform(request) {
          status = $0.status
        } receive: { piece in
          guard status == 200 || status == 206 else {
            for index in piece.indices where error.count < 64 << 10 { error.append(piece[index]) }
            return
          }
          isBegun = true
          try body(piece)
        }
        guard reply.status == 200 || reply.status == 206 else {
          if try mayTryAgain(reply, error, &attempt) { continue }
          throw failure(reply, error, name)
        }
        return
      } catch let fault as StoreFault {
        // Bytes that were handed out cannot be taken back.
        guard !isBegun, try mayTryAgain(fault, &attempt) else {
          throw StoreError.of(fault, at: store.place)
        }
      }
    }
  }

  // MARK: Writing

  func write(_ content: StoreContent, to name: String) throws {
    guard content.size > store.partSize else {
      let digest = try content.digest(by: .sha256).hex
      let (reply, bytes) = try ask(.put, key(name), [], content, digest: digest)
      guard (200..<300).contains(reply.status), S3Answer(bytes).code.isEmpty else {
        throw failure(reply, bytes, name)
      }
      return
    }
    try writeInParts(content, to: name)
  }

  private func writeInParts(_ content: StoreContent, to name: String) throws {
    // That it is what was kept is known before anything of it is there.
    _ = try content.digest(by: .sha256)
    let (begun, answer) = try ask(.post, key(name), [("uploads", "")])
    guard begun.status == 200, let id = S3Answer(answer)["uploadid"], !id.isEmpty else {
      throw failure(begun, answer, name)
    }
    do {
      let size = max(store.partSize, content.size / S3Store.mostParts + 1)
      var parts = ""
      var (number, offset) = (1, Int64(0))
      while offset < content.size {
        let bytes = try content.part(at: offset, count: Int(min(size, content.size - offset)))
        guard !bytes.isEmpty else { throw StoreContent.Changed(path: FilePath(name)) }
        let (reply, said) = try ask(
          .put,
          key(name),
          [("partNumber", "\(number)"), ("uploadId", id)],
          StoreContent(bytes),
          digest: Digest.of(bytes, by: .sha256).hex
        )
        guard reply.status == 200, let tag = reply.head?.fields["ETag"] else {
          throw failure(reply, said, name)
        }
        let quoted = tag.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        parts += "<Part><PartNumber>\(number)</PartNumber><ETag>\(quoted)</ETag></Part>"
        (number, offset) = (number + 1, offset + Int64(bytes.count))
      }
      let list = Array("<CompleteMultipartUpload>\(parts)</CompleteMultipartUpload>".utf8)
      let (reply, said) = try ask(
        .post,
        key(name),
        [("uploadId", id)],
        StoreContent(list),
        digest: Digest.of(list, by: .sha256).hex
      )
      // The head says 200 before the store knows what comes of it.
      guard reply.status == 200, S3Answer(said).root == "completemultipartuploadresult" else {
        throw failure(reply, said, name)
      }
    } catch {
      // Parts that nobody puts together are paid for.
      _ = try? ask(.delete, key(name), [("uploadId", id)])
      throw error
    }
  }

  func remove(_ name: String) throws {
    let (reply, bytes) = try ask(.delete, key(name), [])
    guard (200..<300).contains(reply.status) || S3Answer(bytes).code == "NoSuchKey" else {
      throw failure(reply, bytes, name)
    }
  }

  func removeFolder(_ folder: String) throws {
    var names: [String] = []
    try forEachFile(below: folder) { names.append($0.name) }
    for name in names { try remove(name) }
  }

  // MARK: Asking

  private func key(_ name: String) -> String {
    store.prefix.isEmpty ? name : "\(store.prefix)/\(name)"
  }

  private func request(
    _ method: StoreRequest.Method,
    _ key: String,
    _ query: [(String, String)],
    _ content: StoreContent? = nil,
    digest: String
  ) -> StoreRequest {
    var address = "\(store.endpoint)/\(PercentCoding.encode(store.bucket))"
    if !key.isEmpty { address += "/" + PercentCoding.encode(key, keepingSlashes: true) }
    let pairs = query.map { name, value in
      "\(PercentCoding.encode(name))=\(PercentCoding.encode(value))"
    }
    if !pairs.isEmpty { address += "?" + pairs.sorted().joined(separator: "&") }
    return StoreRequest(
      method,
      address,
      login: .signature(key: store.key, secret: store.secret, region: region),
      fields: [
        HeaderField("x-amz-content-sha256", digest),
        HeaderField("Content-Type", "application/octet-stream"),
      ],
      body: content ?? (method == .post ? StoreContent([]) : nil),
      certificates: store.certificates
    )
  }

  /// Asks, again where that may help, and takes a short answer.
  private func ask(
    _ method: StoreRequest.Method,
    _ key: String,
    _ query: [(String, String)],
    _ content: StoreContent? = nil,
    digest: String = emptyDigest
  ) throws -> (StoreReply, [UInt8]) {
    var attempt = 0
    while true {
      var bytes: [UInt8] = []
      do {
        do { try content?.rewind() } catch { throw StoreFault.body(error) }
        let request = request(method, key, query, content, digest: digest)
        let reply = try line.perform(
          request,
          receive: { piece in
            // A page of a thousand names of a thousand bytes each is the longest that there is.
            guard bytes.count + piece.count <= 16 << 20 else {
              throw StoreError(.rubbish, self.store.place, "an answer without an end")
            }
            for index in piece.indices { bytes.append(piece[index]) }
          }
        )
        if try mayTryAgain(reply, bytes, &attempt) { continue }
        return (reply, bytes)
      } catch let fault as StoreFault {
        guard try mayTryAgain(fault, &attempt) else { throw StoreError.of(fault, at: store.place) }
      }
    }
  }

  private func mayTryAgain(_ fault: StoreFault, _ attempt: inout Int) throws -> Bool {
    guard case .unreachable = fault else { return false }
    return try pause(&attempt)
  }

  private func mayTryAgain(
    _ reply: StoreReply,
    _ bytes: [UInt8],
    _ attempt: inout Int
  ) throws -> Bool {
    let answer = S3Answer(bytes)
    if let right = answer["region"] ?? reply.head?.fields["x-amz-bucket-region"], right != region,
      [301, 307, 400].contains(reply.status), !right.isEmpty, !isRegionLearnt
    {
      (region, isRegionLearnt) = (right, true)
      return true
    }
    let isBusy =
      [429, 500, 502, 503, 504].contains(reply.status)
      || ["SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout"].contains(answer.code)
    return isBusy ? try pause(&attempt) : false
  }

  private func pause(_ attempt: inout Int) throws -> Bool {
    guard attempt < store.pauses.count else { return false }
    var rest = store.pauses[attempt] * Double.random(in: 0.75...1.25)
    attempt += 1
    while rest > 0 {
      try Task.checkCancellation()
      Thread.sleep(forTimeInterval: min(rest, 0.25))
      rest -= 0.25
    }
    return true
  }

  /// What an answer means that is not the one that was wanted.
  private func failure(_ reply: StoreReply, _ bytes: [UInt8], _ what: String) -> StoreError {
    let answer = S3Answer(bytes)
    let said = [answer.code, answer["message"] ?? ""].filter { !$0.isEmpty }
      .joined(separator: ": ")
    let detail = "\(what): \(reply.status)\(said.isEmpty ? "" : " \(said.prefix(300))")"
    let kind: StoreError.Kind =
      switch (answer.code, reply.status) {
      case ("RequestTimeTooSkewed", _): .clock
      case ("NoSuchBucket", _): .noPlace
      case ("NoSuchKey", _): .missing
      case ("SlowDown", _), ("InternalError", _), (_, 429), (_, 500...504): .busy
      case ("QuotaExceeded", _), (_, 507), ("XMinioStorageFull", _): .full
      case (_, 401), (_, 403): .login
      case (_, 404): .missing
      case (_, 200..<300): .rubbish
      default: .refused
      }
    return StoreError(kind, store.place, detail)
  }
}
