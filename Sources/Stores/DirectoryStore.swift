// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import SystemPackage

/// A folder of a file system: another disk, or one that is mounted from elsewhere.
package struct DirectoryStore: Store {
  package let path: FilePath

  package init(at path: FilePath) { self.path = path }

  package var place: String { path.string }

  package var connections: Int { 4 }

  package func connect() throws -> any StoreConnection {
    // Where nothing is mounted, the disk below it would fill.
    guard try Disk().entryMeant(by: path) == .directory else {
      throw StoreError(.noPlace, place, "there is no such folder; is the disk mounted?")
    }
    return DirectoryConnection(at: Disk().resolved(path), of: place)
  }
}

private final class DirectoryConnection: StoreConnection {
  private let root: FilePath
  private let place: String
  private let staging: FilePath
  /// Of the file that this connection writes.
  private let ownName = "new-\(UInt64.random(in: 0 ... .max))"
  /// Folders that are known to be there, with no link on the way.
  private var known: Set<FilePath> = []

  init(at root: FilePath, of place: String) {
    (self.root, self.place) = (root, place)
    staging = root.appending(StoreLayout.staging)
  }

  func abilities() -> StoreAbilities { StoreAbilities(movesFolders: true) }

  func forEachFile(below folder: String, _ body: (StoredFile) throws -> Void) throws {
    try telling {
      var folders = [(path: path(of: folder), name: folder)]
      while let (path, name) = folders.popLast() {
        // A link leads to somebody else's; what a file system puts there itself belongs to nobody.
        guard try Disk().entry(at: path) == .directory else { continue }
        for entry in try Disk().list(path) where !(name.isEmpty && entry.name == "lost+found") {
          let own = name.isEmpty ? entry.name : "\(name)/\(entry.name)"
          let place = path.appending(entry.component)
          switch entry.kind {
          case .directory: folders.append((place, own))
          case .file: try body(StoredFile(name: own, size: Disk().size(of: place)))
          default: continue
          }
        }
      }
    }
  }

  func read(_ name: String, _ body: (Span<UInt8>) throws -> Void) throws {
    try telling {
      let path = try own(name)
      guard try Disk().entry(at: path) == .file else {
        throw StoreError(.missing, place, name)
      }
      var failure: (any Error)?
      let file = try ReadableFile(path)
      try file.forEachChunk { piece throws(FilingError) in
        guard failure == nil else { return }
        do { try body(piece) } catch { failure = error }
      }
      if let failure { throw failure }
    }
  }

  func write(_ content: StoreContent, to name: String) throws {
    try telling {
      let path = try own(name)
      try makeFolder(path.removingLastComponent())
      // A file that is cut off stays where nothing counts; what is assembled there appears later, with its folder.
      let isAside = name.hasPrefix(StoreLayout.staging + "/")
      if !isAside { try makeFolder(staging) }
      let new = isAside ? path : staging.appending(ownName)
      try Disk().removeFile(new)
      var file = try WritableFile(creating: new)
      do {
        try content.rewind()
        while true {
          let piece = try content.next(upTo: 256 << 10)
          guard !piece.isEmpty else { break }
          try file.append(piece.span)
        }
        try file.close()
      } catch {
        try? Disk().removeFile(new)
        throw error
      }
      if !isAside { try Disk().rename(new, to: path) }
    }
  }

  func moveFolder(_ folder: String, to name: String) throws {
    try telling {
      let (path, target) = (try own(folder), try own(name))
      guard try Disk().entry(at: target) == nil else {
        throw StoreError(.refused, place, "\(name) is there already")
      }
      try makeFolder(target.removingLastComponent())
      try Disk().rename(path, to: target)
      known = known.filter { !$0.starts(with: path) }
      try removeEmptyFolders(above: path)
    }
  }

  func remove(_ name: String) throws {
    try telling { try Disk().removeFile(own(name)) }
  }

  func removeFolder(_ folder: String) throws {
    try telling {
      let path = try own(folder)
      if try Disk().entry(at: path) != nil { try Disk().removeTree(path) }
      known = known.filter { !$0.starts(with: path) }
      try removeEmptyFolders(above: path)
    }
  }

  /// No folder of a storage root is empty.
  private func removeEmptyFolders(above path: FilePath) throws {
    var above = path.removingLastComponent()
    while above != root, above != staging, above.starts(with: root),
      try Disk().entry(at: above) == .directory, try Disk().list(above).isEmpty
    {
      try Disk().removeEmptyDirectory(above)
      known.remove(above)
      above = above.removingLastComponent()
    }
  }

  func settle() throws { try telling { try Disk().syncFileSystem(of: root) } }

  private func path(of name: String) -> FilePath {
    name.isEmpty ? root : root.pushing(FilePath(name))
  }

  /// The place of a name, to which no link leads.
  private func own(_ name: String) throws -> FilePath {
    let path = path(of: name)
    guard !known.contains(path.removingLastComponent()) else { return path }
    if let link = try Disk().link(below: root, onTheWayTo: path.removingLastComponent()) {
      throw StoreError(.refused, place, "\(link) is a link, and nothing is put behind one")
    }
    return path
  }

  private func makeFolder(_ path: FilePath) throws {
    guard !known.contains(path) else { return }
    try Disk().makeDirectories(path)
    known.insert(path)
  }

  /// What the file system says, in the words of a store.
  private func telling<Value>(_ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as FilingError where error.path.starts(with: root) {
      let kind: StoreError.Kind =
        switch error.cause {
        case .noSpace, .diskQuotaExceeded: .full
        case .permissionDenied, .notPermitted: .login
        default: .refused
        }
      throw StoreError(
        kind,
        place,
        "cannot \(error.operation.rawValue) \(error.path): \(error.cause)"
      )
    }
  }
}
