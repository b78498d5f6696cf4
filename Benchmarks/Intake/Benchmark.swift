// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Ledger
import SystemPackage

/// Writes many small documents once, in one of several ways, and prints what that cost as a line of JSON.
///
///     benchmark-intake archive FOLDER COUNT         into a new archive, as `hanaper sync` does
///     benchmark-intake signed  FOLDER COUNT [SIZE]  the same, signed for, and all of one size, in bytes
///     benchmark-intake ocfl    FOLDER COUNT         into a new storage root, batch by batch
///     benchmark-intake plain   FOLDER COUNT FROM    the files of the storage root FROM, bare
///     benchmark-intake texts   FOLDER COUNT         a text for each of the documents of the archive FOLDER
///     benchmark-intake ledger  FOLDER COUNT         so many leaves into a new log, and what more of them cost then
///
/// One process does one thing once, so that its peak of memory is its own. Repetitions, medians and the
/// table are the business of `Benchmarks/run`.
@main
struct Benchmark {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    guard words.count >= 3, let count = Int(words[3]), count > 0 else { usage() }
    let folder = FilePath(words[2])
    switch (words[1], words.count) {
    case ("archive", 3): try await take(ArchiveIntake(folder, count))
    case ("signed", 3):
      try await take(ArchiveIntake(folder, count, signedBy: NoteSigner("example.org/benchmark")))
    case ("signed", 4):
      guard let size = Int(words[4]), size > 0 else { usage() }
      let signer = NoteSigner("example.org/benchmark")
      try await take(ArchiveIntake(folder, count, of: size...size, signedBy: signer))
    case ("ocfl", 3): print(try OCFLIntake(folder, count).run())
    case ("texts", 3): print(try await InventedTexts(folder, count).run())
    case ("ledger", 3): print(try LedgerGrowth(folder, count).run())
    case ("plain", 4): print(try PlainWriting(folder, count, from: FilePath(words[4])).run())
    default: usage()
    }
  }

  private static func take(_ intake: ArchiveIntake) async throws {
    var intake = intake
    print(try await intake.run())
  }

  private static func usage() -> Never {
    print("usage: benchmark-intake archive|signed|ocfl|plain|texts|ledger FOLDER COUNT [SIZE|FROM]")
    exit(64)
  }
}
