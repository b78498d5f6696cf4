// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import SystemPackage

/// A list of what is in a folder: a table whose first row names its columns, `address`, `file`, `captured` and, where there are some, `note`.
///
/// Source: RFC 4180 <https://www.rfc-editor.org/rfc/rfc4180>
struct ImportList {
  struct Row: Hashable {
    let line: Int
    let address: String
    let file: String
    let date: Date
    let note: String?
  }

  /// What is wrong with it.
  struct Fault: Error, CustomStringConvertible {
    let path: FilePath
    let line: Int
    let words: String

    var description: String { "\(path):\(line): \(words)" }
  }

  let rows: [Row]

  private static let longest = 256 << 20

  /// - Parameter path: the file.
  /// - Throws: ``Fault``; where it cannot be read.
  init(of path: FilePath) throws {
    let bytes = try Disk().read(path, limit: Self.longest)
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(path: path, line: 1, words: "this is not UTF-8; save it as that")
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    let (table, open) = Self.cells(of: text)
    if let open {
      throw Fault(path: path, line: open, words: "a quote that begins here has no end")
    }
    guard let head = table.first else {
      throw Fault(path: path, line: 1, words: "it is empty; its first row names the columns")
    }
    let names = head.cells.map {
      $0.trimmingCharacters(in: .whitespaces).lowercased()
    }
    func column(_ words: String...) -> Int? { names.firstIndex { words.contains($0) } }
    guard let address = column("address", "url"), let file = column("file", "path"),
      let captured = column("captured", "captured at", "date", "kept at")
    else {
      throw Fault(
        path: path,
        line: 1,
        words:
          "the first row has to name the columns, with commas between them: address, file, captured, and note where there are notes; here it is “\(head.cells.joined(separator: ",").prefix(80))”"
      )
    }
    let note = column("note")
    rows = try table.dropFirst().compactMap { row -> Row? in
      func cell(_ index: Int?) -> String {
        index.flatMap { row.cells.indices.contains($0) ? row.cells[$0] : nil }?
          .trimmingCharacters(in: .whitespaces) ?? ""
      }
      guard row.cells.contains(where: { !$0.isEmpty }) else { return nil }
      guard let date = WrittenTime.date(cell(captured)) else {
        throw Fault(
          path: path,
          line: row.line,
          words:
            "“\(cell(captured))” is no time; write 2017-03-01 or 2017-03-01T09:30:00Z"
        )
      }
      return Row(
        line: row.line,
        address: cell(address),
        file: cell(file),
        date: date,
        note: cell(note).isEmpty ? nil : cell(note)
      )
    }
  }

  /// The cells of a table, and in which line each row begins; and where a quote begins that does not end.
  private static func cells(
    of text: String
  ) -> (rows: [(line: Int, cells: [String])], open: Int?) {
    var rows: [(Int, [String])] = []
    var (cells, cell): ([String], String.UnicodeScalarView) = ([], .init())
    var (line, start, isQuoted, quote) = (1, 1, false, 1)
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    func end() {
      cells.append(String(cell))
      cell = .init()
    }
    while let scalar = next {
      next = scalars.next()
      if scalar == "\n" { line += 1 }
      if isQuoted {
        if scalar == "\"", next == "\"" {
          cell.append(scalar)
          next = scalars.next()
        } else if scalar == "\"" {
          isQuoted = false
        } else {
          cell.append(scalar)
        }
        continue
      }
      switch scalar {
      case "\"" where cell.isEmpty: (isQuoted, quote) = (true, line)
      case ",": end()
      case "\r" where next == "\n": continue
      case "\n":
        end()
        rows.append((start, cells))
        (cells, start) = ([], line)
      default: cell.append(scalar)
      }
    }
    if !cell.isEmpty || !cells.isEmpty {
      end()
      rows.append((start, cells))
    }
    return (rows, isQuoted ? quote : nil)
  }
}
