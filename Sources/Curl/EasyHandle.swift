// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import CCurl
import Glibc
import HTTP
import Text

/// One of libcurl's handles, with what it reads and does not copy; it is made for one transfer and goes
/// with it.
///
/// A handle that is used again carries more from one server's answer to the next than its documentation
/// says. 7.88 keeps a pointer to the last header line of the answer before, which is freed by then, and
/// writes through it where the next answer begins with a folded line; `curl_easy_reset` keeps it too.
/// After some failures it holds on to the receive buffer and refuses new options. So nothing is used
/// again: a new handle with all its options costs about 2 µs of the 20 that libcurl takes for a small
/// answer over a connection that stands. What is worth keeping lives elsewhere: connections, names and
/// certificates that were looked up in the multi handle, sessions of TLS in ``SharedSessions``.
///
/// Which options, and why: several do not do what they seem to. What is left out on purpose:
///
/// - `TIMECONDITION` turns a real answer with an old date into a fake 304; we send the field ourselves.
/// - `FOLLOWLOCATION`: redirects are followed hop by hop by the caller, who checks each.
/// - `MAXFILESIZE` is not enforced in flight in 7.88; the bytes are counted in ``Transfer``.
/// - HTTP/2: 7.88 can report a reset stream as success; at one connection a host it gains nothing.
///
/// Source: <https://curl.se/libcurl/c/curl_easy_setopt.html>
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  let transfer: Transfer

  private var fields: UnsafeMutablePointer<curl_slist>?
  private var connections: UnsafeMutablePointer<curl_slist>?
  /// Since when the transfer waits for its sink, and for how long it did before.
  private var pauseBegan: ContinuousClock.Instant?
  private var paused = Duration.zero
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  /// - Returns: nil where memory is short.
  init?(
    for transfer: Transfer,
    _ settings: NetworkSettings,
    _ sessions: SharedSessions
  ) throws(TransferError) {
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    guard let pointer = curl_easy_init() else {
      errorText.deallocate()
      return nil
    }
    self.pointer = pointer
    self.transfer = transfer
    for rule in settings.connectTo {
      connections = curl_slist_append(connections, rule)
    }
    try takeFields(transfer.request)
    var options = EasyOptions(pointer)
    options.set(CURLOPT_SHARE, sessions.pointer)
    set(settings, &options)
    set(transfer.request, &options)
    setReceivers(&options)
    try options.check()
  }

  deinit {
    curl_easy_cleanup(pointer)
    curl_slist_free_all(fields)
    curl_slist_free_all(connections)
    errorText.deallocate()
  }

  /// libcurl's own words for what happened.
  func errorText(_ code: CURLcode) -> String {
    let text = String(cString: errorText)
    return text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
  }

  // MARK: Waiting for the sink

  /// Takes a piece of the body, or leaves it with libcurl until its sink has room.
  ///
  /// libcurl then reads no more of the connection, and counts no slowness against the server. What it has
  /// read it brings again: some 50 KB, or what these unpack to, of which it keeps 64 MB and fails beyond.
  /// Source: <https://curl.se/libcurl/c/CURLOPT_WRITEFUNCTION.html>
  fileprivate func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard transfer.hasRoom else {
      // The time that a transfer may take is its server's, and not our disk's.
      pauseBegan = pauseBegan ?? .now
      ccurl_set_long(pointer, CURLOPT_TIMEOUT_MS, 0)
      return Int(CURL_WRITEFUNC_PAUSE)
    }
    // Taking fewer bytes than were offered is how a callback ends a transfer.
    return transfer.receiveBody(bytes) ? bytes.count : -1
  }

  /// Goes on with a transfer that waits for its sink; it may wait again at once.
  ///
  /// - Returns: `CURLE_OK`, or why the transfer is to be ended: libcurl brings what it kept from here, and
  ///   leaves it to the caller to end what that ended.
  func resume() -> CURLcode {
    guard let began = pauseBegan.take() else { return CURLE_OK }
    paused += .now - began
    let total = Int((transfer.request.limits.total + paused).wholeMilliseconds)
    ccurl_set_long(pointer, CURLOPT_TIMEOUT_MS, total)
    return curl_easy_pause(pointer, CURLPAUSE_CONT)
  }

  // MARK: Options

  private func takeFields(_ request: Request) throws(TransferError) {
    let identity = HeaderField("Accept-Encoding", "identity")
    for field in request.fields + (request.coding == .verbatim ? [identity] : []) {
      guard let line = field.line else {
        throw .invalidRequest(detail: "the field \(field.name) holds a line break")
      }
      fields = (line + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { curl_slist_append(fields, $0.baseAddress) }
      }
    }
  }

  private func set(_ settings: NetworkSettings, _ options: inout EasyOptions) {
    options.set(CURLOPT_ERRORBUFFER, errorText)
    options.set(CURLOPT_PROTOCOLS_STR, "http,https")
    options.set(CURLOPT_PATH_AS_IS, 1)
    options.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    options.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    options.set(CURLOPT_HTTP09_ALLOWED, 0)
    options.set(CURLOPT_USERAGENT, settings.userAgent)
    options.set(CURLOPT_CONNECT_TO, connections)
    // An empty text keeps libcurl from reading a proxy out of the environment.
    options.set(CURLOPT_PROXY, settings.proxy ?? "")
    options.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let certificates = settings.certificates {
      options.set(CURLOPT_CAINFO, certificates)
    }
    // A proxy's own answer to CONNECT is not the site's.
    options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    options.set(CURLOPT_NOSIGNAL, 1)
    // libcurl makes the buffer anew for every transfer; the allocator is quick with it below 64 KiB.
    options.set(CURLOPT_BUFFERSIZE, 48 << 10)
    options.set(CURLOPT_LOW_SPEED_LIMIT, TransferLimits.slowestRate)
    options.set(CURLOPT_NOPROGRESS, 0)
  }

  /// Sets what one transfer asks for.
  private func set(_ request: Request, _ options: inout EasyOptions) {
    options.set(CURLOPT_URL, request.address.text)
    switch request.method {
    case .get: options.set(CURLOPT_HTTPGET, 1)
    case .head: options.set(CURLOPT_NOBODY, 1)
    case .post:
      options.set(CURLOPT_POST, 1)
      options.setBody(request.body)
    }
    options.set(CURLOPT_HTTPHEADER, fields)
    // Where libcurl is told what is accepted it reads what came, and refuses what it cannot undo.
    if request.coding != .verbatim {
      options.set(CURLOPT_ACCEPT_ENCODING, request.coding == .compressed ? "" : "identity")
    }
    options.set(CURLOPT_HTTP_CONTENT_DECODING, request.coding == .verbatim ? 0 : 1)
    // An empty name reads no file and turns the cookies on; they end with this handle.
    options.set(CURLOPT_COOKIEFILE, "")
    for cookie in request.cookies { options.set(CURLOPT_COOKIELIST, bytes: cookie.line) }
    options.set(CURLOPT_CONNECTTIMEOUT_MS, Int(request.limits.connect.wholeMilliseconds))
    options.set(CURLOPT_TIMEOUT_MS, Int(request.limits.total.wholeMilliseconds))
    options.set(CURLOPT_LOW_SPEED_TIME, max(1, Int(request.limits.stall.wholeMilliseconds / 1_000)))
  }

  private func setReceivers(_ options: inout EasyOptions) {
    let this = Unmanaged.passUnretained(transfer).toOpaque()
    options.set(CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
    options.set(CURLOPT_HEADERDATA, this)
    options.set(CURLOPT_OPENSOCKETDATA, this)
    options.set(CURLOPT_PREREQDATA, this)
    options.set(CURLOPT_XFERINFODATA, this)
    options.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let context else { return 0 }
      return Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
        .receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    options.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      guard let context else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return transfer.receiveHeader(line) ? line.count : -1
    }
    ccurl_set_opensocket(pointer) { context, _, address in
      openSocket(for: context, at: address)
    }
    ccurl_set_prerequest(pointer) { context, peer, _, _, _ in
      isPeerAcceptable(to: context, at: peer) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }
    ccurl_set_progress(pointer) { context, _, received, _, _ in
      mayGoOn(context, received: Int64(received)) ? 0 : 1
    }
  }
}

// The socket is where a name has become an address, so nothing can be swapped after the check.
private func openSocket(
  for context: UnsafeMutableRawPointer?,
  at address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let context, let address else { return CURL_SOCKET_BAD }
  let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  let isPublic = AddressGuard.isPublic(&address.pointee.addr)
  guard transfer.accepts(AddressGuard.text(&address.pointee.addr), isPublic: isPublic) else {
    return CURL_SOCKET_BAD
  }
  let kind = address.pointee.socktype | CInt(SOCK_CLOEXEC.rawValue)
  return socket(address.pointee.family, kind, address.pointee.`protocol`)
}

// A reused connection makes no socket, so its peer is looked at once more before each request.
private func isPeerAcceptable(
  to context: UnsafeMutableRawPointer?,
  at peer: UnsafeMutablePointer<CChar>?
) -> Bool {
  guard let context, let peer else { return false }
  let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  let text = String(cString: peer)
  return transfer.accepts(text, isPublic: AddressGuard.isPublic(text))
}

// Bytes that decode to nothing never reach the sink, so those received are counted as well.
private func mayGoOn(_ context: UnsafeMutableRawPointer?, received: Int64) -> Bool {
  guard let context else { return false }
  return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().accepts(received: received)
}

extension HeaderField {
  /// The field as a line without its end, or nil where it would break out of its line.
  ///
  /// libcurl sends a field as it is given, so a line break inside one would begin another field.
  /// Source: <https://curl.se/libcurl/c/libcurl-security.html>
  fileprivate var line: [UInt8]? {
    guard isSendable else { return nil }
    guard !value.isEmpty else { return Array("\(name);".utf8) }
    return Array("\(name): ".utf8) + (latin1 ?? Array(value.utf8))
  }
}
