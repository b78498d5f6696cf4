// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage

/// Everything below a directory, byte for byte, to be compared with how it was.
struct Tree {
  private enum Entry: Equatable {
    case directory
    case file([UInt8])
    case other
  }

  private var entries: [String: Entry] = [:]

  init(_ directory: FilePath) throws {
    try take(directory, as: "")
  }

  private mutating func take(_ directory: FilePath, as prefix: String) throws {
    for entry in try Disk().list(directory) {
      let (path, name) = (directory.appending(entry.name), prefix + entry.name)
      switch entry.kind {
      case .directory:
        entries[name] = .directory
        try take(path, as: name + "/")
      case .file: entries[name] = .file(try Files.readBytes(path))
      case .link, .other: entries[name] = .other
      }
    }
  }

  /// Puts everything below another directory; links and the like are left out.
  func write(to directory: FilePath) throws {
    for name in names {
      switch entries[name] {
      case .directory: try Disk().makeDirectory(directory.appending(name))
      case .file(let bytes): try Files.writeBytes(bytes, to: directory.appending(name))
      case .other, nil: continue
      }
    }
  }

  /// The paths of all files and directories, relative to the tree's own.
  var names: [String] { entries.keys.sorted() }

  /// The bytes of a file.
  subscript(name: String) -> [UInt8]? {
    guard case .file(let bytes) = entries[name] else { return nil }
    return bytes
  }

  /// What is new, gone or has other bytes than before.
  func changes(since before: Tree) -> [String] {
    Set(entries.keys).union(before.entries.keys)
      .filter { entries[$0] != before.entries[$0] }
      .sorted()
  }

  /// The directories with nothing in them, which OCFL forbids (E073).
  var emptyDirectories: [String] {
    names.filter { name in
      entries[name] == .directory && !entries.keys.contains { $0.hasPrefix(name + "/") }
    }
  }
}
