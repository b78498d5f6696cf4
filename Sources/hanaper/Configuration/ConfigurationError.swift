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

  var description: String {
    guard let line else { return "\(file): \(message)" }
    return "\(file):\(line):\(column ?? 1): \(message)"
  }
}
