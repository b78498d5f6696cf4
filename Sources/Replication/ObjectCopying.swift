// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Fixity
import OCFL
import Stores
import SystemPackage

/// Brings objects to a copy, some at a time over one connection.
///
/// What a file has to be is known by the object's inventory, and what is something else is not copied: damage stays where it is. What the copy
/// has already is never written over, but where it is proven not to be what was kept.
struct ObjectCopying {
  let archive: Archive
  let connection: any StoreConnection
  /// What the copy has; nil where it is to be asked for each object.
  let survey: ReplicaSurvey?
  /// Whether the store moves folders; it was asked once, for all that copy at the same time.
  let movesFolders: Bool
  private(set) var tally = CopyTally()

  /// So many are assembled before it is waited until they are durable.
  static let batchSize = 32

  init(
    _ archive: Archive,
    to connection: any StoreConnection,
    knowing survey: ReplicaSurvey?,
    movesFolders: Bool
  ) {
    (self.archive, self.connection, self.survey) = (archive, connection, survey)
    self.movesFolders = movesFolders
  }

  /// An object on its way.
  private struct Work {
    let folder: String
    var stages: ArraySlice<[ObjectPlan.Step]>
    let mended: [String]
  }

  /// Copies what is missing of some objects.
  ///
  /// - Parameter folders: theirs, relative to the archive.
  /// - Throws: where the store fails; what is wrong with one object is told, and the others are gone on with.
  mutating func copy(_ folders: some Sequence<String>) throws {
    var works: [Work] = []
    for folder in folders {
      try Task.checkCancellation()
      if let work = try plan(for: folder) { works.append(work) }
      if works.count == Self.batchSize {
        try carryOut(works)
        works = []
      }
    }
    try carryOut(works)
  }

  private mutating func plan(for folder: String) throws -> Work? {
    let path = archive.path.pushing(FilePath(folder))
    do {
      if let survey, try isWhole(path, folder, by: survey) { return nil }
      // Let go of since the manifest was read, or lost: told by whoever surveys.
      guard try Disk().entry(at: path) == .directory else { return nil }
      let object = try ObjectFiles(of: path)
      guard archive.isFolder(folder, of: object.id) else {
        tell(.damagedHere, folder, "it lies where the document \(object.id) does not belong")
        return nil
      }
      let there = try self.there(folder)
      let mended = try damaged(object, there, in: folder)
      let plan = try ObjectPlan(
        for: object,
        there: there,
        in: folder,
        aside: movesFolders ? "\(StoreLayout.staging)/\(UInt64.random(in: 0 ... .max))" : nil,
        mending: mended
      )
      guard !plan.isEmpty else { return nil }
      return Work(folder: folder, stages: plan.stages[...], mended: mended.sorted())
    } catch let refusal as ObjectPlan.Refusal {
      switch refusal.conflict {
      case .holdsMore(let version): tell(.missingHere, "\(folder)/\(version)", "")
      case .differs(let name, let here, let there):
        tell(.differs, "\(folder)/\(name)", "\(here) bytes here, \(there) bytes there")
      }
    } catch let error as StorageError {
      tell(.damagedHere, folder, "\(error)")
    } catch let error as FilingError {
      tell(error.cause == .noSuchFileOrDirectory ? .damagedHere : .unread, folder, "\(error)")
    }
    return nil
  }

  /// Whether each file of an object is there, as long as here.
  private func isWhole(_ path: FilePath, _ folder: String, by survey: ReplicaSurvey) throws -> Bool
  {
    var folders = [(path, folder)]
    while let (path, name) = folders.popLast() {
      for entry in try Disk().list(path) {
        let (place, own) = (path.appending(entry.component), "\(name)/\(entry.name)")
        switch entry.kind {
        case .directory: folders.append((place, own))
        case .file: guard survey.has(own, try Disk().size(of: place)) else { return false }
        default: continue
        }
      }
    }
    return true
  }

  private func there(_ folder: String) throws -> [String: Int64] {
    if let survey, !survey.hasAny(of: folder) { return [:] }
    var there: [String: Int64] = [:]
    try connection.forEachFile(below: folder) { file in
      there[String(file.name.dropFirst(folder.utf8.count + 1))] = file.size
    }
    return there
  }

  /// Files of the copy that are not as long as they are here, where the copy's own inventory says that they have to be what they are here.
  private func damaged(
    _ object: ObjectFiles,
    _ there: [String: Int64],
    in folder: String
  ) throws -> Set<String> {
    var damaged: Set<String> = []
    let differing = object.files.filter { file in
      file.version != nil && !file.isInventory && !file.isSidecar
        && there[file.name].map { $0 != file.size } == true
    }
    for file in differing {
      guard let version = file.version, let digest = file.digest,
        let bytes = try connection.bytes(
          of: "\(folder)/\(version)/inventory.json",
          limit: 64 << 20
        ),
        let inventory = try? Inventory(proven: bytes), inventory.id == object.id,
        inventory.contents[file.name] == digest
      else { continue }
      damaged.insert(file.name)
    }
    return damaged
  }

  // MARK: Carrying out

  private mutating func carryOut(_ works: [Work]) throws {
    var works = works
    var failed: Set<String> = []
    while works.contains(where: { !$0.stages.isEmpty }) {
      for index in works.indices where !failed.contains(works[index].folder) {
        guard let stage = works[index].stages.popFirst() else { continue }
        let folder = works[index].folder
        do {
          for step in stage { try take(step, of: folder) }
        } catch let error as StoreContent.Changed {
          tell(.damagedHere, folder, "\(error)")
          failed.insert(folder)
        } catch let error as FilingError where error.path.starts(with: archive.path) {
          tell(.unread, folder, "\(error)")
          failed.insert(folder)
        } catch let error as StoreError where error.kind == .refused {
          // Somebody else may have been there first.
          tell(.differs, folder, "\(error)")
          failed.insert(folder)
        }
      }
      try connection.settle()
      works.removeAll { failed.contains($0.folder) }
    }
    for work in works {
      tally.documents += 1
      for name in work.mended { tell(.mended, "\(work.folder)/\(name)", "") }
    }
  }

  private mutating func take(_ step: ObjectPlan.Step, of folder: String) throws {
    try Task.checkCancellation()
    switch step {
    case .write(let file, let name):
      let path = archive.path.pushing(FilePath(folder)).pushing(FilePath(file.name))
      let content = try StoreContent(of: path, stating: file.digest)
      try connection.write(content, to: name)
      tally.files += 1
      tally.bytes += content.size
    case .move(let place, let name): try connection.moveFolder(place, to: name)
    }
  }

  private mutating func tell(_ kind: ReplicaNotice.Kind, _ name: String, _ detail: String) {
    tally.notices.append(ReplicaNotice(kind, name, detail))
  }
}
