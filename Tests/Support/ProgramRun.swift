// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A program that was run to its end: what it printed, and how it ended.
package struct ProgramRun: Sendable {
  package let ending: RunningProgram.Ending
  package let output: [UInt8]
  package let errorOutput: [UInt8]

  /// The exit status, or the number of the signal that killed the program.
  package var status: Int {
    switch ending {
    case .status(let number), .signal(let number): number
    }
  }

  package var text: String { String(decoding: output, as: UTF8.self) }
  /// What it printed, however its lines were broken.
  package var words: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
  package var errorText: String { String(decoding: errorOutput, as: UTF8.self) }

  /// Runs a program without input, and waits for its end; where the test is cancelled, it is killed.
  ///
  /// The arguments are given without the program's name. Without an environment, the program gets
  /// that of this process.
  package init(
    _ program: String,
    _ arguments: [String],
    environment: [String: String]? = nil
  ) async throws {
    self = try await RunningProgram.run(program, arguments, environment: environment) { program in
      try ProgramRun(ended: program, await program.ending())
    }
  }

  private init(ended program: RunningProgram, _ ending: RunningProgram.Ending) throws {
    self.ending = ending
    output = try program.output
    errorOutput = try program.errorOutput
  }
}
