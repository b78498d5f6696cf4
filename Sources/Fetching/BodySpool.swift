// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Dispatch
package import Filing
package import Fixity
import HTTP
import Synchronization
package import SystemPackage

/// Takes a body as it arrives: into a file, through the digest, never more than a piece of it in memory.
///
/// The digest is computed from the very buffer that is written. A body that is no longer than one piece needs
/// no file before it is kept, and most answers that are not kept are that short. A body that broke off can be
/// gone on with by another transfer into the same spool.
final class BodySpool: BodySink {
  /// An answer to a request for the rest of a body that is not that rest.
  struct OtherRange: Error {}

  private struct State: ~Copyable {
    /// From the second piece on, and for all that come.
    var file: BodyFile?
    /// What came and is not with the file yet.
    var piece: [UInt8] = []
    var length: Int64 = 0
    var head: ResponseHead?
    var awaited: Resumption?
    var isOtherRange = false
    /// Up to which length there is room.
    var granted: Int64 = 0
  }

  /// So many bytes are written at once: as many as the allocator is quick with.
  private static let pieceLength = 60 << 10

  /// Of a body without a declared length, room is asked for in such steps.
  private static let step: Int64 = 1_000_000

  private let path: FilePath
  /// Whether there is room; nil where that is not asked.
  private let room: (any SpoolRoom)?
  /// How much of a body is wanted; nil means all.
  private let wanted: Int64?
  /// How much is taken of a body whose length nobody states; nil means all.
  private let longestUnmeasured: Int64?
  /// How much of a body is taken, in however many pieces it comes.
  private let limit: Int64
  private let disk: DispatchQueue
  private let state = Mutex(State())

  /// - Parameters:
  ///   - path: where the file goes, once a first byte comes; nothing must be there.
  ///   - wanted: after so many bytes the rest is not asked for, if only the beginning is of interest.
  ///   - longestUnmeasured: of a body whose length nobody states, so many bytes are taken at the most.
  ///   - limit: the most bytes of a body, those of all its pieces together.
  ///   - room: says whether there is room for it.
  ///   - disk: where the writing is done.
  init(
    _ path: FilePath,
    wanted: Int64? = nil,
    longestUnmeasured: Int64? = nil,
    limit: Int64 = .max,
    room: (any SpoolRoom)? = nil,
    on disk: DispatchQueue = BlockingThreads.bodies.queue()
  ) {
    self.path = path
    // Of what is only looked into, little comes.
    self.room = wanted == nil ? room : nil
    self.wanted = wanted
    self.longestUnmeasured = longestUnmeasured
    self.limit = limit
    self.disk = disk
  }

  func begin(_ head: ResponseHead) {
    state.withLock { state in
      guard let awaited = state.awaited.take() else {
        state.head = head
        return
      }
      if awaited.isContinued(by: head) { return }
      state.isOtherRange = head.status == 206
      startOver(&state)
      state.head = head
    }
  }

  func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { $0.file }?.hasRoom(orElse: resume) ?? true
  }

  func receive(_ bytes: Span<UInt8>) throws {
    try state.withLock { state in
      guard !state.isOtherRange else { throw OtherRange() }
      let length = state.length + Int64(bytes.count)
      guard length <= limit, !declaresTooMuch(state), !isTooLongUnmeasured(length, state) else {
        throw TransferError.tooLarge(limit: limit, stated: state.head?.declaredLength)
      }
      try makeRoom(for: length, &state)
      if state.piece.count + bytes.count > Self.pieceLength, !state.piece.isEmpty {
        let file = state.file ?? BodyFile(path, on: disk)
        state.file = file
        try file.take(state.piece)
        state.piece = []
        state.piece.reserveCapacity(Self.pieceLength)
        let rest = state.granted - state.length
        try room?.expect(rest, of: ObjectIdentifier(self), whole: state.granted)
      }
      unsafe bytes.withUnsafeBufferPointer { unsafe state.piece.append(contentsOf: $0) }
      state.length += Int64(bytes.count)
      if let wanted, state.length >= wanted { throw EnoughReceived() }
    }
  }

  /// Whether it is known from the beginning that it will be too long: a body that never fits is else fetched up to its
  /// limit every night.
  private func declaresTooMuch(_ state: borrowing State) -> Bool {
    guard wanted == nil, state.length == 0, let declared = state.head?.fields["Content-Length"]
    else {
      return false
    }
    return Int64(declared).map { $0 > limit } ?? false
  }

  /// Whether so much came of a body whose length nobody states that it counts as too long.
  private func isTooLongUnmeasured(_ length: Int64, _ state: borrowing State) -> Bool {
    guard let longestUnmeasured, length > longestUnmeasured, let head = state.head else {
      return false
    }
    return head.declaredLength == nil
  }

  private func makeRoom(for length: Int64, _ state: inout State) throws(NoRoom) {
    guard let room, length > state.granted else { return }
    let declared = state.head?.fields["Content-Length"].flatMap { Int64($0) } ?? 0
    let next = declared >= length ? declared : max(length, state.granted + Self.step)
    let goal = min(next, max(limit, length))
    try room.expect(goal - state.length, of: ObjectIdentifier(self), whole: goal)
    state.granted = goal
  }

  /// The head of the answer whose body this is; the first of several, where it was gone on with.
  var head: ResponseHead? { state.withLock { $0.head } }

  /// How to ask for the rest of what broke off; nil where it is better to start over.
  ///
  /// The next answer is then taken for the rest only if it is that.
  func resume() -> Resumption? {
    state.withLock { state in
      state.awaited = state.head.flatMap { Resumption(of: $0, after: state.length) }
      return state.awaited
    }
  }

  /// Forgets what came so far.
  func startOver() {
    state.withLock { state in
      startOver(&state)
      state.isOtherRange = false
      state.awaited = nil
    }
  }

  private func startOver(_ state: inout State) {
    state.file?.startOver()
    room?.end(ObjectIdentifier(self))
    state.piece = []
    state.length = 0
    state.granted = 0
    state.head = nil
  }

  /// Closes the file; nil where no byte came.
  ///
  /// - Throws: what the file system says only when a file is closed.
  func finish() async throws(FilingError) -> SpooledBody? {
    defer { room?.end(ObjectIdentifier(self)) }
    let (file, piece, length) = state.withLock { ($0.file, $0.piece, $0.length) }
    guard length > 0 else {
      await file?.discard()
      return nil
    }
    guard let file else { return SpooledBody(piece) }
    let digest = try await file.finish(with: piece)
    // It is the body's from now on, to move or to remove.
    state.withLock { $0.file = nil }
    return SpooledBody(path: path, length: length, digest: digest)
  }

  /// Removes what came so far.
  func discard() async {
    startOver()
    await state.withLock { $0.file }?.discard()
  }
}

/// A body that arrived whole: in memory where it is short, else in a file that goes away with this value unless it
/// is moved.
package final class SpooledBody: Sendable {
  package let place: BodyPlace
  /// In bytes.
  package let length: Int64
  private let isMoved = Mutex(false)
  private let known: Mutex<Digest?>

  init(path: FilePath, length: Int64, digest: Digest) {
    place = .file(path)
    self.length = length
    known = Mutex(digest)
  }

  init(_ bytes: [UInt8]) {
    place = .memory(bytes)
    length = Int64(bytes.count)
    known = Mutex(nil)
  }

  /// Of a body in memory it is made when it is first asked for: who only checks a link never does.
  package var digest: Digest {
    known.withLock { known in
      if let known { return known }
      guard case .memory(let bytes) = place else {
        preconditionFailure("a file's digest is known when it is finished")
      }
      let digest = Digest.of(bytes)
      known = digest
      return digest
    }
  }

  deinit {
    guard case .file(let path) = place, !isMoved.withLock({ $0 }) else { return }
    // A file left over is swept away when the archive is next opened for writing.
    try? Disk().removeFile(path)
  }

  /// Moves the body to a file of its own; this value no longer owns it.
  package func move(to target: FilePath) throws(FilingError) {
    try isMoved.withLock { (isMoved) throws(FilingError) in
      precondition(!isMoved, "a body is moved once")
      switch place {
      case .memory(let bytes): try Disk().create(target, holding: bytes)
      case .file(let path): try Disk().rename(path, to: target)
      }
      isMoved = true
    }
  }

  /// Up to `count` bytes from the front.
  package func head(_ count: Int) throws(FilingError) -> [UInt8] {
    try place.head(Int(min(Int64(count), length)))
  }

  /// Up to `count` bytes from the end.
  package func tail(_ count: Int) throws(FilingError) -> [UInt8] {
    let taken = min(Int64(count), length)
    switch place {
    case .memory(let bytes): return Array(bytes.suffix(Int(taken)))
    case .file(let path):
      return try ReadableFile(path).bytes(at: length - taken, count: Int(taken))
    }
  }
}
