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

  // On bytes and not on strings, because a test may leave names behind that are not UTF-8.
  private static func remove(_ path: FilePath) throws(Errno) {
    if path.withPlatformString({ unlink($0) }) == 0 { return }
    guard errno == EISDIR else { throw Errno(rawValue: errno) }

    // The body may have locked it.
    _ = path.withPlatformString { chmod($0, 0o700) }
    for name in try entries(of: path) {
      try remove(path.appending(name))
    }
    guard path.withPlatformString({ rmdir($0) }) == 0 else { throw Errno(rawValue: errno) }
  }

  private static func entries(of directory: FilePath) throws(Errno) -> [FilePath.Component] {
    guard let stream = directory.withPlatformString({ opendir($0) }) else {
      throw Errno(rawValue: errno)
    }
    defer { closedir(stream) }

    var names: [FilePath.Component] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          FilePath.Component(platformString: name)
        }
      }
      if let name, name.kind == .regular { names.append(name) }
    }
    return names
  }
}
