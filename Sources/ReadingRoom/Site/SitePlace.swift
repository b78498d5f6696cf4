// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import SystemPackage

/// The folder of a site: it is written beside it, under a name that nothing else has, and put in its place as a whole.
struct SitePlace: Sendable {
  /// By this file a folder is known to be a site that may be written anew.
  static let mark = ".hanaper-site"

  let folder: FilePath
  private let parent: FilePath
  private let name: String

  /// - Parameters:
  ///   - path: as it was typed; what a link there leads to is meant.
  ///   - others: places that it must not lie in, nor hold.
  /// - Throws: where no site can be written there.
  init(_ path: FilePath, apartFrom others: [FilePath]) throws {
    let disk = Disk()
    let here = FilePath(FileManager.default.currentDirectoryPath)
    var whole = path.isAbsolute ? path : here.pushing(path)
    if try disk.entry(at: whole.lexicallyNormalized()) == .link,
      disk.resolved(whole) == whole.lexicallyNormalized()
        || (try? disk.entryMeant(by: whole)) == nil
    {
      throw RoomError(description: "\(path) is a link that leads nowhere; name a folder")
    }
    if try disk.entry(at: whole.lexicallyNormalized()) != nil { whole = disk.resolved(whole) }
    whole = whole.lexicallyNormalized()
    guard let name = whole.lastComponent?.string, !whole.removingLastComponent().isEmpty else {
      throw RoomError(description: "\(path) is no folder for a site; name a new one")
    }
    // Where the way to it is a link, the place meant is what that leads to.
    parent = disk.resolved(whole.removingLastComponent())
    (folder, self.name) = (parent.appending(name), name)
    for other in others.map({ disk.resolved($0) })
    where folder.starts(with: other) || other.starts(with: folder) {
      throw RoomError(
        description:
          "\(path) would lie in \(other), or hold it, where nothing else is put; name another place"
      )
    }
    try requireOurs()
  }

  /// - Throws: where something else is in the folder.
  private func requireOurs() throws {
    let disk = Disk()
    switch try disk.entry(at: folder) {
    case nil: return
    case .directory: break
    default: throw RoomError(description: "\(folder) is no folder; name a new one")
    }
    guard try !disk.list(folder).isEmpty, try disk.entry(at: folder.appending(Self.mark)) != .file
    else { return }
    throw RoomError(description: "\(folder) has other files in it; name a new folder")
  }

  /// Has a site written into a new folder, and puts that in its place.
  ///
  /// - Parameter body: writes it.
  /// - Returns: what that returns.
  /// - Throws: what that throws; where another has been put there meanwhile. Then all is as it was.
  func fill<Value>(
    _ body: nonisolated(nonsending) (FilePath) async throws -> Value
  ) async throws -> Value {
    let disk = Disk()
    let own = ".\(name)-\(UUID().uuidString)"
    let (fresh, former) = (parent.appending(own + ".new"), parent.appending(own + ".old"))
    try disk.makeDirectories(parent)
    try disk.makeDirectory(fresh)
    do {
      let value = try await body(fresh)
      try disk.makePublic(directory: fresh)
      try requireOurs()
      let isThere = try disk.entry(at: folder) != nil
      if isThere { try disk.rename(folder, to: former) }
      do {
        try disk.rename(fresh, to: folder)
      } catch {
        if isThere { try? disk.rename(former, to: folder) }
        throw error
      }
      if isThere { try disk.removeTree(former) }
      return value
    } catch {
      try? disk.removeTree(fresh)
      throw error
    }
  }
}
