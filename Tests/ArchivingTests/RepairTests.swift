// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import Foundation
import Ledger
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// What is damaged comes back from a copy of the archive, byte for byte, and nothing else does.
@Suite(.timeLimit(.minutes(20)))
struct `What is repaired` {
  /// An archive, a copy of it, and repairs from there.
  private struct Ward {
    let bench: DamageBench
    let copy: FilePath

    init(in folder: FilePath) async throws {
      bench = try await DamageBench(in: folder)
      copy = folder.appending("Copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy)
    }

    /// What is not as it was, in what a repair is to put right; of the manifest, whatever the order of its lines.
    func differences() throws -> [String] {
      let now = try Tree(bench.archive.path)
      let manifests = [now, bench.tree].map { tree in
        (tree[ChecksumManifest.fileName] ?? []).split(separator: UInt8(ascii: "\n")).sorted {
          $0.lexicographicallyPrecedes($1)
        }
      }
      return now.changes(since: bench.tree).filter {
        $0.hasPrefix("ocfl/") || $0.hasPrefix("runs/")
      }
        + (manifests[0] == manifests[1] ? [] : [ChecksumManifest.fileName])
    }
  }

  /// Does each damage, and repairs it from the copy.
  private func matrix(
    _ what: String,
    atLeast floor: Int,
    _ damages: @escaping @Sendable (DamageBench) -> [Damage]
  ) async throws {
    let tally = try await CrashTally.gather { lane, folder, part in
      let ward = try await Ward(in: folder)
      let all = damages(ward.bench)
      // Unless all are asked for, every other one.
      let step = CrashTally.isFull ? 1 : 2
      for number in stride(from: lane * step, to: all.count, by: Lanes.count * step) {
        let damage = all[number]
        var complaints = try await damage.run(in: ward.bench.archive.path, ward.bench.tree) {
          try await ward.bench.repair(from: ward.copy).map { "\($0)" }
        }
        // What was renamed lies there as well, and is told as a stranger.
        complaints += try ward.differences().filter { !$0.hasSuffix(".old") }
        let again = try await ward.bench.verification.full(cores: 1)
        complaints += again.findings.map { "then: \($0)" }
        part.add("\(damage)", complaints)
        try ward.bench.mend(in: ward.bench.archive.path)
      }
    }
    tally.tell("repair, \(what)")
    #expect(tally.bad == [])
    #expect(tally.states >= floor)
  }

  @Test func `a file of a document`() async throws {
    try await matrix("files of a document", atLeast: 40) { bench in
      bench.files.filter(DamageBench.isTried).flatMap { path in
        Damage.Kind.ofFiles.filter { $0 != .refused && $0 != .broken }
          .map { Damage(kind: $0, path: path) }
      }
    }
  }

  @Test func `a folder of a document`() async throws {
    try await matrix("folders of a document", atLeast: 8) { bench in
      bench.folders.filter { $0 != "ocfl" && DamageBench.isTried($0) }.flatMap { path in
        [Damage.Kind.deleted, .file, .link].map { Damage(kind: $0, path: path) }
      }
    }
  }

  @Test func `a record of a run that is signed for`() async throws {
    try await matrix("records of runs", atLeast: 5) { bench in
      bench.files.filter { $0.hasPrefix("runs/") && bench.isTriedSurrounding($0) }.flatMap { path in
        [Damage.Kind.flippedFirst, .flipped, .cut, .deleted, .longer].map {
          Damage(kind: $0, path: path)
        }
      }
    }
  }

  /// The ledger says that there never was such a version; where there is no ledger, a copy with the same record does.
  @Test(arguments: [true, false])
  func `a folder of a version that nobody ever knew, by moving it to quarantine`(
    byLedger: Bool
  ) async throws {
    try await ScratchDirectory.run { folder in
      let ward = try await Ward(in: folder)
      let archive = ward.bench.archive
      if !byLedger { try Disk().removeTree(archive.ledger) }
      let object = archive.root.directory(of: ObjectID(DamageBench.two))
      try Disk().makeDirectory(object.appending("v9"))
      try Tree(object.appending("v1")).write(to: object.appending("v9"))
      let bench = ward.bench
      func left(from source: FilePath?) async throws -> [ArchiveFinding] {
        try await bench.repair(from: source).filter { $0.address == DamageBench.two }
      }
      if !byLedger {
        #expect(try await left(from: nil).map(\.codes) == [["E046"]])
        #expect(try Disk().entry(at: object.appending("v9")) == .directory)
      }
      #expect(try await left(from: byLedger ? nil : ward.copy) == [])
      #expect(try ward.differences().filter { $0.hasPrefix("ocfl/") } == [])
      let quarantine = archive.path.appending(Archive.quarantine)
      let aside = try Disk().list(quarantine).map(\.name).filter { $0.hasPrefix("repaired-") }
      #expect(aside.count == 1)
    }
  }

  @Test func `what a forger made agree, by the ledger alone`() async throws {
    try await ScratchDirectory.run { folder in
      let ward = try await Ward(in: folder)
      let forger = Forger(archive: ward.bench.archive)
      let two = DamageBench.folder(of: DamageBench.two)
      let file = try #require(
        ward.bench.files.first { $0.hasPrefix(two) && $0.hasSuffix("v1/content/document.pdf") }
      )
      let forgeries: [@Sendable () async throws -> Void] = [
        {
          try await forger.alter(
            ward.bench.archive.path.pushing(FilePath(file)),
            of: DamageBench.two,
            to: Array("the forged of two".utf8)
          )
        },
        { try await forger.rollBack(DamageBench.two, from: 2) },
        { try await forger.remove(DamageBench.three) },
      ]
      for forge in forgeries {
        try await forge()
        #expect(try await ward.bench.repair(from: ward.copy) == [])
        #expect(try ward.differences() == [])
        #expect(try await ward.bench.verification.full(cores: 1).findings == [])
        try ward.bench.mend(in: ward.bench.archive.path)
      }
    }
  }

  @Test func `without a copy, a record from its other copies and checksums; content is only named`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let ward = try await Ward(in: folder)
      let object = ward.bench.archive.path.pushing(
        FilePath(DamageBench.folder(of: DamageBench.two))
      )
      try Disk().removeFile(object.appending("inventory.json"))
      try Disk().removeFile(object.appending("v1").appending("inventory.json.sha512"))
      try Disk().removeFile(object.appending("0=ocfl_object_1.1"))
      #expect(try await ward.bench.repair() == [])
      #expect(try ward.differences() == [])
      let content = object.appending("v1").appending("content").appending("document.pdf")
      try Disk().removeFile(content)
      #expect(try await ward.bench.repair().map(\.address) == [DamageBench.two])
      #expect(try Disk().entry(at: content) == nil)
    }
  }

  @Test func `only by bytes with the digest: another file of the same name is left alone`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let ward = try await Ward(in: folder)
      let name = "\(DamageBench.folder(of: DamageBench.one))/v1/content/document.pdf"
      let place = ward.bench.archive.path.pushing(FilePath(name))
      try Disk().removeFile(place)
      let there = ward.copy.pushing(FilePath(name))
      try Disk().removeFile(there)
      try Disk().create(there, holding: "the only onf")
      #expect(try await ward.bench.repair(from: ward.copy).count == 1)
      #expect(try Disk().entry(at: place) == nil)
      // A folder of any files, and one file.
      let found = folder.appending("found")
      try Disk().makeDirectories(found.appending("deep"))
      try Disk().create(found.appending("deep").appending("x.bin"), holding: "the only one")
      #expect(try await ward.bench.repair(from: found) == [])
      try Disk().removeFile(place)
      #expect(try await ward.bench.repair(from: found.appending("deep").appending("x.bin")) == [])
      #expect(try ward.differences() == [])
    }
  }

  @Test func `a suspect answer; its capture is for a person, who is told how`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let copy = folder.appending("copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy, over: try Tree(copy))
      let body = try #require(
        bench.files.first { $0.hasPrefix("quarantine/") && $0.contains("/document.") }
      )
      for isLost in [false, true] {
        let place = bench.archive.path.pushing(FilePath(body))
        if isLost { try Disk().removeFile(place) } else { try Disk().replace(place, with: [1]) }
        let found = try await bench.verification.full(cores: 1).findings
        #expect(found.map { "\($0.next)" }.allSatisfy { $0.contains("repair --from COPY") })
        try await bench.expectMended(try await bench.repair(from: copy), "\(isLost)")
        #expect(try Disk().read(place) == Disk().read(copy.pushing(FilePath(body))))
      }
      let capture = FilePath(body).removingLastComponent().appending("capture.json")
      try Disk().replace(bench.archive.path.pushing(capture), with: "{}\n")
      let left = try await bench.repair(from: copy)
      #expect(left.map(\.path) == [capture.string])
      #expect(left.map { "\($0.next)" }.allSatisfy { $0.contains("cp COPY/\(capture) ") })
    }
  }

  @Test func `a record of which nothing but the ledger says whose it is`() async throws {
    try await ScratchDirectory.run { folder in
      // Its name is too long to stand in full in that of its folder.
      let address = "https://example.org/\(String(repeating: "long-", count: 30))name.pdf"
      let bench = try await DamageBench(in: folder, besides: address)
      let copy = folder.appending("copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy, over: try Tree(copy))
      let home = bench.archive.path.pushing(FilePath(DamageBench.folder(of: address)))
      try Disk().removeTree(home.appending("v1"))
      try Disk().replace(home.appending("inventory.json"), with: "{}\n")
      let found = try await bench.verification.full(cores: 1).findings
      #expect(found.map(\.address) == [address], "\(found)")
      try await bench.expectMended(try await bench.repair(from: copy))
    }
  }

  @Test func `a catalogue that was altered, whatever else is damaged`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let copy = folder.appending("copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy, over: try Tree(copy))
      let catalogue = bench.archive.catalogueFile
      try Disk().replace(catalogue, with: try Disk().read(catalogue) + [1])
      let file = "\(DamageBench.folder(of: DamageBench.one))/v1/content/document.pdf"
      try Disk().replace(bench.archive.path.pushing(FilePath(file)), with: [1])
      let found = try await bench.verification.full(cores: 1).findings
      #expect(found.count == 2 && found.contains(where: \.isOfCatalogue), "\(found)")
      try await bench.expectMended(try await bench.repair(from: copy))
    }
  }

  @Test func `a file of the ledger`() async throws {
    try await matrix("files of the ledger", atLeast: 10) { bench in
      bench.files.filter { $0.hasPrefix("ledger/") && !$0.hasSuffix(WaitingLeaves.fileName) }
        .flatMap { path in
          [Damage.Kind.flippedFirst, .flipped, .cut, .emptied, .deleted].map {
            Damage(kind: $0, path: path)
          }
        }
    }
  }

  @Test func `whichever step of a repair fails: the next one finishes it`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let ward = try await Ward(in: folder)
      let archive = ward.bench.archive
      func damage() throws {
        let object = archive.path.pushing(FilePath(DamageBench.folder(of: DamageBench.two)))
        try Disk().replace(object.pushing("v1/content/document.pdf"), with: "damaged")
        try Disk().replace(archive.manifest.path, with: "no line\n")
        try Disk().replace(archive.ledger.appending("checkpoint"), with: "none\n")
        try Disk().removeTree(archive.ledger.pushing("tile/0"))
      }
      try damage()
      let steps = try await DiskWatch.record { _ = try await ward.bench.repair(from: ward.copy) }
      #expect(try await ward.bench.verification.full(cores: 1).findings == [])
      let stride = stride(from: 0, to: steps.count, by: CrashTally.isFull ? 1 : 18)
      for number in stride {
        try ward.bench.mend(in: archive.path)
        try damage()
        _ = try? await DiskStep.$observer.withValue(DiskWatch.failing(at: number, by: .staysFull)) {
          try await ward.bench.repair(from: ward.copy)
        }
        #expect(try await ward.bench.repair(from: ward.copy) == [], "step \(number)")
        #expect(try ward.differences() == [], "step \(number)")
        #expect(try await ward.bench.verification.full(cores: 1).findings == [], "step \(number)")
      }
    }
  }

  @Test func `what lost its leaf, only where a person answers for it`() async throws {
    try await ScratchDirectory.run { folder in
      let ward = try await Ward(in: folder)
      let archive = ward.bench.archive
      // A run brings a version, and what waits for the ledger is lost.
      try await Keeper(archive, in: folder).keep([(DamageBench.one, "a second one")], day: 5)
      try Disk().removeFile(archive.ledger.appending(WaitingLeaves.fileName))
      func findings() async throws -> [ArchiveFinding] {
        try await ward.bench.verification.full(cores: 1).findings
      }
      let found = try await findings()
      #expect(found.contains { $0.address == DamageBench.one && $0.versions == [2] })
      #expect(found.contains { $0.path.hasPrefix("runs/") })
      #expect(found.allSatisfy { $0.isUnsigned })
      #expect(found.allSatisfy { "\($0.next)".contains("--vouch") })
      // Nothing is signed for, or changed, for which nobody answers.
      let before = try Tree(archive.path)
      let left = try await ward.bench.repair(from: ward.copy)
      // Of the last run, somebody who holds the lock says nothing: it may be at work.
      let last = try #require(try RunLeaves(of: archive).names().last)
      #expect(Set(left) == Set(found.filter { !$0.path.hasSuffix(last) }))
      let changed = try Tree(archive.path).changes(since: before)
      #expect(changed.allSatisfy { !$0.hasPrefix("ocfl/") && !$0.hasPrefix("ledger/") })
      // Nor for what is unsound besides.
      let content = archive.path.pushing(FilePath(DamageBench.folder(of: DamageBench.one)))
        .pushing("v2/content/document.pdf")
      let bytes = try Disk().read(content)
      try Disk().replace(content, with: "damaged")
      let names = Set(found.compactMap(\.nameOfUnsigned))
      var source = RepairSource()
      let unsound = try Repairing(of: archive, against: ward.bench.trust, vouchingFor: names)
        .plans(after: try await findings(), from: &source).plans
      let signed = unsound.filter { plan in
        plan.steps.contains { if case .vouch = $0 { true } else { false } }
      }
      #expect(signed.allSatisfy { $0.address == nil })
      try Disk().replace(content, with: bytes)
      try Disk().makeReadOnly(content)
      #expect(try await ward.bench.repair(vouchingFor: names) == [])
      let after = try await findings()
      #expect(after == [], "\(after)")
      // It is signed for at once, and waits for nobody.
      let log = TileFolder(at: archive.ledger)
      let size = try #require(try log.checkpoint()).checkpoint.head.size
      let stated = try log.entries(in: 0..<size, of: size).compactMap { entry -> Leaf.Repair? in
        if case .repair(let repair) = try Leaf(decoding: entry) { repair } else { nil }
      }
      #expect(stated.allSatisfy { $0.vouched == true })
      #expect(stated.flatMap(\.files).map(\.file).contains("v2/inventory.json"))
    }
  }

  @Test func `the manifest, from the documents' own records`() async throws {
    try await ScratchDirectory.run { folder in
      let ward = try await Ward(in: folder)
      let path = ward.bench.archive.manifest.path
      let lines = try Disk().readText(path).split(separator: "\n").map { "\($0)\n" }
      let harms: [[String]] = [
        [],
        Array(lines.dropFirst()),
        Array(lines.dropLast(3)),
        ["no line\n"] + lines,
        lines + ["half a li"],
        lines.map { $0.replacing("/v1/content/", with: "/v1/contnet/") },
        lines.enumerated().map { $0 == 2 ? "x" + $1.dropFirst() : $1 },
        // A line that is gone, and one of another document with another digest.
        lines.enumerated().filter { $0.offset != 0 }
          .map {
            $0.offset == lines.count - 1
              ? String(repeating: "a", count: 128) + $0.element.dropFirst(128) : $0.element
          },
        lines + ["\(String(repeating: "ab", count: 64))  nowhere/file.pdf\n"],
      ]
      for harm in harms {
        let damaged = harm.joined()
        try Disk().replace(path, with: damaged)
        #expect(try await !ward.bench.verification.full(cores: 1).findings.isEmpty)
        #expect(try await ward.bench.repair() == [])
        #expect(try ward.differences() == [])
        #expect(try await ward.bench.verification.full(cores: 1).findings == [])
        // Half a line at the end is cut off by whoever writes next.
        guard harm.last?.hasSuffix("\n") ?? true else { continue }
        let quarantine = try Tree(ward.bench.archive.path.appending("quarantine"))
        let kept = quarantine.names.filter { $0.hasSuffix("/damaged-manifest-sha512.txt") }
        #expect(kept.contains { quarantine[$0] == Array(damaged.utf8) })
        var stated: [String] = []
        try WaitingLeaves(of: ward.bench.archive).forEach { leaf in
          if case .repair(let repair) = try leaf.leaf { stated += repair.files.map(\.file) }
        }
        #expect(stated.last == ChecksumManifest.fileName)
        try ward.bench.mend(in: ward.bench.archive.path)
      }
    }
  }

  @Test func `the manifest, but for what it says of a document that nothing else knows`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let ward = try await Ward(in: folder)
      let path = ward.bench.archive.manifest.path
      let lines = try Disk().readText(path)
      func line(_ address: String, _ version: Int) -> String {
        let folder = DamageBench.folder(of: address)
        return "\(String(repeating: "ab", count: 64))  \(folder)/v\(version)/content/document.pdf\n"
      }
      let lost = line("https://example.org/files/lost.pdf", 1)
      // The ledger knows how many versions that one has.
      let foreign = line(DamageBench.one, 7)
      try Disk().replace(path, with: "no line\n" + lines + foreign + lost)
      _ = try await ward.bench.repair()
      #expect(try Disk().readText(path) == lines + lost)
    }
  }

  @Test func `is stated in the ledger, and what was damaged lies in quarantine`() async throws {
    try await ScratchDirectory.run { folder in
      let ward = try await Ward(in: folder)
      let name = "\(DamageBench.folder(of: DamageBench.one))/v1/content/document.pdf"
      let place = ward.bench.archive.path.pushing(FilePath(name))
      try Disk().removeFile(place)
      try Disk().create(place, holding: "damaged")
      #expect(try await ward.bench.repair(from: ward.copy) == [])
      var stated: [Leaf.Repair] = []
      try WaitingLeaves(of: ward.bench.archive).forEach { leaf in
        if case .repair(let repair) = try leaf.leaf { stated.append(repair) }
      }
      #expect(stated.flatMap(\.files).map(\.file) == ["v1/content/document.pdf"])
      #expect(stated.first?.files.first?.digest == .of("the only one"))
      let quarantine = try Tree(ward.bench.archive.path.appending("quarantine"))
      let kept = quarantine.names.first {
        $0.hasPrefix("repaired-") && $0.hasSuffix("document.pdf")
      }
      #expect(try quarantine[#require(kept)] == Array("damaged".utf8))
      #expect(try await ward.bench.verification.full(cores: 1).findings == [])
    }
  }
}
