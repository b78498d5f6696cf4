// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import SystemPackage

/// What is wrong in a configuration, where, and what to write instead.
struct ConfigurationError: Error, CustomStringConvertible {
  let file: FilePath
  /// From 1; nil where the fault has no place in the text.
  let line: Int?
  let column: Int?
  let message: String
  /// Whether nothing is wrong but that none was found.
  var isMissing = false

  init(file: FilePath, line: Int?, column: Int?, message: String) {
    (self.file, self.line, self.column, self.message) = (file, line, column, message)
  }

  /// What is wrong with all of it.
  init(of file: FilePath, _ message: String) {
    self.init(file: file, line: nil, column: nil, message: message)
  }

  var description: String {
    guard let line else { return "\(file): \(message)" }
    return "\(file):\(line):\(column ?? 1): \(message)"
  }
}
