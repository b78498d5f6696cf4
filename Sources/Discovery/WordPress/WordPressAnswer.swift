// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Foundation
internal import HTML

/// An answer of the REST API of WordPress, as far as it is read.
enum WordPressAnswer {
  /// The most bytes of an answer that are read.
  static let longest = 16 << 20
  /// The longest title that is kept, in characters.
  static let longestTitle = 1_000

  case list([Entry])
  /// The root, which names the parts of the API.
  case root(hasContent: Bool)

  /// One of a list: a file that was uploaded, a post, or a page.
  struct Entry: Decodable {
    let address: String?
    /// Of a file its own page, of a post or page itself.
    let link: String?
    let title: String
    let mediaType: String?
    /// Whether it was put on a post or page.
    let isOnPage: Bool

    private enum CodingKeys: String, CodingKey {
      case link, title, post
      case address = "source_url"
      case mediaType = "mime_type"
    }

    private struct Rendered: Decodable {
      let rendered: String
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      func text(_ key: CodingKeys) -> String? {
        let text = try? container.decodeIfPresent(String.self, forKey: key)
        return text.flatMap { $0.isEmpty ? nil : $0 }
      }
      address = text(.address)
      link = text(.link)
      let rendered = try? container.decodeIfPresent(Rendered.self, forKey: .title)
      title = PlainText.reading(
        markup: rendered?.rendered ?? text(.title) ?? "",
        limit: WordPressAnswer.longestTitle
      )
      mediaType = text(.mediaType)
      isOnPage = ((try? container.decodeIfPresent(Int.self, forKey: .post)) ?? 0) > 0
    }
  }

  private struct Object: Decodable {
    let code: String?
    let namespaces: [String]?
    let routes: Bool

    private enum CodingKeys: String, CodingKey {
      case code, namespaces, routes
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      code = try? container.decodeIfPresent(String.self, forKey: .code)
      namespaces = try? container.decodeIfPresent([String].self, forKey: .namespaces)
      routes = container.contains(.routes)
    }
  }

  /// - Parameter bytes: what came.
  /// - Throws: why that is no answer.
  init(_ bytes: [UInt8]) throws(WordPressFault) {
    guard bytes.count <= Self.longest else { throw .tooLong }
    switch Self.beginning(of: bytes) {
    case UInt8(ascii: "["): self = .list(try Self.entries(in: bytes))
    case UInt8(ascii: "{"): self = try Self.object(in: bytes)
    case UInt8(ascii: "<"): throw .webPage
    default: throw .notJSON
    }
  }

  /// The first byte that says something; nil where there is none.
  static func beginning(of bytes: [UInt8]) -> UInt8? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    return text.first { $0 > 0x20 }
  }

  private static func entries(in bytes: [UInt8]) throws(WordPressFault) -> [Entry] {
    do {
      return try JSONDecoder().decode([Entry].self, from: Data(bytes))
    } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
      throw .otherwise("what stands in its list is no entry")
    } catch {
      throw .notJSON
    }
  }

  private static func object(in bytes: [UInt8]) throws(WordPressFault) -> WordPressAnswer {
    guard let object = try? JSONDecoder().decode(Object.self, from: Data(bytes)) else {
      throw .notJSON
    }
    if let namespaces = object.namespaces {
      return .root(hasContent: namespaces.contains("wp/v2"))
    }
    guard let code = object.code, !code.isEmpty else {
      throw .otherwise(object.routes ? "it names no parts" : "it is no list")
    }
    // The number of a part that there is not; the second of a list that had it.
    if code == "rest_post_invalid_page_number" { throw .pastEnd }
    throw .refused(code: PlainText(folding: code, limit: 60).string)
  }
}

extension PlainText {
  /// A title as a reader sees it: many are HTML, whatever they say.
  static func reading(markup text: String, limit: Int) -> String {
    guard text.contains("&") || text.contains("<") else {
      return PlainText(folding: text, limit: limit).string
    }
    var reader = PageReader(declaredCharset: "utf-8")
    var rest: [UInt8]? = Array(text.utf8)
    let piece = reader.next { () throws(Never) in rest.take() ?? [] }
    return piece?.tree.text(of: 0, limit: limit).string ?? ""
  }
}
