// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import OCFL
import SystemPackage

/// Writes the files of a storage root once more, with nothing but mkdir, open, write, close and a
/// `syncfs` for each batch: the least that keeping these files can cost.
///
/// They are read into memory first, which is not in the figures of time, but in those of memory.
struct PlainWriting {
  private static let objectsPerBatch = 64

  private let folder: FilePath
  private let count: Int
  private let origin: FilePath

  init(_ folder: FilePath, _ count: Int, from origin: FilePath) {
    self.folder = folder
    self.count = count
    self.origin = origin
  }

  /// What is to be made for one object, in the order of making it.
  private struct Tree {
    var directories: [String] = []
    var files: [(path: String, bytes: [UInt8])] = []
  }

  func run() throws -> String {
    let trees = try read()
    guard trees.count == count else {
      throw Failure(description: "\(origin) holds \(trees.count) objects, not \(count)")
    }
    var figures = Figures(of: count)
    try check(mkdir(folder.string, 0o700), "mkdir")
    for (number, tree) in trees.enumerated() {
      for directory in tree.directories where mkdir(directory, 0o700) != 0 && errno != EEXIST {
        throw Failure(description: "mkdir: error \(errno)")
      }
      for (path, bytes) in tree.files { try write(bytes, to: path) }
      try figures.passed(number + 1)
      if (number + 1).isMultiple(of: Self.objectsPerBatch) || number + 1 == count {
        try Disk().syncFileSystem(of: folder)
      }
    }
    return try figures.finish()
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = try check(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600), "open")
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw Failure(description: "write: error \(errno)")
    }
    try check(close(file), "close")
  }

  // MARK: Reading

  /// The trees of all objects, in no order: an intake does not come in the order of directories either.
  private func read() throws -> [Tree] {
    var trees: [Tree] = []
    for found in try StorageRoot(opening: origin).objects() {
      let object = try found.get()
      var tree = Tree()
      var place = folder
      for component in object.components.suffix(4) {
        place.append(component)
        tree.directories.append(place.string)
      }
      try add(object, as: place, to: &tree)
      trees.append(tree)
    }
    var dice = Dice()
    return trees.shuffled(using: &dice)
  }

  private func add(_ directory: FilePath, as copy: FilePath, to tree: inout Tree) throws {
    for entry in try Disk().list(directory) {
      let (path, place) = (directory.appending(entry.name), copy.appending(entry.name))
      if entry.kind == .directory {
        tree.directories.append(place.string)
        try add(path, as: place, to: &tree)
      } else {
        tree.files.append((place.string, try Disk().read(path)))
      }
    }
  }

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  @discardableResult
  private func check(_ answer: CInt, _ call: String) throws -> CInt {
    guard answer >= 0 else { throw Failure(description: "\(call): error \(errno)") }
    return answer
  }
}
