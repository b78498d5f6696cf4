// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// What a person or a program hands over on standard input.
enum StandardInput {
  /// Nobody hands over more on purpose.
  static let most = 64 << 20

  /// Whether a person sits there.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Reads it to its end; an interruption ends the program at once.
  ///
  /// - Parameter advice: what to do where there is more than ``most`` of it.
  /// - Returns: all of it.
  /// - Throws: `CommandFailure`, also where there is none to be read.
  static func read(advice: String) throws -> [UInt8] {
    try Interruption.endingAtOnce {
      var bytes: [UInt8] = []
      do {
        while let more = try FileHandle.standardInput.read(upToCount: 256 << 10), !more.isEmpty {
          bytes += more
          guard bytes.count <= most else {
            throw CommandFailure("standard input is longer than 64 MB; \(advice)")
          }
        }
      } catch let error as CommandFailure {
        throw error
      } catch {
        throw CommandFailure(
          "standard input could not be read: \(error.localizedDescription); name a file instead"
        )
      }
      return bytes
    }
  }
}
