// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl
package import HTTP
import Synchronization

/// A line to a store: one request after the other, over connections that stay open between them.
///
/// Each request has a handle of its own, as ``EasyHandle`` says why; the connections live in the multi handle. A request
/// waits on the thread that makes it, so many lines are open where much is to be done at once.
package final class StoreLine {
  private let multi: UnsafeMutableRawPointer

  /// A transfer that brings less than a byte a second for so long is given up.
  private static let stalledAfter = 30

  /// - Throws: where memory is short.
  package init() throws(StoreFault) {
    guard TransferLoop.isLibraryReady, let multi = curl_multi_init() else {
      throw .other("libcurl could not be begun")
    }
    self.multi = multi
  }

  deinit { curl_multi_cleanup(multi) }

  /// Makes a request and waits for its end.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - begin: told of the head before the body comes, where there is one.
  ///   - receive: takes the body, piece by piece.
  /// - Returns: the answer, whatever its status.
  /// - Throws: ``StoreFault`` where there was none.
  package func perform(
    _ request: StoreRequest,
    begin: (ResponseHead) -> Void = { _ in },
    receive: (Span<UInt8>) throws -> Void = { _ in }
  ) throws(StoreFault) -> StoreReply {
    guard let easy = curl_easy_init() else { throw .other("there is no memory for it") }
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    var fields: UnsafeMutablePointer<curl_slist>?
    var commands: UnsafeMutablePointer<curl_slist>?
    defer {
      curl_easy_cleanup(easy)
      curl_slist_free_all(fields)
      curl_slist_free_all(commands)
      errorText.deallocate()
    }
    for field in request.fields {
      fields = curl_slist_append(fields, "\(field.name): \(field.value)")
    }
    for command in request.commands { commands = curl_slist_append(commands, command) }
    return try withoutActuallyEscaping(receive) { receive throws(StoreFault) in
      try withoutActuallyEscaping(begin) { begin throws(StoreFault) in
        let course = StoreCourse(body: request.body, begin: begin, receive: receive)
        var options = EasyOptions(easy)
        options.set(CURLOPT_ERRORBUFFER, errorText)
        Self.set(request, fields, commands, &options)
        course.set(easy, &options)
        do {
          try options.check()
        } catch {
          throw .other("\(error)")
        }
        let code = withExtendedLifetime(course) { run(easy) }
        if let failure = course.failure { throw .body(failure) }
        if code == CURLE_ABORTED_BY_CALLBACK || Task.isCancelled { throw .cancelled }
        guard code == CURLE_OK else {
          let text = String(cString: errorText)
          throw StoreFault(code, text.isEmpty ? String(cString: curl_easy_strerror(code)) : text)
        }
        return StoreReply(head: course.head)
      }
    }
  }

  private func run(_ easy: UnsafeMutableRawPointer) -> CURLcode {
    guard curl_multi_add_handle(multi, easy) == CURLM_OK else { return CURLE_OUT_OF_MEMORY }
    defer { curl_multi_remove_handle(multi, easy) }
    var active: CInt = 0
    while true {
      guard curl_multi_perform(multi, &active) == CURLM_OK else { return CURLE_OUT_OF_MEMORY }
      var waiting: CInt = 0
      while let message = curl_multi_info_read(multi, &waiting) {
        if message.pointee.msg == CURLMSG_DONE { return message.pointee.data.result }
      }
      curl_multi_poll(multi, nil, 0, 1_000, nil)
    }
  }

  private static func set(
    _ request: StoreRequest,
    _ fields: UnsafeMutablePointer<curl_slist>?,
    _ commands: UnsafeMutablePointer<curl_slist>?,
    _ options: inout EasyOptions
  ) {
    options.set(CURLOPT_URL, request.address)
    options.set(CURLOPT_PATH_AS_IS, 1)
    options.set(CURLOPT_PROXY, "")
    options.set(CURLOPT_NOSIGNAL, 1)
    options.set(CURLOPT_CONNECTTIMEOUT_MS, 20_000)
    options.set(CURLOPT_LOW_SPEED_LIMIT, 1)
    options.set(CURLOPT_LOW_SPEED_TIME, stalledAfter)
    options.set(CURLOPT_BUFFERSIZE, 256 << 10)
    options.set(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
    switch request.login {
    case .signature(let key, let secret, let region):
      options.set(CURLOPT_PROTOCOLS_STR, "http,https")
      options.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
      options.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
      options.set(CURLOPT_AWS_SIGV4, "aws:amz:\(region):s3")
      // Apart, as a key may have a colon in it.
      options.set(CURLOPT_USERNAME, key)
      options.set(CURLOPT_PASSWORD, secret)
      options.set(CURLOPT_HTTPHEADER, fields)
      if let certificates = request.certificates { options.set(CURLOPT_CAINFO, certificates) }
      options.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
      switch request.method {
      case .head: options.set(CURLOPT_NOBODY, 1)
      case .put, .post: options.set(CURLOPT_UPLOAD, 1)
      case .get, .delete: break
      }
    case .ssh(let user, let keyFile, let hostKey):
      options.set(CURLOPT_PROTOCOLS_STR, "sftp")
      options.set(CURLOPT_USERNAME, user)
      options.set(CURLOPT_SSH_AUTH_TYPES, Int(CURLSSH_AUTH_PUBLICKEY))
      options.set(CURLOPT_SSH_PRIVATE_KEYFILE, keyFile)
      options.set(CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, hostKey)
      options.set(CURLOPT_NEW_FILE_PERMS, 0o600)
      options.set(CURLOPT_NEW_DIRECTORY_PERMS, 0o700)
      options.set(CURLOPT_FTP_CREATE_MISSING_DIRS, Int(CURLFTP_CREATE_DIR_RETRY.rawValue))
      if commands != nil { options.set(CURLOPT_QUOTE, commands) }
      switch request.method {
      case .put, .post: options.set(CURLOPT_UPLOAD, 1)
      case .head, .delete: options.set(CURLOPT_NOBODY, 1)
      case .get: break
      }
    }
    if let body = request.body { options.set(CURLOPT_INFILESIZE_LARGE, offset: body.size) }
  }
}

/// What libcurl calls during one request, on the thread that waits for it.
private final class StoreCourse {
  private let body: (any UploadBody)?
  private let begin: (ResponseHead) -> Void
  private let receive: (Span<UInt8>) throws -> Void
  /// What the body or the receiver threw.
  private(set) var failure: (any Error)?
  private(set) var head: ResponseHead?
  private var headBytes: [UInt8] = []

  init(
    body: (any UploadBody)?,
    begin: @escaping (ResponseHead) -> Void,
    receive: @escaping (Span<UInt8>) throws -> Void
  ) {
    (self.body, self.begin, self.receive) = (body, begin, receive)
  }

  func set(_ easy: UnsafeMutableRawPointer, _ options: inout EasyOptions) {
    let this = Unmanaged.passUnretained(self).toOpaque()
    options.set(CURLOPT_WRITEDATA, this)
    options.set(CURLOPT_HEADERDATA, this)
    options.set(CURLOPT_XFERINFODATA, this)
    options.set(CURLOPT_NOPROGRESS, 0)
    options.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let context else { return 0 }
      let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return Unmanaged<StoreCourse>.fromOpaque(context).takeUnretainedValue().take(piece)
        ? piece.count : -1
    }
    options.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      guard let context else { return 0 }
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return Unmanaged<StoreCourse>.fromOpaque(context).takeUnretainedValue().takeHeader(line)
        ? line.count : -1
    }
    ccurl_set_progress(easy) { _, _, _, _, _ in Task.isCancelled ? 1 : 0 }
    guard body != nil else { return }
    options.set(CURLOPT_READDATA, this)
    options.set(CURLOPT_SEEKDATA, this)
    options.set(CURLOPT_READFUNCTION) { room, size, count, context in
      guard let room, let context else { return Int(CURL_READFUNC_ABORT) }
      return Unmanaged<StoreCourse>.fromOpaque(context).takeUnretainedValue()
        .fill(UnsafeMutableRawBufferPointer(start: room, count: size * count))
    }
    ccurl_set_seek(easy) { context, offset, origin in
      guard let context, offset == 0, origin == SEEK_SET else { return CURL_SEEKFUNC_CANTSEEK }
      return Unmanaged<StoreCourse>.fromOpaque(context).takeUnretainedValue().rewind()
        ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
    }
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    do {
      try receive(bytes.assumingMemoryBound(to: UInt8.self).span)
      return true
    } catch {
      failure = error
      return false
    }
  }

  private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    if line.starts(with: "HTTP/".utf8) { headBytes.removeAll() }
    headBytes.append(contentsOf: line)
    guard headBytes.count <= TransferLimits.headerBytes else { return false }
    if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
      // What follows the final head is a trailer.
      guard (head?.status ?? 0) < 200, let complete = ResponseHead(headBytes) else { return true }
      head = complete
      if complete.status >= 200 { begin(complete) }
    }
    return true
  }

  private func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
    do {
      let piece = try body?.next(upTo: room.count) ?? []
      guard piece.count <= room.count else { return Int(CURL_READFUNC_ABORT) }
      room.copyBytes(from: piece)
      return piece.count
    } catch {
      failure = error
      return Int(CURL_READFUNC_ABORT)
    }
  }

  private func rewind() -> Bool {
    do {
      try body?.rewind()
      return true
    } catch {
      failure = error
      return false
    }
  }
}

extension StoreFault {
  /// From what libcurl reports.
  fileprivate init(_ code: CURLcode, _ detail: String) {
    self =
      switch code {
      case CURLE_COULDNT_RESOLVE_HOST:
        .unreachable("its name is not known or could not be looked up")
      case CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING, CURLE_SEND_ERROR,
        CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND, CURLE_SSL_CONNECT_ERROR,
        CURLE_AGAIN, CURLE_SSH:
        .unreachable(detail)
      case CURLE_PEER_FAILED_VERIFICATION: .stranger(detail)
      case CURLE_LOGIN_DENIED: .login(detail)
      case CURLE_REMOTE_FILE_NOT_FOUND: .missing
      case CURLE_REMOTE_ACCESS_DENIED, CURLE_REMOTE_DISK_FULL, CURLE_QUOTE_ERROR,
        CURLE_UPLOAD_FAILED, CURLE_REMOTE_FILE_EXISTS:
        .refused(detail)
      default: .other("libcurl error \(code.rawValue): \(detail)")
      }
  }
}
