// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import COpenSSL
import Glibc

/// One client's connection, plain or through TLS, in the hands of one thread.
///
/// The socket belongs to the server, which may shut it down at any time; every wait then ends and
/// every transfer fails.
struct Connection: ~Copyable {
  /// The other side, or the server, has ended the conversation.
  struct Ended: Error {}

  private let descriptor: CInt
  private let session: OpaquePointer?
  private var received: [UInt8] = []
  private var isInOrder = true

  /// Begins the conversation; with TLS, by shaking hands.
  ///
  /// - Returns: `nil` if the client does not agree.
  init?(_ descriptor: CInt, tls: TLSContext?) {
    self.descriptor = descriptor
    session = tls?.accept(on: descriptor)
    if tls != nil && session == nil { return nil }
  }

  /// Whether this goes on with a session of TLS that the client had before.
  var isSessionResumed: Bool {
    session.map { SSL_session_reused($0) == 1 } ?? false
  }

  deinit {
    if isInOrder {
      // Tells the client that nothing was cut off, which a broken connection must not.
      if let session { SSL_shutdown(session) }
      // A program that is just being started may hold a copy of the socket for a moment.
      shutdown(descriptor, CInt(SHUT_WR))
    }
    if let session { SSL_free(session) }
  }

  /// Waits for the next head of a request.
  ///
  /// - Returns: the bytes before the empty line, or `nil` if the client has hung up or sends
  ///   nonsense.
  mutating func nextHead() -> ArraySlice<UInt8>? {
    var searched = 0
    while true {
      if let end = endOfHead(from: searched) {
        let head = received[..<end]
        received.removeFirst(end + 4)
        return head
      }
      searched = max(received.count - 3, 0)
      guard received.count < 1 << 20, receive() else { return nil }
    }
  }

  /// Takes a body in.
  mutating func body(of length: Int) -> [UInt8] {
    while received.count < length, receive() {}
    let body = Array(received.prefix(length))
    received.removeFirst(min(length, received.count))
    return body
  }

  private func endOfHead(from start: Int) -> Int? {
    let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    return received.withUnsafeBufferPointer { bytes in
      var index = start
      while index + 3 < bytes.count {
        if bytes[index] == cr, bytes[index + 1] == lf, bytes[index + 2] == cr,
          bytes[index + 3] == lf
        {
          return index
        }
        index += 1
      }
      return nil
    }
  }

  private mutating func receive() -> Bool {
    let count = withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { room in
      var count = 0
      if let session {
        // Leaves 0 behind when the session has ended, for whatever reason.
        SSL_read_ex(session, room.baseAddress, room.count, &count)
      } else {
        repeat {
          count = recv(descriptor, room.baseAddress, room.count, 0)
        } while count < 0 && errno == EINTR
      }
      if count > 0 { received.append(contentsOf: room[..<count]) }
      return count
    }
    if count <= 0 { isInOrder = false }
    return count > 0
  }

  /// Sends all the bytes.
  mutating func send(_ bytes: [UInt8]) throws(Ended) {
    let isSent = bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        var count = 0
        if let session {
          SSL_write_ex(session, part.baseAddress, part.count, &count)
        } else {
          count = Glibc.send(descriptor, part.baseAddress, part.count, CInt(MSG_NOSIGNAL))
          if count < 0 && errno == EINTR { continue }
        }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
    guard isSent else {
      isInOrder = false
      throw Ended()
    }
  }

  // The C library shows POLLRDHUP, which notices a client's going, to GNU C programs only.
  private static let hangUp: CShort = 0x2000

  /// How many of these sockets have a client at their other end.
  static func countHeld(_ descriptors: Set<CInt>) -> Int {
    var watches = descriptors.map { pollfd(fd: $0, events: hangUp, revents: 0) }
    let abandoned = poll(&watches, nfds_t(watches.count), 0)
    return descriptors.count - Int(max(abandoned, 0))
  }

  /// Waits, unless the conversation ends before the time is over.
  func pause(_ duration: Duration) throws(Ended) {
    let end = ContinuousClock.now + duration
    while true {
      let rest = end - .now
      guard rest > .zero else { return }
      let milliseconds = rest / .milliseconds(1)
      var watch = pollfd(fd: descriptor, events: Self.hangUp, revents: 0)
      if poll(&watch, 1, CInt(min(milliseconds.rounded(.up), 1e9))) > 0 { throw Ended() }
    }
  }

  /// Makes the socket's closing a break instead of a farewell.
  mutating func breakOff() {
    isInOrder = false
    var abruptly = linger(l_onoff: 1, l_linger: 0)
    let size = socklen_t(MemoryLayout<linger>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abruptly, size)
  }
}

extension Connection {
  /// Does what a reply says, step by step.
  ///
  /// - Throws: ``Ended`` if the connection is of no further use.
  mutating func perform(_ reply: Reply, for request: ReceivedRequest) throws(Ended) {
    // What follows without a pause leaves in one write, so that a small answer is one packet.
    var pending: [UInt8] = []
    for step in reply.steps {
      switch step {
      case .send(let bytes):
        pending += bytes
        continue
      case .content(let bytes):
        if request.method != "HEAD" { pending += bytes }
        continue
      default:
        try send(pending)
        pending = []
      }
      try perform(step)
    }
    try send(pending)
  }

  private mutating func perform(_ step: Reply.Step) throws(Ended) {
    switch step {
    case .send(let bytes), .content(let bytes):
      try send(bytes)
    case .pause(let duration):
      try pause(duration)
    case .drip(let bytes, let interval):
      for byte in bytes {
        try send([byte])
        try pause(interval)
      }
    case .endlessly(let bytes):
      precondition(!bytes.isEmpty, "nothing can be sent endlessly")
      while true { try send(bytes) }
    case .close:
      throw Ended()
    case .reset:
      breakOff()
      throw Ended()
    }
  }
}
