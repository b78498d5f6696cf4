// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// One change to the file system, as small as the system makes them.
///
/// That nothing kept is lost whenever a run ends is a promise about the moments between such changes.
/// So that it can be tried at every one of them, this room makes no change without announcing it here
/// first. A test that observes can end the process at that moment, have the step fail as a full or
/// broken disk would, or write down what was changed and work out what a power cut leaves of it.
///
/// The observer belongs to the task that installs it: what the task calls is observed, actors
/// included; other tasks and plain threads are not. With nobody observing, a step costs the look.
package enum DiskStep: Hashable, Sendable {
  /// Makes a file that must not exist yet.
  case create(FilePath)
  /// Opens a file for more at its end, and makes it if it is missing.
  case open(FilePath)
  /// Adds bytes to the end of a file.
  case write([UInt8], to: FilePath)
  case truncate(FilePath, to: Int64)
  /// Ends the writing of a file.
  case close(FilePath)
  case setPermissions(FilePath, FilePermissions)
  case makeDirectory(FilePath)
  case rename(FilePath, to: FilePath)
  case removeFile(FilePath)
  case removeDirectory(FilePath)
  /// Makes a file's contents durable, or a directory's entries.
  case sync(FilePath)
  /// Makes everything durable on the file system that holds the path.
  case syncFileSystem(FilePath)

  /// What becomes of a step.
  package enum Ruling: Sendable {
    case pass
    case fail(Errno)
    /// A write that ends after so many bytes; any other step fails.
    case cut(after: Int, Errno)
  }

  @TaskLocal package static var observer: (@Sendable (DiskStep) -> Ruling)?
}

extension DiskStep {
  /// Takes the step by a function of C, which answers 0 or leaves its reason in `errno`.
  func take(_ call: () -> CInt) throws(FilingError) {
    switch Self.observer?(self) ?? .pass {
    case .pass:
      guard call() == 0 else { throw FilingError(operation, subject, .current) }
    case .fail(let cause), .cut(_, let cause):
      throw FilingError(operation, subject, cause)
    }
  }

  /// Announces a write.
  ///
  /// - Returns: how many of the bytes are to be written, and why no more.
  static func announceWrite(of bytes: Span<UInt8>, to path: FilePath) -> (Int, Errno?) {
    guard let observer else { return (bytes.count, nil) }
    let copy = bytes.withUnsafeBytes { Array($0) }
    switch observer(.write(copy, to: path)) {
    case .pass: return (bytes.count, nil)
    case .fail(let cause): return (0, cause)
    case .cut(let count, let cause): return (min(count, bytes.count), cause)
    }
  }

  private var operation: FilingError.Operation {
    switch self {
    case .create, .open, .makeDirectory: .create
    case .write, .truncate, .close: .write
    case .setPermissions: .setPermissions
    case .rename: .rename
    case .removeFile, .removeDirectory: .remove
    case .sync, .syncFileSystem: .sync
    }
  }

  /// The path that an error speaks of.
  private var subject: FilePath {
    switch self {
    case .create(let path), .open(let path), .write(_, let path), .truncate(let path, _),
      .close(let path), .setPermissions(let path, _), .makeDirectory(let path),
      .rename(_, let path), .removeFile(let path), .removeDirectory(let path), .sync(let path),
      .syncFileSystem(let path):
      path
    }
  }
}
