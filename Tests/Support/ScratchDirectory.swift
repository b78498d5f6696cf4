// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
package import SystemPackage

/// A directory that lives as long as the body that works in it.
package enum ScratchDirectory {
  /// Runs `body` with a fresh directory, and removes it with all that is in it.
  package nonisolated(nonsending) static func run<Value>(
    _ body: nonisolated(nonsending) (FilePath) async throws -> Value
  ) async throws -> Value {
    let directory = try makeDirectory()
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
  package static func run<Value>(_ body: (FilePath) throws -> Value) throws -> Value {
    let directory = try makeDirectory()
    do {
      let value = try body(directory)
      try remove(directory)
      return value
    } catch {
      try remove(directory)
      throw error
    }
  }

  private static func makeDirectory() throws(Errno) -> FilePath {
    try makeDirectory(in: FilePath(NSTemporaryDirectory()), prefix: "hanaper")
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
