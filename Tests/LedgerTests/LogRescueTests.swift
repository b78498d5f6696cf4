// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Support
import SystemPackage
import Testing

@testable import Ledger

/// A damaged log that is put together again: by what is left of it, or with a copy.
@Suite(.timeLimit(.minutes(10)))
struct `A log that is rescued` {
  private static let harms: [@Sendable ([UInt8]) -> [UInt8]?] = [
    { bytes in bytes.enumerated().map { $0.offset == bytes.count / 2 ? ~$0.element : $0.element } },
    { Array($0.dropLast()) },
    { _ in [] },
    { $0 + [7] },
    { _ in nil },
  ]

  /// A log of 266 leaves, signed for in portions so that partial tiles of each kind lie there, and a copy.
  private struct Ward {
    let log: TileFolder
    let copy: TileFolder
    let head: TreeHead
    let whole: Tree

    init(in scratch: FilePath, _ portions: [Int] = [258, 5, 3]) throws {
      log = TileFolder(at: scratch.appending("ledger"))
      copy = TileFolder(at: scratch.appending("copy"))
      let signer = try NoteSigner(number: 3)
      var writer = try TileLog(log, [signer])
      var size = 0
      for portion in portions {
        try writer.append((size..<size + portion).map { Array("entry \($0)".utf8) })
        size += portion
      }
      head = try #require(writer.signed).checkpoint.head
      whole = try Tree(log.path)
      try Disk().makeDirectory(copy.path)
      try whole.write(to: copy.path)
    }

    func harm(_ file: String, in log: TileFolder, _ harm: ([UInt8]) -> [UInt8]?) throws {
      let place = log.place(of: file)
      let changed = harm(try Disk().read(place))
      try Disk().removeFile(place)
      if let changed { try Disk().create(place, holding: changed) }
    }

    /// - Returns: what nobody has; nil where nothing leads to the root.
    func rescue(with copies: [TileFolder]) throws -> [String]? {
      let rescue = LogRescue(of: log, besides: copies, at: head)
      return try rescue?.forEachWrong { file, bytes in
        try Disk().makeDirectories(log.place(of: file).removingLastComponent())
        try Disk().replace(log.place(of: file), with: bytes)
      }
    }

    var files: [String] { whole.names.filter { whole[$0] != nil && $0 != "checkpoint" } }

    var isWhole: Bool { get throws { try Tree(log.path).changes(since: whole).isEmpty } }

    func mend() throws { try whole.write(to: log.path, over: try Tree(log.path)) }
  }

  @Test func `is as it was with a copy, and without one but for the entries`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let ward = try Ward(in: scratch)
      let files = ward.files
      #expect(files.count > 6)
      for file in files {
        for (number, harm) in Self.harms.enumerated() {
          try ward.harm(file, in: ward.log, harm)
          // What an earlier checkpoint needed, and this one does not, is missed by nobody.
          let isTold = try !LogCheck(of: ward.log, at: ward.head) { _, _ in }.damages.isEmpty
          let wanting = try #require(try ward.rescue(with: []))
          #expect(wanting.allSatisfy { $0 == file && file.contains("entries") })
          let isWhole = try ward.isWhole
          #expect(isWhole || !wanting.isEmpty || !isTold, "\(file), harm \(number)")
          #expect(try ward.rescue(with: [ward.copy]) == [])
          let isMended = try ward.isWhole
          #expect(isMended || !isTold, "\(file), harm \(number)")
          try ward.mend()
        }
      }
    }
  }

  @Test func `takes from each of two damaged copies what is sound`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let ward = try Ward(in: scratch)
      for (number, file) in ward.files.enumerated() {
        try ward.harm(file, in: number.isMultiple(of: 2) ? ward.log : ward.copy, Self.harms[0])
      }
      #expect(try ward.rescue(with: [ward.copy]) == [])
      #expect(try ward.isWhole)
    }
  }

  @Test func `takes nothing that does not lead to the root`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let ward = try Ward(in: scratch)
      let bundle = try #require(ward.files.first { $0.contains("entries") })
      for log in [ward.log, ward.copy] { try ward.harm(bundle, in: log, Self.harms[0]) }
      #expect(try ward.rescue(with: [ward.copy]) == [bundle])
      let other = TreeHead(size: ward.head.size, root: .of("another", by: .sha256))
      #expect(LogRescue(of: ward.log, besides: [ward.copy], at: other) == nil)
    }
  }

  @Test func `follows from its entries alone`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let ward = try Ward(in: scratch, [600])
      for level in ["0", "1"] {
        try Disk().removeTree(ward.log.place(of: "tile/\(level)"))
      }
      #expect(try ward.rescue(with: []) == [])
      #expect(try ward.isWhole)
    }
  }

  @Test func `comes back whole from a copy`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let ward = try Ward(in: scratch)
      try Disk().removeTree(ward.log.path.pushing("tile"))
      #expect(try ward.rescue(with: [ward.copy]) == [])
      let check = try LogCheck(of: ward.log, at: ward.head) { _, _ in }
      #expect(check.damages.isEmpty)
    }
  }
}
