// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Foundation

/// An answer of the content API, as far as it is read.
///
/// What only describes may be missing or of another shape. Lists may not: an answer whose list cannot be read lists
/// nothing that could be missed.
struct ContentAnswer: Decodable {
  let title: String?
  let contentID: String?
  let locale: String?
  let basePath: String?
  let schema: String?
  let withdrawal: Notice?
  let details: Details?
  let inCollection: [Page]?
  let redirects: [Redirect]?

  struct Notice: Decodable {
    let explanation: String?
    let date: String?

    private enum CodingKeys: String, CodingKey {
      case explanation
      case date = "withdrawn_at"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      explanation = container.text(.explanation)
      date = container.text(.date)
    }
  }

  struct Details: Decodable {
    let attachments: [Entry<Attachment>]?
    /// Attachments as markup, before April 2026.
    let snippets: [String]
    /// The text of the page, as markup.
    let body: String
    let groups: [Group]
    let explanation: String?
    let alternativePath: String?

    private enum CodingKeys: String, CodingKey {
      case attachments, documents, body, parts, explanation
      case outcomes = "final_outcome_documents"
      case feedback = "public_feedback_documents"
      case outcomeDetail = "final_outcome_detail"
      case feedbackDetail = "public_feedback_detail"
      case groups = "collection_groups"
      case alternativePath = "alternative_path"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      attachments = try container.decodeIfPresent([Entry<Attachment>].self, forKey: .attachments)
      snippets = try [CodingKeys.documents, .outcomes, .feedback].flatMap { key in
        try container.decodeIfPresent([String].self, forKey: key) ?? []
      }
      let parts = (try? container.decodeIfPresent([Part].self, forKey: .parts)) ?? []
      let texts = [CodingKeys.body, .outcomeDetail, .feedbackDetail].map { container.markup($0) }
      body = (texts + parts.map(\.body)).filter { !$0.isEmpty }.joined(separator: "\n")
      groups = (try? container.decodeIfPresent([Group].self, forKey: .groups)) ?? []
      explanation = container.text(.explanation)
      alternativePath = container.text(.alternativePath)
    }
  }

  /// A chapter of a guide.
  struct Part: Decodable {
    let body: String

    private enum CodingKeys: String, CodingKey {
      case body
    }

    init(from decoder: any Decoder) throws {
      body = try decoder.container(keyedBy: CodingKeys.self).markup(.body)
    }
  }

  struct Attachment: Decodable {
    let form: String?
    let address: String?
    let title: String?
    let fileName: String?
    let mediaType: String?
    let bytes: Int64?

    private enum CodingKeys: String, CodingKey {
      case title
      case form = "attachment_type"
      case address = "url"
      case fileName = "filename"
      case mediaType = "content_type"
      case bytes = "file_size"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      form = container.text(.form)
      address = container.text(.address)
      title = container.text(.title)
      fileName = container.text(.fileName)
      mediaType = container.text(.mediaType)
      bytes = try? container.decodeIfPresent(Int64.self, forKey: .bytes)
    }
  }

  /// A heading of a collection, with the content ids of what stands under it.
  struct Group: Decodable {
    let documents: [String]?
  }

  /// A page that another refers to.
  struct Page: Decodable {
    let contentID: String?
    let basePath: String?
    let title: String?

    private enum CodingKeys: String, CodingKey {
      case title
      case contentID = "content_id"
      case basePath = "base_path"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      title = container.text(.title)
      contentID = container.text(.contentID)
      basePath = container.text(.basePath)
    }
  }

  struct Redirect: Decodable {
    let path: String
    let type: String?
    let mode: String?
    let destination: String

    private enum CodingKeys: String, CodingKey {
      case path, type, destination
      case mode = "segments_mode"
    }
  }

  private struct Links: Decodable {
    let documents: [Page]?
  }

  private enum CodingKeys: String, CodingKey {
    case title, locale, details, links, redirects
    case contentID = "content_id"
    case basePath = "base_path"
    case schema = "schema_name"
    case type = "document_type"
    case withdrawal = "withdrawn_notice"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = container.text(.title)
    contentID = container.text(.contentID)
    locale = container.text(.locale)
    basePath = container.text(.basePath)
    schema = container.text(.schema) ?? container.text(.type)
    withdrawal = try? container.decodeIfPresent(Notice.self, forKey: .withdrawal)
    details = try container.decodeIfPresent(Details.self, forKey: .details)
    inCollection = try container.decodeIfPresent(Links.self, forKey: .links)?.documents
    redirects = try container.decodeIfPresent([Redirect].self, forKey: .redirects)
  }
}

/// An answer of the search API, as far as it is read.
struct SearchAnswer: Decodable {
  let results: [Entry<Result>]
  let total: Int?

  struct Result: Decodable {
    let title: String?
    let link: String

    private enum CodingKeys: String, CodingKey {
      case title, link
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      title = container.text(.title)
      link = try container.decode(String.self, forKey: .link)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case results, total
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    results = try container.decode([Entry<Result>].self, forKey: .results)
    total = try? container.decodeIfPresent(Int.self, forKey: .total)
  }
}

/// One of a list; nil where it is of another shape than the rest.
struct Entry<Value: Decodable>: Decodable {
  let value: Value?

  init(from decoder: any Decoder) throws {
    value = try? Value(from: decoder)
  }
}

extension KeyedDecodingContainer {
  /// A text that is there and says something.
  fileprivate func text(_ key: Key) -> String? {
    let text = try? decodeIfPresent(String.self, forKey: key)
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A text as markup, which stands there as it is or once for each form that it is written in.
  fileprivate func markup(_ key: Key) -> String {
    if let text = text(key) { return text }
    let forms = (try? decodeIfPresent([Form].self, forKey: key)) ?? []
    return forms.first { $0.type == "text/html" }?.content ?? ""
  }
}

private struct Form: Decodable {
  let type: String?
  let content: String?

  private enum CodingKeys: String, CodingKey {
    case content
    case type = "content_type"
  }
}

extension Decodable {
  /// - Throws: why the bytes are no such answer.
  static func answer(in bytes: [UInt8]) throws(ContentFault) -> Self {
    guard bytes.count <= ContentItem.longestAnswer else { throw .tooLong }
    do {
      return try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch DecodingError.dataCorrupted {
      throw .notJSON
    } catch DecodingError.keyNotFound(let key, _) {
      throw .otherwise("it has no “\(key.stringValue)”")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context)
    {
      let names = context.codingPath.compactMap { $0.intValue == nil ? $0.stringValue : nil }
      guard !names.isEmpty else { throw .otherwise("it is no object") }
      throw .otherwise("“\(names.joined(separator: "."))” is of another shape")
    } catch {
      throw .notJSON
    }
  }
}
