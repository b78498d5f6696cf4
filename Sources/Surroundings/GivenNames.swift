// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// What a program is given in bytes: its arguments and its environment.
///
/// Swift's own readings put U+FFFD where bytes are not UTF-8, and that is the name of another file.
package enum GivenNames {
  /// The first argument that is not UTF-8, with a question mark in the place of what is not.
  package static var argumentThatIsNotUTF8: String? {
    for place in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[place] else { continue }
      guard String(validatingCString: argument) == nil else { continue }
      return String(String(cString: argument).map { $0 == "\u{FFFD}" ? "?" : $0 })
    }
    return nil
  }

  /// A path in the environment, byte for byte; nil where the variable is not set or is empty.
  package static func path(in variable: String) -> FilePath? {
    guard let value = getenv(variable) else { return nil }
    let path = FilePath(platformString: value)
    return path.isEmpty ? nil : path
  }
}
