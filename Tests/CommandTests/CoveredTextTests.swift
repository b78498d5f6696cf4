// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Foundation
import Records
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Words that nobody sees on a page` {
  private static let sentence = MadePDF.line(
    "The child is called Adam Brown and lives here",
    at: 700
  )
  private static let above = MadePDF.line("What happened in the year before", at: 760)
  /// Over the name, and over nothing else.
  private static let name = "169 695 69 16"

  private static func read(_ pages: MadePDF.Page...) throws -> ExtractedText {
    try ScratchDirectory.run { folder in
      let path = folder.appending("made.pdf")
      try Data(MadePDF(pages: pages).bytes).write(to: URL(filePath: path.string))
      return try read(path)
    }
  }

  private static func read(_ path: FilePath) throws -> ExtractedText {
    let file = try FileDescriptor.open(path, .readOnly)
    defer { try? file.close() }
    let outcome = try TextWorker(program: try Program.path).read(file, beginning: [], as: .pdf)
    guard case .text(let text) = outcome.reading else {
      throw Unread(description: "\(path): \(outcome)")
    }
    return text
  }

  private struct Unread: Error, CustomStringConvertible {
    let description: String
  }

  @Test func `are those under a black box, whatever way the page is turned`() throws {
    let covered = Self.above + Self.sentence + MadePDF.box(Self.name)
    let read = try Self.read(
      .init(drawing: Self.above + Self.sentence),
      .init(drawing: covered),
      .init(drawing: covered, boxes: "/MediaBox [0 0 595 842] /Rotate 90"),
      .init(drawing: covered, boxes: "/MediaBox [-20 -30 595 842] /CropBox [50 600 500 800]"),
      .init(drawing: covered, boxes: "/MediaBox [0 0 595 842] /Rotate 270 /UserUnit 2")
    )
    #expect(read.parts[0].contains("Adam Brown"))
    for part in read.parts.dropFirst() {
      // What stands sideways is read from the other side.
      let lines = Set(part.split(separator: "\n"))
      #expect(lines == ["What happened in the year before", "The child is called and lives here"])
    }
    #expect(read.hidden == [HiddenContent(.coveredText, count: 8, parts: [2, 3, 4, 5])])
  }

  @Test(arguments: [
    MadePDF.box(name, "1 g"), MadePDF.box(name, "0.3 0.1 0.4 rg"),
    // In two boxes, and by a line that is as thick.
    MadePDF.box("169 695 33 16") + MadePDF.box("201 695 37 16"),
    "0 G 16 w 169 703 m 238 703 l S\n",
  ]) func `are covered by anything that is of one colour`(cover: String) throws {
    let read = try Self.read(.init(drawing: Self.above + Self.sentence + cover))
    #expect(!read.parts[0].contains("Adam") && !read.parts[0].contains("Brown"), "\(read)")
    #expect(read.parts[0].contains("The child is called"))
    #expect(read.hidden == [HiddenContent(.coveredText, count: 2, parts: [1])])
  }

  @Test func `are those of which a part is covered, of the colour of the page, or off it`()
    throws
  {
    let part = try Self.read(
      .init(drawing: Self.sentence + MadePDF.box("169 695 20 16") + MadePDF.box("224 695 14 16"))
    )
    #expect(part.parts[0] == "The child is called and lives here", "\(part.parts)")
    let white = MadePDF.line("Adam Brown", at: 650, "1 g") + Self.above
    let read = try Self.read(
      .init(drawing: white),
      .init(
        drawing: Self.sentence + Self.above,
        boxes: "/MediaBox [0 0 595 842] /CropBox [0 740 595 842]"
      )
    )
    #expect(read.parts == Array(repeating: "What happened in the year before", count: 2))
    #expect(read.hidden == [HiddenContent(.coveredText, count: 11, parts: [1, 2])])
  }

  @Test func `are not those that stand on a dark ground, are small, or are blacked out to be seen`()
    throws
  {
    let band = MadePDF.box("60 680 480 60")
    let pages: [MadePDF.Page] = [
      .init(
        drawing: band + MadePDF.line("A WHITE HEADING WITH I - 1 IN IT", at: 700, "1 g", size: 24)
      ),
      .init(drawing: MadePDF.line("I. L l 1 i. - print that is small", at: 700, "0.5 g", size: 5)),
      .init(
        drawing: MadePDF.line("III ILL HUGE", at: 600, size: 90)
          + MadePDF.line("and what follows", at: 500)
      ),
      .init(drawing: band + MadePDF.line("Dim on black, and still there", at: 700, "0.3 g")),
      .init(
        drawing:
          "0.6 g BT 0 1 -1 0 300 300 Tm /F1 14 Tf (This runs up the side of the page) Tj ET\n"
      ),
    ]
    for page in pages {
      let read = try Self.read(page)
      #expect(read.hidden.isEmpty, "\(page): \(read)")
    }
  }

  @Test func `are all of a page over which everything is painted, or that is drawn without ink`()
    throws
  {
    let white = MadePDF.box("0 0 595 842", "1 g")
    let read = try Self.read(
      .init(drawing: Self.above),
      .init(drawing: Self.sentence + white),
      .init(drawing: "3 Tr " + Self.sentence)
    )
    #expect(read.parts == ["What happened in the year before", "", ""])
    #expect(read.hidden == [HiddenContent(.coveredText, count: 18, parts: [2, 3])])
  }

  @Test(arguments: [
    // Over the name a box, and on it what is to be read in its place.
    MadePDF.box(name, "1 g")
      + MadePDF.line("                    Child A and more", at: 700, size: 12),
    MadePDF.box(name) + "1 g BT /F1 8 Tf 171 701 Td (REDACTED NAME) Tj ET\n",
    // Of each word the first letter is open.
    MadePDF.box("180 695 23 16", "1 g") + MadePDF.box("214 695 24 16", "0.5 g"),
  ]) func `are covered though something is to be read in their place`(cover: String) throws {
    let read = try Self.read(.init(drawing: Self.above + Self.sentence + cover))
    #expect(!read.parts[0].contains("Adam") && !read.parts[0].contains("Brown"), "\(read)")
    #expect(read.parts[0].contains("The child is"), "\(read)")
    #expect(read.hidden.map(\.kind) == [.coveredText])
  }

  @Test(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"))
  func `are in no report that was published as its readers see it`() throws {
    let reports = try #require(OutsideData.directory("ofsted/pdf"))
    let all = FileManager.default.enumerator(atPath: reports.string)
    var count = 0
    while let name = all?.nextObject() as? String {
      guard name.hasSuffix(".pdf") else { continue }
      let read = try Self.read(reports.appending(name))
      #expect(read.hidden.isEmpty, "\(name): \(read.hidden)")
      count += 1
    }
    #expect(count > 5)
  }

  @Test func `are in no index, and it is told on which page there are some`() async throws {
    let covered = Self.above + Self.sentence + MadePDF.box(Self.name)
    let report = MadePDF(pages: [.init(drawing: Self.above), .init(drawing: covered)]).bytes
    let page = Installation.listing([("/child-q.pdf", "Child Q")])
    let script: ScriptedServer.Script = { request in
      request.path == "/reviews/"
        ? .ok(page, type: "text/html") : .ok(report, type: "application/pdf")
    }
    try await Installation.run(script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      let read = try await program.run("index", "--quiet")
      #expect(read.words.contains("Child Q, v1 2 words that cannot be seen (page 2)"), "\(read)")
      #expect(!read.text.contains("Adam"))
      #expect(try await program.run("index", "--quiet").text.isEmpty)
      let shown = try await program.run("show", "Child Q")
      #expect(shown.words.contains("in v1: 2 words that cannot be seen (page 2)"), "\(shown.text)")
      let found = try await program.run("find", "Adam Brown")
      #expect(found.words.contains("No document has all of these words."), "\(found.text)")
      #expect(try await program.run("find", "lives here").text.contains("page 2"))
    }
  }
}
