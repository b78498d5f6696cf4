// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Night
import Records
import Synchronization

/// The pages that came tonight in place of list pages, by what they say.
///
/// A site that answers its list page and its documents with one page shows a notice, or asks for consent, in place of everything. That says
/// nothing of a document; a site that answers with its front page for what is missing, and has its list, does.
final class NoticeShelf: Sendable {
  /// A document that was answered with a page.
  struct Document: Sendable {
    let host: String
    /// The ids of the sources that list it.
    let sources: Set<String>

    init(on host: String, listedBy sources: Set<String>) {
      self.host = host
      self.sources = sources
    }

    init(of candidate: Candidate) {
      self.init(
        on: String(candidate.address.authority),
        listedBy: Set(candidate.entries.map(\.source))
      )
    }
  }

  private struct Page {
    let source: String
    let host: String
    let likeness: PageLikeness
  }

  private let pages = Mutex<[Page]>([])

  /// - Parameters:
  ///   - likeness: what came.
  ///   - source: the id of the source whose list it stands in place of.
  ///   - host: the list page's.
  func add(_ likeness: PageLikeness, of source: String, on host: String) {
    pages.withLock { $0.append(Page(source: source, host: host, likeness: likeness)) }
  }

  var isEmpty: Bool { pages.withLock(\.isEmpty) }

  /// Whether a page came in place of the list of every source that lists a document, and of one of its host where none does.
  func has(_ page: PageLikeness, for document: Document) -> Bool {
    let same = pages.withLock { pages in
      pages.filter {
        document.sources.isEmpty ? $0.host == document.host : document.sources.contains($0.source)
      }
    }
    // One that has its list knows what it has.
    guard !same.isEmpty, document.sources.isSubset(of: same.map(\.source)) else { return false }
    return same.allSatisfy { $0.likeness.isSame(as: page) }
  }
}
