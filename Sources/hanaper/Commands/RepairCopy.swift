// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Foundation
import Replication
import SystemPackage

/// A copy that the configuration names, as something to repair from: of one elsewhere, what is needed is brought here for the while.
struct RepairCopy {
  /// Where it, or what was brought of it, is.
  let path: FilePath
  /// Nil for a copy in a folder, which is read where it is.
  private let fetching: ReplicaFetching?

  /// - Parameters:
  ///   - name: what a person names; nil for nothing, and nil comes of what is no copy of the configuration's.
  ///   - settings: which know the copies.
  /// - Throws: where the copy cannot be reached for want of a key.
  init?(_ name: String?, _ settings: Settings) throws {
    // A file of the same name, in this folder, is written with a /.
    guard let replica = settings.replicas.first(where: { $0.name == name }) else { return nil }
    if case .folder(let path) = replica.place {
      (self.path, fetching) = (path, nil)
      return
    }
    path = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("hanaper-copy-\(UUID().uuidString)")
    fetching = ReplicaFetching(
      from: try replica.store(ProcessInfo.processInfo.environment),
      into: path
    )
  }

  /// Brings what is not about single documents.
  func fetchRecords() async throws {
    guard let fetching else { return }
    try await Interruption.allowing { try await fetching.fetchRecords() }
  }

  /// Brings what findings are about.
  ///
  /// - Parameters:
  ///   - found: them.
  ///   - archive: the one that is to be repaired.
  /// - Throws: where the copy cannot be read.
  func fetch(what found: [ArchiveFinding], of archive: Archive) async throws {
    guard let fetching else { return }
    var folders: Set<String> = []
    for place in found.flatMap({ [$0.path] + $0.files }) {
      if let object = archive.objectFolder(ofFile: place)
        ?? archive.objectFolder(ofFile: "\(place)/inventory.json")
      {
        folders.insert(object)
      } else if let folder = Self.recordFolder(of: place) {
        folders.insert(folder)
      }
    }
    let all = folders.sorted()
    try await Interruption.allowing { try await fetching.fetch(all) }
  }

  /// The folder of a run, or of something else that stands beside the objects.
  private static func recordFolder(of place: String) -> String? {
    let parts = place.split(separator: "/")
    guard let first = parts.first, ["runs", "quarantine", "requests"].contains(first) else {
      return nil
    }
    return parts.prefix(2).joined(separator: "/")
  }

  /// Removes what was brought.
  func remove() {
    if fetching != nil { try? Disk().removeTree(path) }
  }
}
