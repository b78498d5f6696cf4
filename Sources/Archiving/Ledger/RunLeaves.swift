// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Ledger
import OCFL
import Records
import SystemPackage
import Text

/// Makes the leaves of runs: each states the report and the visits that a run left, once it has come to its end.
struct RunLeaves {
  private let archive: Archive

  init(of archive: Archive) {
    self.archive = archive
  }

  /// The leaf of a run.
  ///
  /// - Returns: nil where the run has no report: it did not come to its end.
  func leaf(of run: String) throws -> Leaf? {
    let folder = archive.path.appending(Archive.runs).appending(run)
    guard let report = try digest(of: folder.appending(Archive.reportName)) else { return nil }
    let visits = try digest(of: folder.appending(Visit.fileName))
    return .run(Leaf.Run(run: run, report: report, visits: visits))
  }

  private func digest(of file: FilePath) throws -> Digest? {
    try Disk().entry(at: file) == .file ? FileDigest(of: file).value : nil
  }

  /// The runs that the archive has records of, the first one first.
  func names() throws -> [String] {
    let folder = archive.path.appending(Archive.runs)
    guard try Disk().entry(at: folder) == .directory else { return [] }
    return try Disk().list(folder).filter { $0.kind == .directory && Archive.isRun($0.name) }
      .map(\.name)
  }

  /// Sees that the last run has its leaf: a crash may have come between its report and that.
  func completeLast() throws {
    guard let name = try names().last, let leaf = try leaf(of: name) else { return }
    // Whether one has it is not known where its files are not as they were; twice is no harm.
    if let last = try? lastSigned(), last >= name { return }
    try WaitingLeaves(of: archive).complete(with: [SealedLeaf(leaf)])
  }

  /// The last run that the ledger has a leaf of.
  private func lastSigned() throws -> String? {
    let folder = TileFolder(at: archive.ledger)
    let size = try folder.checkpoint()?.checkpoint.head.size ?? 0
    let width = Int64(Tile.fullWidth)
    var end = size
    while end > 0 {
      let start = (end - 1) / width * width
      for entry in try folder.entries(in: start..<end, of: size).reversed() {
        if case .run(let last) = try? RecordCoding.decode(Leaf.self, from: entry) {
          return last.run
        }
      }
      end = start
    }
    return nil
  }
}

extension Archive {
  /// Whether a folder is named as those of runs are: `2026-11-23T020001Z`, or that and a number.
  package static func isRun(_ name: String) -> Bool {
    let form = Array("0000-00-00T000000Z".utf8)
    let name = Array(name.utf8)
    guard name.count >= form.count,
      zip(name, form).allSatisfy({ $1 == UInt8(ascii: "0") ? $0.isDigit : $0 == $1 })
    else { return false }
    let rest = name.dropFirst(form.count)
    return rest.isEmpty
      || rest.first == UInt8(ascii: "-") && rest.count > 1 && rest.dropFirst().allSatisfy(\.isDigit)
  }
}
