// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Foundation
import Testing

@testable import Records

@Suite(.timeLimit(.minutes(5)))
struct `A leaf that is read by its form` {
  private static func accession(_ number: Int, run: String? = "2026-11-23T020001Z") -> Leaf {
    .accession(
      Leaf.Accession(
        at: Date(timeIntervalSince1970: 1_795_442_400 + Double(number)),
        document: .of("document \(number)", by: .sha256),
        version: 1 + number % 3,
        digest: .of("payload \(number)"),
        size: Int64(number * 1_000),
        inventory: number % 5 == 0 ? nil : .of("inventory \(number)"),
        run: run
      )
    )
  }

  @Test func `is the leaf that was written`() throws {
    let run = Leaf.Run(run: "a", report: .of("report"), visits: nil)
    let leaves =
      (0..<40).map { Self.accession($0) } + [
        Self.accession(1, run: nil), Self.accession(2, run: "with \"quotes\""),
        .run(run), .run(Leaf.Run(run: "b", report: .of("another"), visits: .of("visits"))),
        .beginning(Leaf.Beginning(at: Date(timeIntervalSince1970: 7))),
        .beginning(Leaf.Beginning(at: Date(timeIntervalSince1970: 8))),
      ]
    for leaf in leaves {
      let read = try Leaf(decoding: Array(try leaf.entry.utf8))
      #expect(read == leaf)
    }
  }

  @Test func `is none where it is changed`() throws {
    let entry = try Self.accession(1).entry
    _ = try Leaf(decoding: Array(entry.utf8))
    for (old, new) in [("sha512:", "sha5"), ("accession", "other"), ("}", ""), ("Z\"", "\"")] {
      #expect(throws: (any Error).self) {
        try Leaf(decoding: Array(entry.replacingOccurrences(of: old, with: new).utf8))
      }
    }
  }
}
