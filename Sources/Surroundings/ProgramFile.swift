// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

/// The file of the program that runs.
package enum ProgramFile {
  /// Its whole path, with every link on the way followed; nil where the system does not say.
  package static var path: FilePath? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return FilePath(platformString: path)
  }

  /// What tells it from the file of any other build: its length, its number on the disk, and when it was put there.
  ///
  /// Nil where the system does not say.
  package static var state: String? {
    var facts = stat()
    guard stat("/proc/self/exe", &facts) == 0 else { return nil }
    let changed = facts.st_ctim
    return "\(facts.st_size) \(facts.st_ino) \(changed.tv_sec).\(changed.tv_nsec)"
  }

  /// Whether a path names a file that this user may run.
  package static func mayBeRun(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// Has another program take the place of this process: execve(2).
  ///
  /// It comes back only where that cannot be done.
  package static func become(_ path: String, _ words: [String], environment: [String]) {
    let words = words.map { strdup($0) } + [nil]
    let environment = environment.map { strdup($0) } + [nil]
    execve(path, words, environment)
    for word in words + environment { free(word) }
  }
}
