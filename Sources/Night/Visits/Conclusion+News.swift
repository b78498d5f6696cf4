// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

extension Conclusion {
  /// What is told of it.
  ///
  /// - Parameters:
  ///   - news: of what sort.
  ///   - version: the one that it is about; nil for the newest that is known.
  /// - Returns: an item of the report.
  func item(_ news: News, _ version: Int?) -> RunReport.NewsItem {
    let candidate = finding.candidate
    var item = RunReport.NewsItem(
      news: news,
      address: candidate.address,
      title: candidate.title,
      sources: candidate.entries.map(\.source),
      sentence: sentence(of: news),
      standing: new,
      verdict: finding.appraisal.verdict,
      version: version ?? candidate.known?.version,
      lastAlive: finding.isAlive && visit.shared == nil
        ? finding.at : candidate.known?.lastAlive
    )
    if candidate.entries.isEmpty, !candidate.askers.isEmpty {
      item.onceListedBy = candidate.askers
    }
    item.cause = finding.cause(of: news)
    if news == .appeared, visit.succeeds == nil { item.seemsToSucceed = candidate.predecessor }
    if news == .leftOut { item.sendsOn = finding.appraisal.evidence.sendsOn }
    item.oversize = finding.appraisal.oversize
    item.foundOn = candidate.entries.lazy.compactMap(\.page).first
    return item
  }

  /// That our own refusal is told tonight, or that what it kept from us is fetched again; nil where neither is so.
  var newsOfRefusal: News? {
    let told = finding.candidate.known?.refusal?.toldOn
    if let now = visit.refusal?.toldOn { return now == told ? nil : .refused }
    return told != nil && finding.isAlive && finding.keeps ? .fetchedAgain : nil
  }

  /// Whether an earlier run told of just what the visit came to: that it is left out, or that our own rule keeps us from it.
  var isLeftOutAsTold: Bool {
    let (candidate, verdict) = (finding.candidate, finding.appraisal.verdict)
    if finding.keeps {
      guard case .refused(let reason) = verdict else { return false }
      return candidate.known?.refusal?.toldReasons.contains(reason) == true
    }
    let reason = verdict.reasonToLeaveOut(wanting: candidate.kinds, isNamed: candidate.isNamed)
    // What was kept once and taken back was told by whoever did so.
    guard let reason, reason == new.leftOutReason else { return false }
    return reason == .rejected || reason == told.leftOutReason
      || candidate.known?.toldReasons.contains(reason) == true
  }

  private func sentence(of news: News) -> String {
    switch news {
    case .inTurn: sentenceOfTurn
    case .sameFile, .leftOut: reasonToWait ?? finding.sentence(of: news)
    default: finding.sentence(of: news)
    }
  }

  private var sentenceOfTurn: String {
    let newest = finding.candidate.known?.version.map { " besides v\($0)" } ?? ""
    return "v\(finding.edition ?? 0) is delivered again\(newest)"
  }

  /// Why it did not end well.
  var trouble: RunReport.Trouble {
    RunReport.Trouble(
      address: finding.candidate.address,
      title: finding.candidate.title,
      verdict: finding.appraisal.verdict,
      sentence: finding.sentence,
      standing: new,
      lastAlive: finding.candidate.known?.lastAlive,
      quarantined: finding.quarantined
    )
  }
}
