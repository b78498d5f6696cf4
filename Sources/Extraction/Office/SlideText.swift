// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The text of a PowerPoint presentation (PPTX): a part for each slide, with what its speaker noted.
///
/// Source: ECMA-376-1 §19 (PresentationML), §21 (DrawingML)
struct SlideText {
  private static let presentation = "ppt/presentation.xml"

  private var builder = TextBuilder()
  private var language: String?

  static func read(_ bytes: [UInt8]) -> Result<ExtractedText, Unreadable> {
    guard var zip = ZipArchive(bytes) else { return .failure(.damaged) }
    let main = PackageParts.main(of: &zip) ?? Self.presentation
    guard let presentation = zip.file(main) else { return .failure(zip.fault) }
    let parts = PackageParts(of: main, in: &zip)
    var text = SlideText()
    for relation in slides(in: presentation) {
      if let file = parts.targets[relation], let slide = zip.file(file) {
        let further = PackageParts(of: file, in: &zip)
        if text.take(slide) {
          for name in (further.files["diagramData"] ?? []) + (further.files["notesSlide"] ?? []) {
            if let more = zip.file(name) { _ = text.take(more) }
          }
        }
        text.builder.note(
          .comments,
          (further.files["comments"] ?? []).count,
          inPart: text.builder.number
        )
      }
      text.builder.endPart()
    }
    var read = text.builder.text(of: .slide, language: text.language)
    read.isCut = read.isCut || zip.isCut
    return .success(read)
  }

  /// The relationships of the slides, in their order.
  private static func slides(in bytes: [UInt8]) -> [String] {
    var walk = XMLWalk(bytes)
    var slides: [String] = []
    while let step = walk.next() {
      guard case .start("sldid", let attributes) = step else { continue }
      // It has two: one of them is the relationship's.
      if let id = attributes.first(where: { $0.key.local == "id" && !$0.key.prefix.isEmpty }) {
        slides.append(id.value)
      }
    }
    return slides
  }

  /// - Returns: false where the slide is not shown.
  private mutating func take(_ bytes: [UInt8]) -> Bool {
    var walk = XMLWalk(bytes)
    while let step = walk.next(), !builder.isFull {
      if case .start("sld", let attributes) = step,
        ["0", "false"].contains(attributes[local: "show"]?.lowercased())
      {
        builder.note(.hiddenParts, inPart: builder.number)
        return false
      }
      if case .start = step { break }
    }
    let stated = builder.append(shapes: bytes)
    language = language ?? stated
    return true
  }
}

extension TextBuilder {
  private static let shapes: Set = ["sp", "pic", "graphicframe", "grpsp", "cxnsp"]

  /// Adds the text of drawn shapes, without those that are not shown.
  ///
  /// - Parameter bytes: a file of DrawingML.
  /// - Returns: the language that it states first; nil where it states none.
  @discardableResult
  mutating func append(shapes bytes: [UInt8]) -> String? {
    var walk = XMLWalk(bytes)
    var language: String?
    var open: [(depth: Int, place: Int, isHidden: Bool)] = []
    while let step = walk.next(), !isFull {
      switch step {
      case .start(let name, _) where Self.shapes.contains(name):
        open.append((walk.path.count, place, false))
      case .start("cnvpr", let attributes):
        if attributes.isTrue("hidden"), !open.isEmpty { open[open.count - 1].isHidden = true }
      case .start("fallback", _): walk.skip()
      case .start("rpr", let attributes): language = language ?? attributes[local: "lang"]
      case .start("br", _), .start("p", _): endLine()
      case .end(let name):
        if name == "p" || name == "tr" { endLine() }
        if let last = open.last, last.depth == walk.path.count + 1 {
          open.removeLast()
          guard last.isHidden else { continue }
          drop(from: last.place)
          note(.hiddenText, inPart: number)
        }
      case .text(let text) where walk.path.last == "t": append(text)
      default: break
      }
    }
    if walk.isCut { cut() }
    return language
  }
}
