// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Appraisal
import Synchronization

/// The pages that came tonight in place of list pages, by what they say.
///
/// A site that answers its list page and its documents with one page shows a notice, or asks for consent, in place of everything. That says
/// nothing of a document; a site that answers with its front page for what is missing, and has its list, does.
final class NoticeShelf: Sendable {
  private static let most = 64

  private let pages = Mutex<[PageLikeness]>([])

  func add(_ page: PageLikeness) {
    pages.withLock { if $0.count < Self.most { $0.append(page) } }
  }

  var isEmpty: Bool { pages.withLock(\.isEmpty) }

  func has(_ page: PageLikeness) -> Bool {
    pages.withLock { $0.contains { $0.isSame(as: page) } }
  }
}
