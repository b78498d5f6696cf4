// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// News of one sort, under the heading that they have in every output.
package struct NewsGroup: Sendable {
  package let heading: String
  package let news: News
  package fileprivate(set) var items: [RunReport.NewsItem]
  package var isBad: Bool { news.isBad }
}

extension RunReport {
  /// The news by sort, in the order in which the first of each was told.
  package var newsGroups: [NewsGroup] {
    var groups: [NewsGroup] = []
    for item in news {
      // What was never there is the page's mistake, not a loss.
      let isDeadLink = item.news == .missing && item.version == nil
      let heading = isDeadLink ? "Links that lead to nothing" : item.news.heading
      if let place = groups.firstIndex(where: { $0.heading == heading }) {
        groups[place].items.append(item)
      } else {
        groups.append(NewsGroup(heading: heading, news: item.news, items: [item]))
      }
    }
    return groups
  }
}

extension RunReport.NewsItem {
  /// What there is to say besides what the heading says; nil for nothing.
  package var detail: String? {
    if news == .replaced, let version, version > 1 {
      return "now v\(version); v\(version - 1) stays"
    }
    guard news.isBad else { return nil }
    var parts = [sentence]
    if let version {
      parts.append(lastAlive.map { "last seen alive on \(Readable.day($0))" } ?? "never seen alive")
      parts.append("v\(version) is kept")
    }
    return parts.joined(separator: "; ")
  }
}

extension News {
  package var isBad: Bool {
    switch self {
    case .gone, .missing, .blocked, .faulty, .unreachable: true
    case .appeared, .replaced, .delisted, .returned, .withdrawn, .suppressed: false
    }
  }

  fileprivate var heading: String {
    switch self {
    case .appeared: "New"
    case .replaced: "Changed: a new version is kept"
    case .delisted: "Still served, but no longer listed"
    case .missing: "Missing tonight"
    case .gone: "Gone"
    case .returned: "Back again"
    case .blocked: "Kept from us by the site"
    case .faulty: "Secure connection at fault"
    case .unreachable: "Not reached for several runs"
    case .withdrawn: "Withdrawn by the publisher"
    case .suppressed: "Let go of"
    }
  }
}
