// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// The page that says which test shows what becomes of which misbehaviour.
@Suite(.timeLimit(.minutes(10)))
struct `The map of fetching cases` {
  private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent()

  private static func text(_ path: String) throws -> String {
    String(decoding: try Files.readBytes(root.pushing(FilePath(path))), as: UTF8.self)
  }

  /// The sources of one room's tests, each as its lines.
  private static func sources(of room: String) throws -> [String] {
    let folder = root.appending("Tests").appending(room).string
    let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap {
      $0 as? String
    }
    return try names.filter { $0.hasSuffix(".swift") }.map { try text("Tests/\(room)/\($0)") }
  }

  @Test func `names only tests that there are`() throws {
    let rows = try Self.text("docs/fetching-cases.md").split(separator: "\n")
      .filter { $0.hasPrefix("| ") && !$0.hasPrefix("| what") && !$0.hasPrefix("| ---") }
    #expect(rows.count > 50)
    var sources: [String: [String]] = [:]
    for row in rows {
      let names = row.matches(of: #/([A-Za-z]+Tests): `([^`]+)` › `([^`]+)`(?: \(“([^”]+)”\))?/#)
      #expect(!names.isEmpty, "no test in “\(row)”")
      for name in names {
        let room = String(name.1)
        if sources[room] == nil { sources[room] = try Self.sources(of: room) }
        let inRoom = sources[room] ?? []
        let hasTest = inRoom.contains {
          $0.contains("struct `\(name.2)`") && $0.contains("func `\(name.3)`")
            || $0.contains("struct `\(name.2)`")
              && $0.contains("func\n    `\(name.3)`")
        }
        #expect(hasTest, "\(room) has no `\(name.2)` › `\(name.3)`")
        guard let example = name.4 else { continue }
        #expect(
          inRoom.contains { $0.contains("\"\(example)\"") },
          "\(room) has no example “\(example)”"
        )
      }
    }
  }
}
