// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import Support
import SystemPackage
import Testing

@testable import Archiving

/// An object that another program made, with digests of its own choice and as an older OCFL has it.
@Suite(.timeLimit(.minutes(5)))
struct `An object of another program` {
  private static let address = "https://example.org/other.pdf"
  private static let content = "what the other program kept"

  /// - Returns: its folder.
  private func make(in archive: Archive) throws -> FilePath {
    let digest = Digest.of(Self.content, by: .sha256).hex
    let inventory = """
      {"digestAlgorithm":"sha256","head":"v1","id":"\(Self.address)",\
      "manifest":{"\(digest)":["v1/content/document.pdf"]},\
      "type":"https://ocfl.io/1.0/spec/#inventory",\
      "versions":{"v1":{"created":"2020-01-01T00:00:00Z","state":{"\(digest)":["document.pdf"]}}}}
      """
    let object = archive.root.directory(of: ObjectID(Self.address))
    let disk = Disk()
    try disk.makeDirectories(object.pushing("v1/content"))
    try disk.create(object.appending("0=ocfl_object_1.0"), holding: "ocfl_object_1.0\n")
    let sum = "\(Digest.of(inventory, by: .sha256).hex)  inventory.json\n"
    for folder in [object, object.appending("v1")] {
      try disk.create(folder.appending("inventory.json"), holding: inventory)
      try disk.create(folder.appending("inventory.json.sha256"), holding: sum)
    }
    try disk.create(object.pushing("v1/content/document.pdf"), holding: Self.content)
    return object
  }

  private func files(of plan: RepairPlan) -> [String] {
    plan.steps.map { String(plan.short($0.file)) }
  }

  @Test func `is repaired by its own algorithm, under its own declaration`() throws {
    try ScratchDirectory.run { folder in
      let archive = try Keeper(in: folder).archive
      let object = try make(in: archive)
      let found = folder.appending("found")
      try Disk().makeDirectory(found)
      try Disk().create(found.appending("x"), holding: Self.content)
      func plan() throws -> RepairPlan {
        var repair = ObjectRepair(of: Self.address, in: archive)
        var source = try RepairSource(at: found, for: archive)
        try repair.work(by: [], [], from: &source)
        return repair.plan
      }
      #expect(try plan().isEmpty)
      let damages: [(damaged: String, put: [String])] = [
        ("inventory.json", ["inventory.json"]),
        ("inventory.json.sha256", ["inventory.json.sha256"]),
        ("v1/inventory.json", ["v1/inventory.json"]),
        ("v1/content/document.pdf", ["v1/content/document.pdf"]),
      ]
      for (damaged, put) in damages {
        let place = object.pushing(FilePath(damaged))
        let whole = try Disk().read(place)
        try Disk().replace(place, with: Array(whole.dropLast(3)))
        #expect(try files(of: plan()) == put, "\(damaged)")
        #expect(try plan().wanting == [])
        try Disk().replace(place, with: whole)
      }
    }
  }
}
