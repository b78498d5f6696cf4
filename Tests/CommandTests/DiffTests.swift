// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Foundation
import Records
import Support
import Synchronization
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `What changed between two versions that say the same` {
  private static let sentence = MadePDF.line("The panel met two times in the winter", at: 700)

  private static func look(_ bytes: [UInt8], as kind: BodyKind) throws -> DocumentLook? {
    try ScratchDirectory.run { folder in
      let path = folder.appending("made")
      try Data(bytes).write(to: URL(filePath: path.string))
      let file = try FileDescriptor.open(path, .readOnly)
      defer { try? file.close() }
      return try TextWorker(program: try Program.path).look(at: file, as: kind)
    }
  }

  @Test func `is seen on the pages of a PDF, whatever its bytes are`() throws {
    let plain = MadePDF(pages: [.init(drawing: Self.sentence), .init(drawing: Self.sentence)])
    let otherwise = MadePDF(
      pages: [.init(drawing: Self.sentence), .init(drawing: "% made anew\n" + Self.sentence)]
    )
    let drawn = MadePDF(
      pages: [
        .init(drawing: Self.sentence),
        .init(drawing: Self.sentence + MadePDF.box("200 300 80 40", "0 0 1 rg")),
      ]
    )
    let look = try #require(try Self.look(plain.bytes, as: .pdf))
    #expect(try Self.look(otherwise.bytes, as: .pdf) == look)
    let other = try #require(try Self.look(drawn.bytes, as: .pdf))
    #expect(LookComparison(look, other)?.changedPages == [2])
    #expect(try Self.look(Array("%PDF-1.4 and no more".utf8), as: .pdf) == nil)
  }

  @Test func `is found among the pictures of an office file`() throws {
    func file(_ media: [(name: String, content: String)]) -> [UInt8] {
      PackedFiles.zip([("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")] + media)
    }
    let one = try Self.look(file([("word/media/a.png", "a picture")]), as: .docx)
    // Another name and another form of the text are no other picture.
    #expect(try Self.look(file([("word/media/b.png", "a picture")]), as: .docx) == one)
    let two = try Self.look(
      file([("word/media/a.png", "a picture"), ("word/charts/chart1.xml", "<chart/>")]),
      as: .docx
    )
    #expect(try LookComparison(#require(one), #require(two))?.newPictures == 1)
    #expect(try Self.look(Array("no archive".utf8), as: .docx) == nil)
    #expect(try Self.look(Array("<html>".utf8), as: .html) == nil)
  }

  @Test func `is told by the night, by diff, and by diff for programs`() async throws {
    let nights = Mutex(0)
    let versions = [
      MadePDF(pages: [.init(drawing: Self.sentence)]),
      MadePDF(pages: [.init(drawing: Self.sentence + MadePDF.box("90 300 80 40", "1 0 0 rg"))]),
      MadePDF(pages: [
        .init(drawing: MadePDF.line("The panel met three times in the winter", at: 700))
      ]),
    ]
    let page = Installation.listing([("/d.pdf", "Child D review")])
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/d.pdf": .ok(versions[nights.withLock(\.self)].bytes, type: "application/pdf")
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      nights.withLock { $0 += 1 }
      let night = try await program.run("sync")
      let said = "text is the same, word for word; page 1 looks different"
      #expect(night.words.contains("the \(said)"), "\(night.text)")
      #expect(try await program.run("diff", "Child D").words.contains("The \(said)."))
      let same = try await program.run("diff", "Child D", "--unified")
      #expect(same.status == 0 && same.text.isEmpty, "\(same.text)")
      nights.withLock { $0 += 1 }
      try await program.run("sync")
      let lines = try await program.run("diff", "Child D", "--unified").text
        .split(separator: "\n").map(String.init)
      #expect(lines.count == 5, "\(lines)")
      #expect(lines[0].hasPrefix("--- v2 http") && lines[1].hasPrefix("+++ v3 http"))
      #expect(
        Array(lines[2...]) == [
          "@@ -1 +1 @@ page 1", "-The panel met two times in the winter",
          "+The panel met three times in the winter",
        ]
      )
      #expect(try await program.run("diff", "Child D", "--unified", "--json").status == 64)
    }
  }
}
