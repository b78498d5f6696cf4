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
    guard let presentation = zip.file(presentation) else {
      return .failure(zip.isEncrypted ? .password : .damaged)
    }
    let parts = PackageParts(of: Self.presentation, in: &zip)
    var text = SlideText()
    for relation in slides(in: presentation) {
      if let file = parts.targets[relation], let slide = zip.file(file) {
        let further = PackageParts(of: file, in: &zip)
        if text.take(slide) {
          for name in further.files["notesSlide"] ?? [] {
            if let notes = zip.file(name) { _ = text.take(notes) }
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
      switch step {
      case .start("sld", let attributes):
        guard attributes[local: "show"].map({ ["0", "false"].contains($0) }) != true else {
          builder.note(.hiddenParts, inPart: builder.number)
          return false
        }
      case .start("fallback", _): walk.skip()
      case .start("rpr", let attributes): language = language ?? attributes[local: "lang"]
      case .start("br", _), .end("p"), .end("tr"): builder.endLine()
      case .text(let text) where walk.path.last == "t": builder.append(text)
      default: break
      }
    }
    return true
  }
}
