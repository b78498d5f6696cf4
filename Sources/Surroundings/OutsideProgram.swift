// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

/// A program of the machine's, called for one answer: posix_spawn(3).
///
/// What it reads and says is in memory, so that neither waits for the other, and no disk is too full for it.
package struct OutsideProgram: Sendable {
  /// The exit status; of one that a signal ended, 128 and its number, as a shell has it.
  package let status: Int32
  /// What it printed.
  package let printed: [UInt8]
  /// What it said on standard error, and nothing where it was ended before it came to its end.
  package let errors: String
  /// The first line of that, or why it was ended.
  package let complaint: String

  /// What it printed; bytes that are not UTF-8 become U+FFFD.
  package var output: String { String(decoding: printed, as: UTF8.self) }

  /// What a program reads.
  package enum Input: Sendable {
    case text(String)
    /// A file that is open, from where it stands.
    case file(FileDescriptor)
  }

  /// Where programs are looked for: as a shell does, and where cron's short path leaves out.
  private static var folders: [String] {
    let given = getenv("PATH").map { String(cString: $0) } ?? ""
    return given.split(separator: ":").map(String.init) + [
      "/usr/bin", "/bin", "/usr/sbin", "/sbin",
    ]
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - name: the program's.
  ///   - arguments: what it is called with.
  ///   - input: what it reads.
  ///   - environment: what it gets of it; nil for this program's own.
  ///   - limit: so long it may take; then it is ended, with its process group. Nil for any time.
  ///   - isEnough: asked meanwhile; where it is so, the program is ended, too.
  /// - Returns: nil where there is none of that name.
  /// - Throws: where it cannot be started.
  package static func run(
    _ name: String,
    _ arguments: [String],
    input: Input = .text(""),
    environment: [String]? = nil,
    within limit: Duration? = nil,
    orUntil isEnough: () -> Bool = { false }
  ) throws(Errno) -> OutsideProgram? {
    let places = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
    guard let place = places.first(where: { access($0, X_OK) == 0 }) else { return nil }
    // In memory: a crontab that was cut off by a full disk would be written back as that.
    var files: [FileDescriptor] = []
    defer { for file in files { try? file.close() } }
    for _ in 0..<3 {
      let made = memfd_create("hanaper", 0)
      guard made >= 0 else { throw Errno.last }
      let file = FileDescriptor(rawValue: made)
      files.append(file)
      // What the program is to have are the copies of these.
      guard fcntl(made, F_SETFD, FD_CLOEXEC) == 0 else { throw Errno.last }
    }
    if case .text(let text) = input { try files[0].fill(with: text) }
    let read = if case .file(let file) = input { file } else { files[0] }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, file) in [read, files[1], files[2]].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file.rawValue, CInt(number))
    }
    // Nothing else that is open here is any of its affair.
    hanaper_add_close_from(&actions, 3)
    // Signals that this program holds back are none of its affair.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    var flags = POSIX_SPAWN_SETSIGMASK
    if limit != nil {
      // A group of its own, to be ended as one.
      posix_spawnattr_setpgroup(&attributes, 0)
      flags |= POSIX_SPAWN_SETPGROUP
    }
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let words = ([place] + arguments).map { strdup($0) } + [nil]
    let given = environment?.map { strdup($0) }
    defer { for word in words + (given ?? []) { free(word) } }
    var process = pid_t()
    let failure =
      if let given {
        posix_spawn(&process, place, &actions, &attributes, words, given + [nil])
      } else {
        posix_spawn(&process, place, &actions, &attributes, words, environ)
      }
    guard failure == 0 else { throw Errno(rawValue: failure) }
    let (ending, reason) = try end(of: process, within: limit, files[1...2], orUntil: isEnough)
    let signal = ending & 0x7F
    let errors = reason == nil ? String(decoding: try files[2].bytes, as: UTF8.self) : ""
    let said = errors.split(separator: "\n").first.map(String.init)
    let status = signal == 0 ? (ending >> 8) & 0xFF : 128 + signal
    return OutsideProgram(
      status: status,
      printed: try files[1].bytes,
      errors: errors,
      complaint: reason ?? said.map { String($0.prefix(longestComplaint)) } ?? "status \(status)"
    )
  }

  private static let longestComplaint = 200
  /// What it prints is in memory: so many bytes of it.
  private static let mostPrinted: Int64 = 64 << 20

  /// Waits for a process to end, for no longer than it may take.
  ///
  /// - Returns: how it ended, and why it was ended; nil where it ended by itself.
  private static func end(
    of process: pid_t,
    within limit: Duration?,
    _ printed: ArraySlice<FileDescriptor>,
    orUntil isEnough: () -> Bool
  ) throws(Errno) -> (ending: CInt, reason: String?) {
    let latest = limit.map { ContinuousClock.now + $0 }
    // Its end wakes us, where the kernel can tell.
    let watch = latest == nil ? -1 : hanaper_watch(process)
    defer { if watch >= 0 { close(watch) } }
    var ending: CInt = 0
    var reason: String?
    while true {
      let ended = waitpid(process, &ending, latest == nil || reason != nil ? 0 : WNOHANG)
      if ended == process { return (ending, reason) }
      guard ended == 0 || errno == EINTR else { throw Errno.last }
      guard let latest, reason == nil else { continue }
      if ContinuousClock.now > latest {
        reason = "it took too long, and was ended"
      } else if isEnough() {
        reason = "it was ended because this program was told to end"
      } else if printed.contains(where: { length(of: $0) > mostPrinted }) {
        reason = "it printed too much, and was ended"
      }
      if reason != nil {
        kill(-process, SIGKILL)
      } else if ended == 0 {
        var awaited = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
        poll(&awaited, watch >= 0 ? 1 : 0, 10)
      }
    }
  }

  private static func length(of file: FileDescriptor) -> Int64 {
    (try? Stat(file).size) ?? 0
  }
}

extension FileDescriptor {
  /// Writes all of a text, and goes back to its beginning.
  fileprivate func fill(with text: String) throws(Errno) {
    do {
      try writeAll(text.utf8)
      try seek(offset: 0, from: .start)
    } catch {
      throw Errno(error)
    }
  }

  /// What stands in it, from the beginning.
  fileprivate var bytes: [UInt8] {
    get throws(Errno) {
      do {
        let length = Int(try seek(offset: 0, from: .end))
        var filled = 0
        return try [UInt8](unsafeUninitializedCapacity: length) { room, count in
          while filled < length {
            let rest = UnsafeMutableRawBufferPointer(
              rebasing: UnsafeMutableRawBufferPointer(room)[filled...]
            )
            let read = try read(fromAbsoluteOffset: Int64(filled), into: rest)
            if read == 0 { break }
            filled += read
          }
          count = filled
        }
      } catch {
        throw Errno(error)
      }
    }
  }
}

extension Errno {
  fileprivate static var last: Errno { Errno(rawValue: errno) }

  fileprivate init(_ error: any Error) {
    self = error as? Errno ?? .ioError
  }
}
