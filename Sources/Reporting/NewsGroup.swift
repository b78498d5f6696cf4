// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Records

/// News of one sort, under the heading that they have in every output.
package struct NewsGroup: Sendable {
  package let heading: String
  package let news: News
  package fileprivate(set) var items: [RunReport.NewsItem]
  /// How many sources have such news in the run, this one among them.
  fileprivate var companions = 1
  package var isBad: Bool { news.isBad }
}

extension NewsGroup {
  /// What stands as one thing under the heading.
  package enum Line: Sendable {
    case one(RunReport.NewsItem)
    /// So many of one source that are not kept, or not fetched any more, for one reason.
    case many(Int, source: String, sentence: String)
    /// So many of one host for which one thing keeps all from us, or does so no more: a page in place of every address, or that
    /// the host is not asked.
    case everywhere([RunReport.NewsItem], host: String)
    /// Those that one file answers for.
    case same([RunReport.NewsItem])
    /// So many of one source besides those that are named.
    case more(Int, source: String)
  }

  /// More of one source that have one reason than this are one line.
  fileprivate static let mostAlike = 10

  private struct Kind: Hashable {
    let source: String
    let sentence: String

    init?(_ item: RunReport.NewsItem) {
      source = item.sources.first ?? ""
      switch (item.news, item.standing) {
      case (.leftOut, .leftOut(_, let reason)): sentence = reason.sentence(after: item.verdict)
      // Each too large in its own way, or kept away by a line of its own, they are so for one reason.
      case (.refused, _) where item.oversize != nil || item.verdict == .refused(.robots):
        sentence = item.verdict.sentence
      case (.refused, _), (.fetchedAgain, _): sentence = item.sentence
      default: return nil
      }
    }
  }

  fileprivate struct HostKind: Hashable {
    let host: Substring
    let sentence: String

    init(_ item: RunReport.NewsItem) {
      host = item.address.authority
      // What an outage is called may change from one document of a host to the next.
      sentence = item.news == .refused ? "" : item.sentence
    }
  }

  /// Of one source so many are named, of all sources together about ten times as many: a first night may bring
  /// thousands, and nobody reads them in a mail.
  private static let mostNamed = 30
  private static let fewestNamed = 3

  /// The items, in their order; of a source that has many of them the first, and last how many more there are.
  package var lines: [Line] {
    let all = allLines
    var sources: [String: Int] = [:]
    for case .one(let item) in all { sources[item.mainSource, default: 0] += 1 }
    let share = 10 * Self.mostNamed / max(sources.count, companions)
    let most = min(max(share, Self.fewestNamed), Self.mostNamed)
    var named: [String: Int] = [:]
    var rest: [String] = []
    var lines = all.filter { line in
      guard case .one(let item) = line else { return true }
      named[item.mainSource, default: 0] += 1
      guard named[item.mainSource, default: 0] > most else { return true }
      if named[item.mainSource] == most + 1 { rest.append(item.mainSource) }
      return false
    }
    lines += rest.map { .more((sources[$0] ?? 0) - most, source: $0) }
    return lines
  }

  private var allLines: [Line] {
    var counts: [Kind: Int] = [:]
    for item in items { if let kind = Kind(item) { counts[kind, default: 0] += 1 } }
    var told: Set<Kind> = []
    var files: Set<String> = []
    let byHost = Dictionary(grouping: items.filter(\.isOfHost), by: HostKind.init)
    return items.compactMap { item in
      if item.isOfHost, let all = byHost[HostKind(item)], all.count > item.mostToldApartOfHost {
        return all.first?.address == item.address
          ? .everywhere(all, host: String(item.address.authority)) : nil
      }
      if let file = item.digest {
        let sentence = item.sentence
        guard files.insert(file + sentence).inserted else { return nil }
        return .same(items.filter { $0.digest == file && $0.sentence == sentence })
      }
      guard let kind = Kind(item), let count = counts[kind], count > Self.mostAlike else {
        return .one(item)
      }
      return told.insert(kind).inserted
        ? .many(count, source: kind.source, sentence: kind.sentence) : nil
    }
  }
}

extension RunReport {
  /// The news of one source.
  package struct SourceNews: Sendable {
    /// How the source is called, with its id.
    package let title: String
    package let groups: [NewsGroup]
  }

  /// The news by source, in the order of the configuration, and there by sort, in the order in which the first of each was told.
  package var newsBySource: [SourceNews] {
    let ofHosts = Set(newsOfHosts.map(\.address))
    let bySource = Dictionary(
      grouping: news.filter { !$0.isOfHost || !ofHosts.contains($0.address) },
      by: \.mainSource
    )
    let known = sources.filter { bySource[$0.id] != nil }
    let rest = Set(bySource.keys).subtracting(known.map(\.id)).sorted()
    let titles =
      known.map {
        ($0.id, $0.title.isEmpty || $0.title == $0.id ? $0.id : "\($0.title) (\($0.id))")
      }
      + rest.map { ($0, $0.isEmpty ? "Listed by no source any more" : $0) }
    let groups = titles.map { Self.groups(of: bySource[$0.0] ?? []) }
    let counts = Dictionary(groups.joined().map { ($0.heading, 1) }, uniquingKeysWith: +)
    return zip(titles, groups).map { title, groups in
      SourceNews(
        title: title.1,
        groups: groups.map { group in
          var group = group
          group.companions = counts[group.heading] ?? 1
          return group
        }
      )
    }
  }

  /// The news by sort that is about a host, and so about all sources that have something there.
  package var newsGroupsOfHosts: [NewsGroup] { Self.groups(of: newsOfHosts) }

  private var newsOfHosts: [NewsItem] {
    Dictionary(grouping: news.filter(\.isOfHost), by: NewsGroup.HostKind.init)
      .values.filter { $0.count > ($0.first?.mostToldApartOfHost ?? 0) }
      .flatMap(\.self).sorted { $0.address < $1.address }
  }

  private static func groups(of news: [NewsItem]) -> [NewsGroup] {
    var groups: [NewsGroup] = []
    for item in news {
      let heading = item.heading
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
  /// The source under which it is counted.
  fileprivate var mainSource: String { newsOf.first ?? "" }

  /// What there is to say besides what the heading says; nil for nothing.
  package var detail: String? {
    if news == .replaced, let version, version > 1 {
      let more = [
        saysMore ? sentence : nil, change.map { $0.prefix(1).lowercased() + $0.dropFirst() },
      ]
      return (["now v\(version); v\(version - 1) stays"] + more.compactMap(\.self)).joined(
        separator: "; "
      )
    }
    if news == .madeAnew { return version.map { "v\($0) is kept" } }
    if news == .inTurn || news == .sameFile { return sentence }
    if news == .succeeded {
      let place = succeeds.map { "in place of \($0), which stays kept" }
      return [place, foundOn.map { "found on \($0)" }].compactMap { $0 }.joined(separator: "; ")
    }
    if news == .appeared {
      let parts = [saysMore ? sentence : nil, foundOn.map { "found on \($0)" }].compactMap { $0 }
      return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
    guard news.isBad else {
      let place = succeededBy.map { "its place is taken by \($0)" }
      return [saysMore ? sentence : nil, place].compactMap { $0 }.joined(separator: "; ").nonEmpty
    }
    if case .leftOut(_, let reason) = standing {
      let way = sendsOn.map { "; it sends its readers on to \($0)" } ?? ""
      // With the line that says so.
      let rule = verdict == .refused(.robots) && reason == .robots ? sentence : nil
      let sentence = (oversize?.sentence ?? rule ?? reason.sentence(after: verdict)) + way
      return foundOn.map { "\(sentence); found on \($0)" } ?? sentence
    }
    var parts = [sentence]
    if let version {
      parts.append(lastAlive.map { "last seen alive on \(Readable.day($0))" } ?? "never seen alive")
      parts.append("v\(version) is kept")
    }
    if let succeededBy { parts.append("its place is taken by \(succeededBy)") }
    if let foundOn { parts.append("found on \(foundOn)") }
    return parts.joined(separator: "; ")
  }
}

extension RunReport.NewsItem {
  /// Whether the sentence of good news says more than what sort of news it is.
  private var saysMore: Bool {
    switch (news, verdict) {
    case (.replaced, .movedAndChanged), (.replaced, .document), (.withdrawn, _), (.returned, _):
      sentence != news.sentence
    case (.appeared, let verdict):
      verdict.isAlive && sentence != news.sentence
    case (.delisted, let verdict):
      !verdict.isAlive && sentence != news.sentence
    default: false
    }
  }
}

extension RunReport.NewsItem {
  /// Whether it is about a page that its site answers every address with.
  fileprivate var isOfNotice: Bool {
    news == .unreachable && verdict == .softMissing(.siteNotice)
      || cause == .endOfNotice
  }

  /// Whether it is about its host, and so of all that is asked of that.
  fileprivate var isOfHost: Bool {
    switch (news, verdict) {
    case (.refused, .refused(.failingHost)), (.refused, .refused(.deferred)), (.fetchedAgain, _),
      (.unreachable, .unreachable(.robotsUnread)):
      true
    default: isOfNotice
    }
  }

  /// So many of a host are told one by one.
  ///
  /// What is fetched again may have been kept from us by more than its host.
  fileprivate var mostToldApartOfHost: Int { news == .fetchedAgain ? NewsGroup.mostAlike : 1 }

  fileprivate var heading: String {
    switch (news, verdict) {
    // Something was reached, only not the document.
    case (.unreachable, .softMissing(.siteNotice)):
      "One page in place of everything for several nights"
    case (.unreachable, .softMissing): "Another page in its place for several nights"
    case (.unreachable, .damaged): "Nothing usable came for several nights"
    // Nobody knows whether it is served.
    case (.delisted, let verdict) where !verdict.isAlive: "No longer listed"
    case (.returned, .refused) where cause != .endOfWithdrawal: "Listed again"
    default: news.heading
    }
  }
}

extension News {
  package var isBad: Bool {
    switch self {
    case .gone, .missing, .blocked, .faulty, .unreachable, .leftOut, .refused: true
    case .appeared, .succeeded, .replaced, .delisted, .returned, .withdrawn, .suppressed, .madeAnew,
      .inTurn, .sameFile, .fetchedAgain:
      false
    }
  }

  fileprivate var heading: String {
    switch self {
    case .appeared: "New"
    case .succeeded: "New, in place of another document"
    case .replaced: "Changed: a new version is kept"
    case .delisted: "Still served, but no longer listed"
    case .missing: "Missing tonight"
    case .gone: "Gone"
    case .returned: "Back again"
    case .blocked: "Kept from us by the site"
    case .faulty: "Secure connection at fault"
    case .unreachable: "Not reached for several nights"
    case .withdrawn: "Withdrawn by the publisher"
    case .suppressed: "Let go of"
    case .leftOut: "Listed, but not kept"
    case .refused: "Kept, but not fetched any more"
    case .fetchedAgain: "Fetched again"
    case .sameFile: "One file under several names"
    case .inTurn: "Two editions are delivered in turn: both are kept"
    case .madeAnew: "Made anew at each request: only the content is compared"
    }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
