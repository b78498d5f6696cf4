// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// Who reads the text of which kind of document.
package enum TextReader: Hashable, Sendable {
  /// One of our own.
  case own
  /// A program of the machine's, which is given the document on its standard input.
  case program(Program)

  package enum Program: String, CaseIterable, Sendable {
    case pdftotext, pdfimages, pdftoppm, catdoc, xls2csv, catppt
    /// pdftotext, which says where on the page each word stands.
    case pdfwords

    /// What its file is called.
    package var file: String { self == .pdfwords ? Self.pdftotext.rawValue : rawValue }

    /// What it is called with.
    ///
    /// - Parameter pages: those that it is to look at, where it looks at some; nil for all.
    /// - Returns: options, and the names of files.
    package func arguments(for pages: ClosedRange<Int>?) -> [String] {
      options + (pages.map { ["-f", "\($0.lowerBound)", "-l", "\($0.upperBound)"] } ?? []) + files
    }

    private var options: [String] {
      switch self {
      case .pdftotext: ["-enc", "UTF-8"]
      case .pdfwords: ["-enc", "UTF-8", "-tsv", "-cropbox"]
      case .pdfimages: ["-list"]
      // A pixel for each point.
      case .pdftoppm: ["-q", "-r", "72", "-cropbox"]
      // Without folding lines.
      case .catdoc: ["-w", "-d", "utf-8"]
      case .xls2csv: ["-d", "utf-8", "-b", "\u{0C}", "-c", "\t", "-q", "0"]
      case .catppt: ["-d", "utf-8", "-b", "\u{0C}"]
      }
    }

    private var files: [String] {
      switch self {
      case .pdftotext, .pdfwords: ["-", "-"]
      case .pdfimages, .pdftoppm: ["-"]
      case .catdoc, .xls2csv, .catppt: []
      }
    }

    /// The package of Debian that has it.
    package var package: String {
      switch self {
      case .pdftotext, .pdfwords, .pdfimages, .pdftoppm: "poppler-utils"
      case .catdoc, .xls2csv, .catppt: "catdoc"
      }
    }

    /// What stands between the form feeds that it prints; nil where it prints none.
    var part: ExtractedText.Part? {
      switch self {
      case .pdftotext, .pdfwords, .pdfimages, .pdftoppm: .page
      case .xls2csv: .sheet
      case .catppt: .slide
      case .catdoc: nil
      }
    }
  }

  /// Chooses by what a document is and how it begins; nil where a document of the kind has no text.
  ///
  /// - Parameters:
  ///   - kind: what it is.
  ///   - head: its first bytes: pages and rich text are called Word documents and workbooks, too.
  package init?(for kind: BodyKind, beginning head: [UInt8]) {
    switch kind {
    case .pdf: self = .program(.pdftotext)
    case .doc, .xls, .ppt:
      let isCompound = head.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
      guard isCompound else {
        self = .own
        return
      }
      self = .program(kind == .doc ? .catdoc : kind == .xls ? .xls2csv : .catppt)
    case .docx, .xlsx, .pptx, .odt, .ods, .odp, .rtf, .html, .csv, .text, .json, .xml: self = .own
    case .ole, .epub, .zip, .gzip, .jpeg, .png, .gif, .tiff, .webp, .unknown: return nil
    }
  }

  /// Reads a document by our own readers.
  ///
  /// - Parameters:
  ///   - bytes: all of it.
  ///   - kind: what it is.
  ///   - charset: the encoding that was stated when it came.
  /// - Returns: its text; or why not.
  package static func read(
    _ bytes: [UInt8],
    as kind: BodyKind,
    charset: String? = nil
  ) -> Result<ExtractedText, Unreadable> {
    switch kind {
    case .docx: WordText.read(bytes)
    case .xlsx: SheetText.read(bytes)
    case .pptx: SlideText.read(bytes)
    case .odt: OpenDocumentText.read(bytes, in: nil)
    case .ods: OpenDocumentText.read(bytes, in: .sheet)
    case .odp: OpenDocumentText.read(bytes, in: .slide)
    case .rtf: RichText.read(bytes)
    case .html: .success(PageWords.read(bytes, charset: charset))
    // Saved under the name of what opens them.
    case .doc, .xls, .ppt:
      if bytes.starts(with: "{\\rt".utf8) {
        RichText.read(bytes)
      } else if isMarkup(bytes) {
        .success(PageWords.read(bytes, charset: charset))
      } else {
        .success(PlainWords.read(bytes))
      }
    default: .success(PlainWords.read(bytes))
    }
  }

  private static func isMarkup(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(1_024)
    return head.first {
      $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF && $0 != 0 && $0 < 0xFE
    }
      == UInt8(ascii: "<")
  }
}
