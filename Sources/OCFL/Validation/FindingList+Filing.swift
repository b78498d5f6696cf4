// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

extension FindingList {
  /// Takes in that something could not be read: as damage where the disk itself says so, otherwise as
  /// something that nothing can be said of.
  mutating func add(_ error: FilingError, _ code: String, _ path: String) {
    switch error.cause {
    case .noSuchFileOrDirectory: add(code, path, "it is missing")
    case .tooManySymbolicLinkLevels:
      add("E090", path, "it is a link")
      add(code, path, "it is not a regular file")
    case .notDirectory, .isDirectory, .invalidArgument:
      add(code, path, "it is not a regular file")
    case .fileTooLarge: add(code, path, "it is longer than any such file has reason to be")
    case .ioError: add(code, path, "the disk cannot give it back: \(error.cause)")
    default: add(Finding.unread, path, "it could not be read: \(error)")
    }
  }
}
