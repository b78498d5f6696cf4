// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import Ledger
import SystemPackage

/// A log that is filled with leaves as long as ours, and what one more night costs it then.
struct LedgerGrowth {
  private let folder: TileFolder
  private let count: Int

  init(_ folder: FilePath, _ count: Int) {
    (self.folder, self.count) = (TileFolder(at: folder), count)
  }

  /// - Returns: a JSON object in one line; seconds and bytes.
  func run() throws -> String {
    guard let signer = NoteSigner("example.org/benchmark") else { return "{}" }
    var figures = Figures(of: count)
    var log = try TileLog(folder, [signer])
    let half = try grow(&log, to: count / 2)
    try figures.passed(count / 2)
    _ = try grow(&log, to: count)
    let growth = try figures.finish()
    let (opening, _) = try timed { try TileLog(folder, [signer]) }
    var again = try TileLog(folder, [signer])
    let (append, _) = try timed { try again.append(entries(count..<count + 1_000)) }
    let size = again.size
    var reader = TreeReader(of: size, from: folder)
    let places = (0..<100).map { Int64($0) * (size - 1) / 99 }
    let (inclusion, _) = try timed {
      for place in places { _ = try reader.inclusionProof(of: place) }
    }
    let (consistency, _) = try timed { try reader.consistencyProof(from: half) }
    return """
      {"growth": \(growth), "opening": \(opening), "append1000": \(append), \
      "inclusion": \(inclusion / 100), "consistency": \(consistency)}
      """
  }

  private func grow(_ log: inout TileLog, to size: Int) throws -> Int64 {
    while log.size < size {
      let start = Int(log.size)
      try log.append(entries(start..<min(start + 4_096, size)))
    }
    return log.size
  }

  /// As long as the leaf of a version.
  private func entries(_ range: Range<Int>) -> [[UInt8]] {
    range.map { Array("{\"number\":\($0)}".utf8) + Array(repeating: UInt8(ascii: "x"), count: 430) }
  }

  private func timed<Value>(_ body: () throws -> Value) rethrows -> (Double, Value) {
    let start = ContinuousClock.now
    let value = try body()
    return ((ContinuousClock.now - start) / .seconds(1), value)
  }
}
