// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import SystemPackage

/// A program that was run to its end: what it printed, and how it ended.
package struct ProgramRun: Sendable {
  /// The exit status, or the number of the signal that killed the program.
  package let status: Int
  package let output: [UInt8]
  package let errorOutput: [UInt8]

  package var text: String { String(decoding: output, as: UTF8.self) }
  package var errorText: String { String(decoding: errorOutput, as: UTF8.self) }

  /// Runs a program without input, and waits for its end.
  ///
  /// The arguments are given without the program's name. Without an environment, the program gets
  /// that of this process.
  package init(
    _ program: String,
    _ arguments: [String],
    environment: [String: String]? = nil
  ) throws {
    // Files, because a program that fills one of two pipes waits for a reader of just that one.
    let output = try Self.namelessFile()
    let errorOutput = try Self.namelessFile()

    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errorOutput
    try process.run()
    process.waitUntilExit()

    status = Int(process.terminationStatus)
    self.output = try Self.contents(of: output)
    self.errorOutput = try Self.contents(of: errorOutput)
  }

  private static func namelessFile() throws(Errno) -> FileHandle {
    var template = Array("\(NSTemporaryDirectory())/hanaper-output-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    unlink(template)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  private static func contents(of file: FileHandle) throws -> [UInt8] {
    try file.seek(toOffset: 0)
    return Array(try file.readToEnd() ?? Data())
  }
}
