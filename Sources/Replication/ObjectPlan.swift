// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import OCFL
import Stores

/// What has to be done for the copy of an object to be whole, in an order that leaves it valid at every moment.
///
/// Where folders can be moved, what is new is assembled aside and appears in one step. Where not, a version's content comes before its
/// inventory, that before its sidecar, and the object's own inventory after all of them; of a new object, the declaration that makes one of the
/// folder is last.
struct ObjectPlan: Hashable {
  enum Step: Hashable {
    /// A file, relative to the object here, and its name in the store.
    case write(ObjectFiles.File, to: String)
    case move(folder: String, to: String)
  }

  /// Why a copy is left as it is.
  enum Conflict: Hashable {
    /// It has a version that is not here.
    case holdsMore(VersionNumber)
    /// A file of it is not as it is here: its name, and so many bytes.
    case differs(String, here: Int64, there: Int64)
  }

  /// What may be done side by side; each stage waits until the one before it is durable.
  private(set) var stages: [[Step]] = []

  var isEmpty: Bool { stages.allSatisfy(\.isEmpty) }

  /// - Parameters:
  ///   - object: the object here.
  ///   - there: the sizes of the files of its copy, by their names in the object.
  ///   - folder: its name in the store.
  ///   - aside: a folder in the store for what appears in one step; nil where no folder can be moved.
  ///   - mended: files that may be written over, because they are known not to be what was kept.
  /// - Throws: ``Refusal`` where the two contradict each other.
  init(
    for object: ObjectFiles,
    there: [String: Int64],
    in folder: String,
    aside: String?,
    mending mended: Set<String> = []
  ) throws {
    let versionsThere = Set(there.keys.compactMap(Self.version))
    if let ahead = versionsThere.filter({ $0 > object.head }).max() {
      throw Refusal(conflict: .holdsMore(ahead))
    }
    let isThere = there.keys.contains { StorageRoot.objectDeclarationNames.contains($0) }
    guard isThere || !there.isEmpty || aside == nil else {
      // All of it appears at once.
      let place = "\(aside ?? "")/o"
      stages = [
        object.files.map { .write($0, to: "\(place)/\($0.name)") },
        [.move(folder: place, to: folder)],
      ]
      return
    }
    var (first, moves, own, last): ([Step], [Step], [Step], [Step]) = ([], [], [], [])
    let versions = Dictionary(grouping: object.files.filter { $0.version != nil }, by: \.version)
    for (number, files) in versions.sorted(by: { ($0.key?.value ?? 0) < ($1.key?.value ?? 0) }) {
      guard let number else { continue }
      if let aside, !versionsThere.contains(number) {
        let place = "\(aside)/\(number)"
        let prefix = "\(number)/"
        first += files.map { .write($0, to: "\(place)/\($0.name.dropFirst(prefix.utf8.count))") }
        moves.append(.move(folder: place, to: "\(folder)/\(number)"))
        continue
      }
      for file in files.sorted(by: Self.comesBefore) {
        let size = there[file.name]
        if size == file.size, !mended.contains(file.name) { continue }
        if let size, !mended.contains(file.name) {
          throw Refusal(conflict: .differs(file.name, here: file.size, there: size))
        }
        first.append(.write(file, to: "\(folder)/\(file.name)"))
      }
    }
    let top = object.files.filter { $0.version == nil }
    let isNewer = !first.isEmpty || top.contains { !$0.isDeclaration && there[$0.name] != $0.size }
    // The sidecar before the inventory: of two versions it is as long, and the inventory is not. So a copy that was cut off between the two
    // is known by its length, and until then it is read by the newest version of which the two agree.
    for file in top.sorted(by: { Self.comesBefore($1, $0) }) {
      let write = Step.write(file, to: "\(folder)/\(file.name)")
      if file.isDeclaration {
        if there[file.name] != file.size { last.append(write) }
      } else if isNewer {
        own.append(write)
      }
    }
    stages = [first, moves, own, last].filter { !$0.isEmpty }
  }

  struct Refusal: Error {
    let conflict: Conflict
  }

  /// The version of which a file is, by its name in the object.
  private static func version(_ name: String) -> VersionNumber? {
    name.split(separator: "/").first.flatMap { VersionNumber(directory: $0) }
  }

  /// Content before the inventory, that before its sidecar.
  private static func comesBefore(_ left: ObjectFiles.File, _ right: ObjectFiles.File) -> Bool {
    func rank(_ file: ObjectFiles.File) -> Int { file.isSidecar ? 2 : file.isInventory ? 1 : 0 }
    return (rank(left), left.name) < (rank(right), right.name)
  }
}
