// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// A program of the machine's, called for one answer.
enum OutsideProgram {
  struct Run {
    let status: Int32
    let output: String
    /// The first line of what it said on standard error.
    let complaint: String
  }

  /// Where programs are looked for: as a shell does, and where cron's short path leaves out.
  private static var folders: [String] {
    let given = ProcessInfo.processInfo.environment["PATH"] ?? ""
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
  static func run(_ name: String, _ arguments: [String], input: String = "") throws -> Run? {
    let places = folders.map { "\($0)/\(name)" }
    guard let place = places.first(where: FileManager.default.isExecutableFile) else { return nil }
    let (fed, output, errors) = (Pipe(), Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(filePath: place)
    process.arguments = arguments
    process.standardInput = fed
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // What these programs are given and say is less than a pipe holds.
    try? fed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? fed.fileHandleForWriting.close()
    let said = (try? output.fileHandleForReading.readToEnd()) ?? nil
    let complained = (try? errors.fileHandleForReading.readToEnd()) ?? nil
    process.waitUntilExit()
    let words = String(decoding: complained ?? Data(), as: UTF8.self)
    return Run(
      status: process.terminationStatus,
      output: String(decoding: said ?? Data(), as: UTF8.self),
      complaint: words.split(separator: "\n").first.map(String.init)
        ?? "status \(process.terminationStatus)"
    )
  }
}
