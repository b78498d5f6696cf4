// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Fields of a record in XML that are written anew whenever the document is made.
///
/// Only whole fields are told apart, of the expected form: the text of an element that holds nothing else, or the value
/// of an attribute. Everything around them counts, and what stands in comments or other texts is none.
struct MarkupFields {
  /// How the value of a field must look.
  enum Form {
    case date
    /// A date with a time, where a date alone is a statement about the document.
    case moment
    case identifier
    /// Words of at most 300 bytes.
    case words

    func fits(_ value: ArraySlice<UInt8>) -> Bool {
      switch self {
      case .date: FieldForm.isDate(value)
      case .moment: FieldForm.isDate(value) && value.contains(UInt8(ascii: "T"))
      case .identifier: FieldForm.isIdentifier(value)
      case .words: value.count <= 300
      }
    }
  }

  /// Elements and attributes by their names, with the prefix that they are always written with.
  let fields: [String: Form]
  /// Fields of elements `meta`, by what their `property` or `name` says.
  var metas: [String: Form] = [:]

  func form(of bytes: [UInt8]) -> ContentForm {
    var form = ContentForm(bytes)
    var scanner = Scanner(bytes)
    while let tag = scanner.next() {
      var expected = fields[tag.name]
      for attribute in tag.attributes {
        if let kind = fields[attribute.name], kind.fits(bytes[attribute.value]) {
          form.replace(attribute.value, by: attribute.name)
        }
      }
      if tag.name == "meta", !metas.isEmpty {
        let names = tag.attributes.filter { $0.name == "property" || $0.name == "name" }
        if names.count == 1,
          let kind = metas[String(decoding: bytes[names[0].value], as: UTF8.self)]
        {
          let content = tag.attributes.filter { $0.name == "content" }
          if content.count == 1, kind.fits(bytes[content[0].value]) {
            form.replace(content[0].value, by: "content")
          }
          expected = kind
        }
      }
      if let expected, let text = scanner.text(closedAs: tag), expected.fits(bytes[text]) {
        form.replace(text, by: tag.name)
      }
    }
    return form
  }
}

extension MarkupFields {
  /// XMP, in PDF.
  ///
  /// Source: ISO 16684-1, section 8; XMP Specification Part 2 (Adobe), sections 1.2 and 3.1.
  static let xmp: MarkupFields = {
    var fields: [String: Form] = [
      "pdf:Producer": .words, "stEvt:when": .date, "stEvt:instanceID": .identifier,
      "rdf:about": .identifier,
    ]
    for prefix in ["xmp", "xap"] {
      for name in ["CreateDate", "ModifyDate", "MetadataDate"] {
        fields["\(prefix):\(name)"] = .date
      }
      for name in ["DocumentID", "InstanceID"] { fields["\(prefix)MM:\(name)"] = .identifier }
    }
    return MarkupFields(fields: fields)
  }()

  /// `docProps/core.xml` of Office.
  ///
  /// Source: ECMA-376 Part 2, annex on core properties.
  static let officeCore = MarkupFields(fields: [
    "dcterms:created": .date, "dcterms:modified": .date,
  ])

  /// `meta.xml` of OpenDocument.
  ///
  /// Source: OpenDocument 1.3 Part 3, section 4.3.
  static let openDocument = MarkupFields(
    fields: ["meta:creation-date": .date, "dc:date": .date, "meta:generator": .words]
  )

  /// The package of an e-book, and the contents list of old readers, which repeats its identifier.
  ///
  /// Source: EPUB 3.3, section 5.5.
  static let book = MarkupFields(
    fields: ["dc:date": .moment, "dc:identifier": .identifier],
    metas: ["dcterms:modified": .date, "dtb:uid": .identifier]
  )

  /// Tags of XML, one after the other.
  private struct Scanner {
    struct Attribute {
      let name: String
      /// Between the quotes.
      let value: Range<Int>
    }

    struct Tag {
      let name: String
      let attributes: [Attribute]
      let isEmpty: Bool
    }

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
    }

    /// The next opening tag; nil at the end, or where the markup is not sound.
    mutating func next() -> Tag? {
      while let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
        place = open
        if skip("<!--", to: "-->") || skip("<![CDATA[", to: "]]>") || skip("<?", to: "?>")
          || skip("</", to: ">")
        {
          continue
        }
        guard !bytes.holds(Array("<!".utf8), at: place) else { return nil }
        return tag()
      }
      return nil
    }

    /// The text behind a tag, where the element holds nothing else.
    func text(closedAs tag: Tag) -> Range<Int>? {
      guard !tag.isEmpty,
        let close = bytes[place...].prefix(1_000).firstIndex(of: UInt8(ascii: "<")),
        bytes.holds(Array("</\(tag.name)".utf8), at: close),
        !bytes[place..<close].contains(UInt8(ascii: "&"))
      else { return nil }
      return place..<close
    }

    private mutating func skip(_ start: String, to end: String) -> Bool {
      guard bytes.holds(Array(start.utf8), at: place) else { return false }
      let behind = place + start.utf8.count
      let stop = bytes.firstPlace(of: end, in: behind..<max(behind, bytes.count))
      place = stop.map { $0 + end.utf8.count } ?? bytes.count
      return true
    }

    private mutating func tag() -> Tag? {
      place += 1
      let name = word()
      var attributes: [Attribute] = []
      guard !name.isEmpty else { return nil }
      while place < bytes.count {
        skipSpace()
        guard place < bytes.count else { return nil }
        if bytes[place] == UInt8(ascii: ">") {
          place += 1
          return Tag(name: name, attributes: attributes, isEmpty: false)
        }
        if bytes.holds(Array("/>".utf8), at: place) {
          place += 2
          return Tag(name: name, attributes: attributes, isEmpty: true)
        }
        guard let attribute = attribute() else { return nil }
        attributes.append(attribute)
      }
      return nil
    }

    private mutating func attribute() -> Attribute? {
      let name = word()
      skipSpace()
      guard !name.isEmpty, place < bytes.count, bytes[place] == UInt8(ascii: "=") else {
        return nil
      }
      place += 1
      skipSpace()
      guard place < bytes.count else { return nil }
      let quote = bytes[place]
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        let end = bytes[(place + 1)...].firstIndex(of: quote)
      else { return nil }
      defer { place = end + 1 }
      return Attribute(name: name, value: (place + 1)..<end)
    }

    private mutating func word() -> String {
      let start = place
      while place < bytes.count, !bytes[place].isWhiteSpace,
        !"=<>/\"'".utf8.contains(bytes[place])
      {
        place += 1
      }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func skipSpace() {
      while place < bytes.count, bytes[place].isWhiteSpace { place += 1 }
    }
  }
}
