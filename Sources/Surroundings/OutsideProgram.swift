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
  package let output: String
  /// The first line of what it said on standard error.
  package let complaint: String

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
  ///   - limit: so long it may take; then it is ended, with its process group. Nil for any time.
  ///   - isEnough: asked meanwhile; where it is so, the program is ended, too.
  /// - Returns: nil where there is none of that name.
  /// - Throws: where it cannot be started.
  package static func run(
    _ name: String,
    _ arguments: [String],
    input: String = "",
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
    try files[0].fill(with: input)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, file) in files.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file.rawValue, CInt(number))
    }
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
    var words = ([place] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let failure = posix_spawn(&process, place, &actions, &attributes, &words, environ)
    guard failure == 0 else { throw Errno(rawValue: failure) }
    let (ending, reason) = try end(of: process, within: limit, files[1...2], orUntil: isEnough)
    let signal = ending & 0x7F
    let said = try files[2].text.split(separator: "\n").first.map(String.init)
    let status = signal == 0 ? (ending >> 8) & 0xFF : 128 + signal
    return OutsideProgram(
      status: status,
      output: try files[1].text,
      complaint: reason ?? said.map { String($0.prefix(longestComplaint)) } ?? "status \(status)"
    )
  }

  private static let longestComplaint = 200
  /// What it prints is in memory: so many bytes of it.
  private static let mostPrinted: Int64 = 16 << 20

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
      if reason != nil { kill(-process, SIGKILL) } else if ended == 0 { usleep(10_000) }
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

  /// What stands in it, from the beginning; bytes that are not UTF-8 become U+FFFD.
  fileprivate var text: String {
    get throws(Errno) {
      do {
        let length = Int(try seek(offset: 0, from: .end))
        var filled = 0
        let bytes = try [UInt8](unsafeUninitializedCapacity: length) { room, count in
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
        return String(decoding: bytes, as: UTF8.self)
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
