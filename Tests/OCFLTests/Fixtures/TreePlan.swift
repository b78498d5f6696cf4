// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Support
import SystemPackage

/// Files, directories and stranger things that are to be put below a directory.
struct TreePlan: Sendable {
  enum Entry: Sendable {
    case file([UInt8])
    case directory
    case link(to: String)
    /// A second name of a file that is planned before it.
    case hardLink(to: PathBytes)
    case pipe
    /// A file of so many zero bytes, which takes no room on the disk.
    case hole(Int64)
  }

  /// A path in the bytes that the disk gets, so that it need not be UTF-8.
  struct PathBytes: Hashable, Sendable, ExpressibleByStringInterpolation {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
    init(_ text: String) { bytes = Array(text.utf8) }
    init(stringLiteral value: String) { self.init(value) }

    func isBelow(_ other: PathBytes) -> Bool {
      bytes.starts(with: other.bytes + [UInt8(ascii: "/")])
    }
  }

  /// In the order in which they are made, which matters to hard links.
  private var order: [PathBytes: Int] = [:]
  private var puts = 0
  private var planned: [PathBytes: Entry] = [:]

  var entries: [(path: PathBytes, entry: Entry)] {
    planned.map { ($0.key, $0.value) }.sorted { order[$0.0, default: 0] < order[$1.0, default: 0] }
  }

  subscript(path: PathBytes) -> Entry? { planned[path] }

  /// Plans an entry, in place of one that is planned there.
  mutating func put(_ entry: Entry, at path: PathBytes) {
    guard planned.updateValue(entry, forKey: path) == nil else { return }
    puts += 1
    order[path] = puts
  }

  /// Takes an entry and all below it out of the plan.
  mutating func remove(_ path: PathBytes) {
    for gone in planned.keys where gone == path || gone.isBelow(path) { planned[gone] = nil }
  }

  /// Gives an entry, and with it all below it, another path.
  mutating func move(_ path: PathBytes, to target: PathBytes) {
    for (old, entry) in entries where old == path || old.isBelow(path) {
      planned[old] = nil
      put(entry, at: PathBytes(target.bytes + old.bytes.dropFirst(path.bytes.count)))
    }
  }

  /// Plans everything of another plan, below a directory.
  mutating func put(_ other: TreePlan, below directory: String) {
    for (path, entry) in other.entries {
      let below = PathBytes(Array("\(directory)/".utf8) + path.bytes)
      if case .hardLink(let target) = entry {
        put(.hardLink(to: PathBytes(Array("\(directory)/".utf8) + target.bytes)), at: below)
      } else {
        put(entry, at: below)
      }
    }
  }

  /// Makes a directory and everything in it, with the directories on the way.
  func write(to directory: FilePath) throws {
    try Disk().makeDirectories(directory)
    var made: Set<FilePath> = []
    for (path, entry) in entries {
      let target = Self.place(path, in: directory)
      let parent = target.removingLastComponent()
      if made.insert(parent).inserted { try Disk().makeDirectories(parent) }
      switch entry {
      case .file(let bytes): try Files.writeBytes(bytes, to: target)
      case .directory: try Disk().makeDirectory(target)
      case .link(let goal):
        try Self.demand(target.withPlatformString { symlink(goal, $0) })
      case .hardLink(let goal):
        let done = target.withPlatformString { new in
          Self.place(goal, in: directory).withPlatformString { old in Glibc.link(old, new) }
        }
        try Self.demand(done)
      case .pipe: try Self.demand(target.withPlatformString { mkfifo($0, 0o600) })
      case .hole(let length):
        try Files.writeBytes([], to: target)
        try Self.demand(target.withPlatformString { truncate($0, Int(length)) })
      }
    }
  }

  private static func place(_ path: PathBytes, in directory: FilePath) -> FilePath {
    let text = directory.withPlatformString { name in
      Array(UnsafeBufferPointer(start: name, count: strlen(name)))
    }
    let slash = [CChar(bitPattern: UInt8(ascii: "/"))]
    let name = path.bytes.map { CChar(bitPattern: $0) }
    return FilePath(platformString: text + slash + name + [0])
  }

  private static func demand(_ outcome: CInt) throws(Errno) {
    guard outcome == 0 else { throw Errno(rawValue: errno) }
  }
}
