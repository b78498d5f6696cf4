// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

extension RunReport {
  /// What a mail is about, in a line: what is worst comes first, and whose it is last.
  package var subject: String {
    var parts: [String] = []
    if !damaged.isEmpty || !catalogueFaults.isEmpty { parts.append("DAMAGED archive") }
    if ledger?.problem != nil || ledger?.notice != nil { parts.append("ledger in trouble") }
    if isNetworkDown { parts.append("no network") }
    if shortage != nil { parts.append("no room on the disk") }
    if !isComplete, shortage == nil { parts.append("stopped early") }
    if let watch, !watch.found.isEmpty {
      parts.append("\(watch.found.count) with words of `watch`")
    }
    for kind in News.allCases.filter(\.isBad) + News.allCases.filter({ !$0.isBad }) {
      let count = news.count { $0.news == kind }
      if count > 0 { parts.append("\(count) \(kind.inSubject)") }
    }
    let unread = sources.filter { !$0.wasReached }
    if !isNetworkDown, !unread.isEmpty {
      let fresh = unread.contains(where: \.isNews)
      let which =
        unread.count > 2
        ? Readable.count(unread.count, "source") : unread.map(\.id).joined(separator: ", ")
      parts.append("\(which) \(fresh ? "" : "still ")not read")
    }
    let again = sources.filter { $0.readAgain != nil }
    if !again.isEmpty { parts.append(Readable.count(again.count, "source") + " read again") }
    let retired = retired.reduce(0) { $0 + $1.documents }
    if retired > 0 { parts.append("\(retired) not visited any more") }
    if parts.isEmpty { parts.append(hasNews ? "something to know" : "nothing new") }
    let ids = Set(news.flatMap { $0.newsOf.prefix(1) })
    let titles = sources.filter { ids.contains($0.id) }.map { $0.title.isEmpty ? $0.id : $0.title }
    let whose =
      switch titles.count {
      case 0: ""
      case 1...2: "\(titles.joined(separator: "; ")): "
      default: "\(titles.count) sources: "
      }
    return "Hanaper: \(whose)\(parts.joined(separator: ", "))"
  }
}

extension News {
  fileprivate var inSubject: String {
    switch self {
    case .appeared: "new"
    case .succeeded: "in place of others"
    case .replaced: "changed"
    case .delisted: "no longer listed"
    case .leftOut: "not kept"
    case .refused: "not fetched any more"
    case .suppressed: "let go of"
    case .returned: "back"
    case .blocked: "kept from us"
    case .faulty: "with a faulty connection"
    case .unreachable: "not reached"
    case .inTurn: "in two editions"
    case .sameFile: "with one file"
    case .madeAnew: "made anew each time"
    case .fetchedAgain: "fetched again"
    case .missing, .gone, .withdrawn: word
    }
  }
}
