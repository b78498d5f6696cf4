// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Records

// What is told once for several documents, and in which order all is told.
extension RunReport {
  /// Tells of files that came for several documents of which nothing was held: they are kept, each under its own name.
  mutating func tell(ofSameFiles bodies: SharedBodies) {
    let new = Set(news.lazy.filter { $0.news == .appeared }.map(\.address))
    for (body, arrivals) in bodies.arrivals where SharedBodies.areMany(arrivals) {
      let documents = SharedBodies.documents(in: arrivals)
      for arrival in arrivals where arrival.held == nil && new.contains(arrival.address) {
        var item = NewsItem(
          news: .sameFile,
          address: arrival.address,
          title: arrival.title,
          sources: arrival.sources,
          sentence: "the same file is kept under \(documents) names",
          standing: .present,
          verdict: arrival.verdict,
          version: nil,
          lastAlive: arrival.at
        )
        item.digest = body.description
        news.append(item)
      }
    }
  }

  /// Tells once that one document takes the place of another, rather than that one is new and one no longer listed.
  ///
  /// - Parameter successors: by the address of each whose place is taken, that of the other.
  mutating func tell(_ successors: [WebAddress: WebAddress]) {
    guard !successors.isEmpty else { return }
    var olds: [WebAddress: WebAddress] = [:]
    // Of several that lead to one, the first is named; the others say where they lead.
    for (old, new) in successors { olds[new] = olds[new].map { min($0, old) } ?? old }
    var told: Set<WebAddress> = []
    for index in news.indices where news[index].news == .appeared {
      guard let old = olds[news[index].address] else { continue }
      news[index].tell(successionOf: old)
      told.insert(old)
    }
    news.removeAll { $0.news == .delisted && told.contains($0.address) }
    // Another was new on an earlier night, or the old one fails as well.
    for index in news.indices where news[index].news != .appeared {
      guard let new = successors[news[index].address] else { continue }
      news[index].succeededBy = new
    }
  }

  /// Puts in order what was told as it came.
  mutating func sortNews() {
    // Of what an earlier run did not come to tell, tonight's own visit may say the same again.
    if news.contains(where: { $0.ofRun != nil }) {
      var told = Set(news.lazy.filter { $0.ofRun == nil }.map(\.subject))
      news.removeAll { $0.ofRun != nil && !told.insert($0.subject).inserted }
    }
    news.sort { ($0.news.rank, $0.address) < ($1.news.rank, $1.address) }
    troubles.sort { $0.address < $1.address }
  }
}

extension RunReport.NewsItem {
  /// Of which document it says what.
  fileprivate var subject: String { "\(news.word) \(address)" }
}

extension News {
  /// What a person wants to know first.
  fileprivate var rank: Int {
    [
      .gone, .missing, .withdrawn, .sameFile, .replaced, .succeeded, .appeared, .returned,
      .fetchedAgain, .delisted, .inTurn, .madeAnew, .refused, .leftOut,
    ]
    .firstIndex(of: self)
      ?? News.allCases.count
  }
}
