// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Fixity
import Foundation
import OCFL
import Replication
import Stores
import Support
import Synchronization
import SystemPackage
import Testing

/// A folder that is gone after so many things were asked of it, whoever asks.
private struct CutOffStore: Store {
  struct Gone: Error {}

  let base: DirectoryStore
  let movesFolders: Bool
  let rest: Rest

  final class Rest: Sendable {
    private let count: Mutex<Int>
    init(_ count: Int) { self.count = Mutex(count) }

    func take() throws {
      try count.withLock { count in
        guard count > 0 else { throw Gone() }
        count -= 1
      }
    }
  }

  var place: String { base.place }
  var connections: Int { 1 }

  func connect() throws -> any StoreConnection {
    CutOffConnection(try base.connect(), movesFolders, rest)
  }
}

private final class CutOffConnection: StoreConnection {
  private let base: any StoreConnection
  private let movesFolders: Bool
  private let rest: CutOffStore.Rest

  init(_ base: any StoreConnection, _ movesFolders: Bool, _ rest: CutOffStore.Rest) {
    (self.base, self.movesFolders, self.rest) = (base, movesFolders, rest)
  }

  func abilities() throws -> StoreAbilities { StoreAbilities(movesFolders: movesFolders) }

  func forEachFile(below folder: String, _ body: (StoredFile) throws -> Void) throws {
    try base.forEachFile(below: folder, body)
  }

  func read(_ name: String, _ body: (Span<UInt8>) throws -> Void) throws {
    try base.read(name, body)
  }

  func write(_ content: StoreContent, to name: String) throws {
    try rest.take()
    try base.write(content, to: name)
  }

  func moveFolder(_ folder: String, to name: String) throws {
    try rest.take()
    guard movesFolders else { throw StoreError(.refused, "here", "no folder is moved") }
    try base.moveFolder(folder, to: name)
  }

  func remove(_ name: String) throws {
    try rest.take()
    try base.remove(name)
  }

  func removeFolder(_ folder: String) throws {
    // Not in one step: a bucket has none for it.
    var names: [String] = []
    try base.forEachFile(below: folder) { names.append($0.name) }
    for name in names { try remove(name) }
    try base.removeFolder(folder)
  }

  func settle() throws { try base.settle() }
}

@Suite(.timeLimit(.minutes(20)))
struct `A copy that is cut off` {
  private static let first = MadePDF(pages: [.init(drawing: MadePDF.line("One", at: 700))]).bytes
  private static let second = MadePDF(pages: [.init(drawing: MadePDF.line("Two", at: 700))]).bytes

  /// An archive as it was after one night, after another, and after a document was let go of.
  private static func run(
    _ body: (_ states: [FilePath], _ scratch: FilePath) async throws -> Void
  ) async throws {
    let page = Installation.listing([("/a.pdf", "Child A"), ("/b.pdf", "Child B")])
    let isSecond = Mutex(false)
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/a.pdf": .ok(isSecond.withLock(\.self) ? second : first, type: "application/pdf")
      case "/b.pdf": .ok(second + Array("%\n".utf8), type: "application/pdf")
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      var states: [FilePath] = []
      func keep() async throws {
        let place = installation.scratch.appending("state\(states.count)")
        let words = [installation.archive.string, place.string]
        _ = try await Program.shell("cp -a \"$1\" \"$2\"", words)
        states.append(place)
      }
      try await installation.program.run("sync")
      try await keep()
      isSecond.withLock { $0 = true }
      try await installation.program.run("sync")
      try await keep()
      let gone = try await installation.program.run(
        "suppress",
        "Child B",
        "--reason",
        "identifies-person",
        "--yes"
      )
      try #require(gone.status == 0, "\(gone.errorText)")
      try await keep()
      try await body(states, installation.scratch)
    }
  }

  private static func replicate(_ archive: FilePath, to store: any Store) async throws
    -> ReplicationOutcome
  {
    try await Replication(
      of: Archive(opening: archive),
      to: store,
      against: .nothing,
      tool: "test",
      at: Date()
    ).run()
  }

  /// The newest version of each object of a copy that a reader finds, all of its files whole.
  private static func heads(of copy: FilePath) throws -> [String: Int] {
    let ocfl = copy.appending("ocfl")
    guard let root = try? StorageRoot(opening: ocfl) else { return [:] }
    var heads: [String: Int] = [:]
    for object in try root.objects() {
      let folder = try object.get()
      let declaration = folder.appending(StorageRoot.objectDeclaration)
      guard FileManager.default.fileExists(atPath: declaration.string) else { continue }
      let inventory = try newest(in: folder, of: root)
      for (name, digest) in inventory.contents {
        let bytes = try Files.readBytes(folder.pushing(FilePath(name)))
        #expect(Digest.of(bytes) == digest, "\(name) of \(inventory.id)")
      }
      heads[inventory.id] = inventory.headNumber?.value
    }
    return heads
  }

  private static func newest(in folder: FilePath, of root: StorageRoot) throws -> Inventory {
    if let own = try? Inventory(readFrom: folder) {
      return try root.inventory(of: ObjectID(own.id))
    }
    let version = try Inventory(readFrom: folder.appending("v1"))
    return try root.inventory(of: ObjectID(version.id))
  }

  /// What is in a copy, without what only says when.
  private static func content(_ copy: FilePath) throws -> [String: Tree.Entry] {
    try Tree(copy).entries.filter { name, entry in
      name != "replica.json" && entry != .directory && !name.hasPrefix("staging/")
    }
  }

  @Test(arguments: [true, false])
  func `is an archive at every step, and the next time it is made whole`(
    movesFolders: Bool
  ) async throws {
    try await Self.run { states, scratch in
      var whole: [[String: Tree.Entry]] = []
      for (index, state) in states.enumerated() {
        let place = scratch.appending("whole\(index)")
        try FileManager.default.createDirectory(
          atPath: place.string,
          withIntermediateDirectories: true
        )
        let outcome = try await Self.replicate(state, to: DirectoryStore(at: place))
        #expect(outcome.isWhole, "\(outcome.notices)")
        whole.append(try Self.content(place))
      }
      for index in states.indices {
        let before =
          index == 0 ? [:] : try Self.heads(of: scratch.appending("whole\(index - 1)"))
        let after = try Self.heads(of: scratch.appending("whole\(index)"))
        var count = 0
        while true {
          let copy = scratch.appending("copy")
          try? FileManager.default.removeItem(atPath: copy.string)
          let start = index == 0 ? nil : scratch.appending("whole\(index - 1)")
          if let start {
            _ = try await Program.shell("cp -a \"$1\" \"$2\"", [start.string, copy.string])
          } else {
            try FileManager.default.createDirectory(
              atPath: copy.string,
              withIntermediateDirectories: true
            )
          }
          let base = DirectoryStore(at: copy)
          let store = CutOffStore(
            base: base,
            movesFolders: movesFolders,
            rest: CutOffStore.Rest(count)
          )
          var isDone = false
          do {
            _ = try await Self.replicate(states[index], to: store)
            isDone = true
          } catch is CutOffStore.Gone {}
          let heads = try Self.heads(of: copy)
          for (id, head) in before where after[id] != nil {
            #expect((heads[id] ?? 0) >= head, "\(id) after \(count) steps of night \(index)")
          }
          for (id, head) in heads {
            #expect(head <= max(after[id] ?? 0, before[id] ?? 0), "\(id) after \(count)")
          }
          if !isDone {
            let unlimited = CutOffStore(
              base: base,
              movesFolders: movesFolders,
              rest: CutOffStore.Rest(.max)
            )
            let outcome = try await Self.replicate(states[index], to: unlimited)
            #expect(outcome.isWhole, "\(outcome.notices) after \(count)")
          }
          #expect(try Self.content(copy) == whole[index], "after \(count) steps of night \(index)")
          if isDone { break }
          count += 1
        }
        // A night of a few documents takes some twenty steps, and none may be left out.
        #expect(count > 8)
      }
      // Nor is a folder left with nothing in it, which no storage root has.
      let empty = try await Program.shell(
        "find \"$1/ocfl\" -type d -empty",
        [scratch.appending("copy").string]
      )
      #expect(empty.status == 0 && empty.text == "", "\(empty.text)")
      // Of what was let go of, no byte is left, whatever it was called.
      let last = try Self.content(scratch.appending("copy"))
      #expect(!last.keys.contains { $0.contains("b%2epdf") })
      #expect(!last.values.contains { $0 == .file(Self.second + Array("%\n".utf8)) })
    }
  }

  @Test func `is not gone on with by an archive that was put back from a backup, or by another`()
    async throws
  {
    try await Self.run { states, scratch in
      let copy = scratch.appending("copy")
      try FileManager.default.createDirectory(
        atPath: copy.string,
        withIntermediateDirectories: true
      )
      let store = DirectoryStore(at: copy)
      _ = try await Self.replicate(states[1], to: store)
      let before = try Self.content(copy)
      await #expect(throws: Replication.Failure.self) {
        try await Self.replicate(states[0], to: store)
      }
      #expect(try Self.content(copy) == before)
    }
    try await Self.run { states, scratch in
      let folder = scratch.appending("somebody's")
      try FileManager.default.createDirectory(
        atPath: folder.string,
        withIntermediateDirectories: true
      )
      try Files.writeBytes([1], to: folder.appending("thesis.doc"))
      await #expect(throws: Replication.Failure.self) {
        try await Self.replicate(states[0], to: DirectoryStore(at: folder))
      }
      #expect(try Tree(folder).entries.count == 1)
    }
  }
}
