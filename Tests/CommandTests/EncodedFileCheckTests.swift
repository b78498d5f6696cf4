// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// `check` of files that are not in UTF-8, or have nothing in them: nothing is passed over in silence.
@Suite(.timeLimit(.minutes(5)))
struct `Checking files in other encodings` {
  private func check(_ bytes: [UInt8], _ name: String) async throws -> (
    file: ProgramRun, input: ProgramRun
  ) {
    try await ScratchDirectory.run { folder in
      try Files.writeBytes(bytes, to: folder.appending(name))
      let program = try Program.path.string
      let lines = ["\"$2\" check \"$3\"", "\"$2\" check - <\"$3\""]
      var runs: [ProgramRun] = []
      for line in lines {
        runs.append(
          try await Program.shell("cd \"$1\" && \(line)", [folder.string, program, name])
        )
      }
      return (runs[0], runs[1])
    }
  }

  private static func utf16(_ text: String, isBigEndian: Bool, hasMark: Bool) -> [UInt8] {
    let units = (hasMark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? pair : pair.reversed()
    }
  }

  static let texts = [
    ("a.md", "# Réviews\r\n\r\n[Gone](gone.md)\r\n"),
    ("a.html", "<!doctype html><meta charset=utf-16><a href='gone.md'>Gone</a>"),
    ("a.txt", "# those of 2026\r\nhttp://127.0.0.1:9/gone.md\r\n"),
  ]

  @Test(arguments: texts, [(false, true), (true, true), (false, false), (true, false)])
  func `those in UTF-16 are read`(text: (String, String), form: (Bool, Bool)) async throws {
    let bytes = Self.utf16(text.1, isBigEndian: form.0, hasMark: form.1)
    let (file, input) = try await check(bytes, text.0)
    for run in [file, input] {
      #expect(run.text.contains("1 link on 1 page"), "\(run.text)\(run.errorText)")
      #expect(run.text.contains("gone.md"), "\(run.text)\(run.errorText)")
    }
  }

  @Test(arguments: ["a.md", "a.txt"])
  func `those with zero bytes in them are no texts, and that is told`(name: String) async throws {
    for bytes in [Array("[Gone](gone.md)\u{0}".utf8), [0xFF, 0xFE, 0, 0, 0x5B, 0, 0, 0]] {
      let (file, input) = try await check(bytes, name)
      for run in [file, input] {
        #expect(run.status == 4, "\(run.text)\(run.errorText)")
        #expect(run.text.contains("zero bytes in it; save it as UTF-8"), "\(run.text)")
      }
    }
  }

  @Test(arguments: ["", "\u{FEFF}", "# nothing but a comment\n", "words\n"])
  func `those without a link are said to have none`(text: String) async throws {
    let (file, input) = try await check(Array(text.utf8), "a.txt")
    #expect(file.status == 0 && input.status == 0)
    #expect(file.text.contains("There is no link on a.txt; nothing was looked at."), "\(file.text)")
    #expect(input.text.contains("There is no link on standard input"), "\(input.text)")
  }
}
