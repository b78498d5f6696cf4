// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// Everything below a directory, byte for byte, to be compared with how it was.
package struct Tree: Hashable, Sendable {
  package enum Entry: Hashable, Sendable {
    case directory
    case file([UInt8])
    case other
  }

  /// By their path, relative to the tree's own.
  package private(set) var entries: [String: Entry] = [:]

  package init(_ directory: FilePath) throws {
    try take(directory.string, as: "")
  }

  package init(_ entries: [String: Entry] = [:]) {
    self.entries = entries
  }

  // On plain strings, because a path of SystemPackage costs much in a debug build.
  private mutating func take(_ directory: String, as prefix: String) throws {
    guard let stream = opendir(directory) else { throw Errno(rawValue: errno) }
    defer { closedir(stream) }
    while let found = readdir(stream) {
      let name = withUnsafePointer(to: &found.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let path = "\(directory)/\(name)"
      switch Int(found.pointee.d_type) {
      case Int(DT_DIR):
        entries[prefix + name] = .directory
        try take(path, as: "\(prefix)\(name)/")
      case Int(DT_REG): entries[prefix + name] = .file(try Self.bytes(of: path))
      default: entries[prefix + name] = .other
      }
    }
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Errno(rawValue: errno) }
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    return try [UInt8](unsafeUninitializedCapacity: size) { room, count in
      count = pread(file, room.baseAddress, size, 0)
      guard count == size else { throw Errno(rawValue: errno) }
    }
  }

  /// Puts everything below another directory; links and the like are left out.
  package func write(to directory: FilePath) throws {
    try write(to: directory, over: Tree())
  }

  /// Makes a directory that holds another tree hold this one.
  ///
  /// Only what differs is touched, so that going from one to the next of many like trees is quick.
  package func write(to directory: FilePath, over current: Tree) throws {
    let root = directory.string
    let changes = changes(since: current)
    for name in changes.reversed() {
      switch current.entries[name] {
      case .directory: try Self.require(rmdir("\(root)/\(name)"))
      case .file, .other: try Self.require(unlink("\(root)/\(name)"))
      case nil: continue
      }
    }
    for name in changes {
      switch entries[name] {
      case .directory: try Self.require(mkdir("\(root)/\(name)", 0o700))
      case .file(let bytes):
        let file = open("\(root)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        try Self.require(min(file, 0))
        defer { close(file) }
        try Self.require(Glibc.write(file, bytes, bytes.count) == bytes.count ? 0 : -1)
      case .other, nil: continue
      }
    }
  }

  private static func require(_ outcome: CInt) throws {
    guard outcome == 0 else { throw Errno(rawValue: errno) }
  }

  /// The paths of all files and directories, relative to the tree's own.
  package var names: [String] { entries.keys.sorted() }

  /// The bytes of a file.
  package subscript(name: String) -> [UInt8]? {
    guard case .file(let bytes) = entries[name] else { return nil }
    return bytes
  }

  /// What is new, gone or has other bytes than before.
  package func changes(since before: Tree) -> [String] {
    let gone = before.entries.keys.filter { entries[$0] == nil }
    let changed = entries.filter { before.entries[$0.key] != $0.value }.map(\.key)
    return (gone + changed).sorted()
  }

  /// The part below one of its directories, or below none where there is no such directory.
  package func below(_ directory: String) -> Tree {
    let prefix = directory + "/"
    let inside = entries.filter { $0.key.hasPrefix(prefix) }
    return Tree(
      Dictionary(
        uniqueKeysWithValues: inside.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
      )
    )
  }

  /// Puts another tree below one of its directories, which is made if it is missing.
  package mutating func put(_ tree: Tree, in directory: String) {
    var parent = directory[...]
    while true {
      entries[String(parent)] = .directory
      guard let end = parent.lastIndex(of: "/") else { break }
      parent = parent[..<end]
    }
    for (name, entry) in tree.entries { entries["\(directory)/\(name)"] = entry }
  }

  /// The directories with nothing in them, which OCFL forbids (E073).
  package var emptyDirectories: [String] {
    var parents: Set<Substring> = []
    for name in entries.keys {
      if let end = name.lastIndex(of: "/") { parents.insert(name[..<end]) }
    }
    return names.filter { entries[$0] == .directory && !parents.contains($0[...]) }
  }
}
