// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
internal import HTML

/// What a list that is made for programs says besides what it lists: of GOV.UK, of WordPress.
package struct ListingNotice: Hashable, Sendable {
  /// What is to be told of the list, in sentences without capitals and full stops.
  package var sentences: [String] = []
  /// The notice of withdrawal that stands on all that it lists.
  package var withdrawal: String?
  /// How many pages it says there are altogether; nil where it does not.
  package var total: Int?
  /// What must stay the same for it to count as unchanged.
  var canonicalText = ""
  /// Of a WordPress site, the root of its REST API, where its lists are.
  package var api: WebAddress?
  /// The pages on which what it lists was put, where that is known.
  package var pages: [WebAddress: WebAddress] = [:]
}

extension Listing {
  /// Reads an answer of the content API or the search API of GOV.UK.
  ///
  /// - Parameters:
  ///   - bytes: the answer.
  ///   - address: where it was found, after redirects.
  /// - Returns: what it lists; a ``fault`` where it is no such answer.
  static func readGOVUK(_ bytes: [UInt8], at address: WebAddress) -> Listing {
    do throws(ContentFault) {
      if ContentAPI.isSearch(address) {
        return search(try SearchResults.read(bytes, for: address), at: address)
      }
      guard let page = ContentAPI.page(ofAnswer: address) else {
        throw .otherwise("\(address) is no address of one")
      }
      return item(try ContentItem.read(bytes, about: page), at: address)
    } catch {
      return Listing(.content(error), of: .govuk)
    }
  }

  private static func item(_ item: ContentItem, at address: WebAddress) -> Listing {
    var notice = ListingNotice(
      withdrawal: item.withdrawal?.sentence,
      canonicalText: item.canonicalText
    )
    var further = item.further.map { ContentAPI.content(of: $0.page) }
    switch item.course {
    case .here: break
    case .gone: return Listing(.gone(item.course.sentence ?? ""), of: .govuk)
    case .sentOn(let target):
      guard let target, target.origin == address.origin else {
        return Listing(.gone(item.course.sentence ?? ""), of: .govuk)
      }
      further = [ContentAPI.content(of: target)]
      notice.sentences.append("\(item.page) \(item.course.sentence ?? "")")
    }
    if item.isOrganisation, let search = ContentAPI.search(publishedBy: item.page, from: 0) {
      further.append(search)
    }
    if let first = item.unusable.first {
      let count = item.unusable.count == 1 ? "1 attachment" : "\(item.unusable.count) attachments"
      notice.sentences.append(
        "\(count) of “\(item.title)” cannot be asked for, because no address is given: “\(first)”"
          + (item.unusable.count > 1 ? " first" : "")
      )
    }
    return Listing(
      of: .govuk,
      title: item.title.isEmpty ? nil : item.title,
      links: item.documents,
      further: further,
      item.isCut ? [.links] : [],
      notice: notice
    )
  }

  private static func search(_ results: SearchResults, at address: WebAddress) -> Listing {
    var further = results.pages.map { ContentAPI.content(of: $0.page) }
    if let next = ContentAPI.next(after: address, results) { further.append(next) }
    let isCut = results.hasUnreadable || ContentAPI.isCut(results, at: address)
    return Listing(
      of: .govuk,
      title: nil,
      links: [],
      further: further,
      isCut ? [.cut] : [],
      notice: ListingNotice(total: results.total, canonicalText: results.canonicalText)
    )
  }
}

extension ContentItem.Course {
  /// Why there is nothing to read here, or that it is elsewhere: one clause, no capital, no full stop; nil where it is here.
  package var sentence: String? {
    switch self {
    case .here: return nil
    case .gone(let explanation, let alternative):
      let why = explanation.isEmpty ? "" : ": “\(explanation)”"
      let other =
        alternative.map { " and names \($0) in its place; if that is it, make it the source" }
        ?? ""
      return "the publisher took the page away\(why)\(other)"
    case .sentOn(let target?):
      return "is now \(target); write that address in the source"
    case .sentOn(nil):
      return "the page is another now, and it is not said which"
    }
  }
}
