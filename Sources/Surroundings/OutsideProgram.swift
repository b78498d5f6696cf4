// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// A program of the machine's, called for one answer: posix_spawn(3).
///
/// What it reads and says is in files without a name, so that neither waits for the other.
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
  /// - Returns: nil where there is none of that name.
  /// - Throws: where it cannot be started.
  package static func run(
    _ name: String,
    _ arguments: [String],
    input: String = ""
  ) throws(Errno) -> OutsideProgram? {
    let places = folders.map { "\($0)/\(name)" }
    guard let place = places.first(where: { access($0, X_OK) == 0 }) else { return nil }
    var files: [UnsafeMutablePointer<FILE>] = []
    defer { for file in files { fclose(file) } }
    for _ in 0..<3 {
      guard let file = tmpfile() else { throw Errno(rawValue: errno) }
      files.append(file)
    }
    fwrite(input, 1, input.utf8.count, files[0])
    rewind(files[0])

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, file) in files.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, fileno(file), CInt(number))
    }
    var words = ([place] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let failure = posix_spawn(&process, place, &actions, nil, &words, environ)
    guard failure == 0 else { throw Errno(rawValue: failure) }
    var ending: CInt = 0
    while waitpid(process, &ending, 0) < 0 {
      guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
    let signal = ending & 0x7F
    let said = text(of: files[2]).split(separator: "\n").first.map(String.init)
    let status = signal == 0 ? (ending >> 8) & 0xFF : 128 + signal
    return OutsideProgram(
      status: status,
      output: text(of: files[1]),
      complaint: said ?? "status \(status)"
    )
  }

  /// What stands in a file; bytes that are not UTF-8 become U+FFFD.
  private static func text(of file: UnsafeMutablePointer<FILE>) -> String {
    fseek(file, 0, SEEK_END)
    let length = max(ftell(file), 0)
    rewind(file)
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { room, count in
      count = fread(room.baseAddress, 1, length, file)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
