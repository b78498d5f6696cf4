// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
package import SystemPackage

/// A directory that lives as long as the body that works in it.
package enum ScratchDirectory {
  /// Where a scratch directory is made unless told otherwise.
  package static var temporary: FilePath { FilePath(NSTemporaryDirectory()) }

  /// A file system in memory where there is one, for tests that make very many files.
  package static var memory: FilePath {
    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : temporary
  }

  /// Runs `body` with a fresh directory, and removes it with all that is in it.
  package nonisolated(nonsending) static func run<Value>(
    in parent: FilePath = temporary,
    _ body: nonisolated(nonsending) (FilePath) async throws -> Value
  ) async throws -> Value {
    let directory = try makeDirectory(in: parent, prefix: "hanaper")
    do {
      let value = try await body(directory)
      try remove(directory)
      return value
    } catch {
      try remove(directory)
      throw error
    }
  }

  /// Runs a body that awaits nothing with a fresh directory; called without `await`.
  package static func run<Value>(
    in parent: FilePath = temporary,
    _ body: (FilePath) throws -> Value
  ) throws -> Value {
    let directory = try makeDirectory(in: parent, prefix: "hanaper")
    do {
      let value = try body(directory)
      try remove(directory)
      return value
    } catch {
      try remove(directory)
      throw error
    }
  }

  static func makeDirectory(in parent: FilePath, prefix: String) throws(Errno) -> FilePath {
    let template = parent.appending("\(prefix)-XXXXXX")
    let path = template.withPlatformString { template -> FilePath? in
      guard let name = strdup(template) else { return nil }
      defer { free(name) }
      return mkdtemp(name).map { FilePath(platformString: $0) }
    }
    guard let path else { throw Errno(rawValue: errno) }
    return path
  }

  private static func remove(_ path: FilePath) throws(Errno) {
    let cause = path.withPlatformString { remove($0, in: AT_FDCWD) }
    if let cause { throw cause }
  }

  // On bytes and not on strings, because a test may leave names behind that are not UTF-8; and not on paths of SystemPackage,
  // which cost much in a debug build.
  private static func remove(_ name: UnsafePointer<CChar>, in folder: CInt) -> Errno? {
    if unlinkat(folder, name, 0) == 0 { return nil }
    guard errno == EISDIR else { return Errno(rawValue: errno) }

    // The body may have locked it.
    _ = fchmodat(folder, name, 0o700, 0)
    let place = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard place >= 0, let stream = fdopendir(place) else { return Errno(rawValue: errno) }
    var names: [[CChar]] = []
    while let entry = readdir(stream) {
      withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { return }
          names.append(Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1)))
        }
      }
    }
    defer { closedir(stream) }
    for name in names {
      if let cause = remove(name, in: place) { return cause }
    }
    return unlinkat(folder, name, AT_REMOVEDIR) == 0 ? nil : Errno(rawValue: errno)
  }
}
