// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Archiving
import Fixity
import Foundation
import Night
package import Records

/// Why a document needs attention, and what to do.
package struct Attention: Encodable, Sendable {
  /// How it stands, as it was told; nil where only something of it waits.
  package let standing: Standing?
  /// That it is not fetched by our own refusal; nil where it is.
  let refusal: OwnRefusal?
  /// Whose place it seems to take; nil as a rule.
  let seemsToSucceed: String?
  package let sentence: String
  /// What waits in quarantine for a decision.
  let waiting: [Waiting]
  /// Commands, as they are to be typed.
  let next: [String]

  struct Waiting: Encodable, Sendable {
    let quarantined: String
    let capturedAt: Date
  }

  /// - Parameters:
  ///   - news: what is open.
  ///   - wording: how commands are written.
  package init(_ news: OpenNews, in wording: Wording) {
    let document = news.document
    standing = news.standing
    waiting = news.waiting.map {
      Waiting(quarantined: $0.place, capturedAt: $0.capture.capturedAt)
    }
    refusal = news.refusal
    seemsToSucceed = news.proposal?.text
    sentence = Self.sentence(of: news)
    var next: [NextCommand] = []
    if let old = news.proposal {
      next.append(NextCommand("join", old.text, document.address.text))
    }
    if news.standing != nil, document.version != nil {
      next.append(NextCommand("restore", document.address.text))
    }
    if news.standing?.leftOutReason != nil || news.refusal != nil {
      next.append(NextCommand("explain", document.address.text))
    }
    let isOdd = standing?.word == "unreachable" && document.verdict?.isDamaged == true
    if !waiting.isEmpty || isOdd { next.append(NextCommand("accept", document.address.text)) }
    if next.isEmpty { next.append(NextCommand("explain", document.address.text)) }
    self.next = (next + [NextCommand("ack", document.address.text)]).map(wording.command)
  }

  fileprivate static func sentence(of news: OpenNews) -> String {
    let (document, standing) = (news.document, news.standing)
    let oversize = document.isTooLarge ? document.oversize : nil
    var parts: [String] = []
    if let old = news.proposal {
      parts.append(
        "it seems to take the place of \(old), no longer listed; you say whether it does"
      )
    }
    if let standing {
      let since = standing.since.map { " since \(Readable.day($0))" } ?? ""
      parts.append(standing.word + since)
    }
    if let refusal = news.refusal {
      parts.append(
        "not fetched since \(Readable.day(refusal.stay.since)): \(oversize?.sentence ?? refusal.sentence) "
          + "(\(oversize?.advice ?? refusal.advice))"
      )
    }
    if let reason = standing?.leftOutReason {
      parts.append(
        oversize.map { "\($0.sentence) (\($0.advice))" } ?? reason.sentence(after: document.verdict)
      )
    } else {
      if let standing, let verdict = document.verdict, !verdict.isAlive {
        // Why nobody answered since is not why it is missing.
        let isWhy = verdict.isSignOfDeath || !["missing", "gone"].contains(standing.word)
        let day = Readable.day(document.lastVisited)
        parts.append(isWhy ? verdict.sentence : "asked again on \(day): \(verdict.sentence)")
      }
      parts.append(
        document.lastAlive.map { "last seen alive on \(Readable.day($0))" } ?? "never seen alive"
      )
      parts.append(document.version.map { "v\($0) is kept" } ?? "nothing is kept")
    }
    return parts.joined(separator: "; ")
  }
}

extension Verdict {
  fileprivate var isSignOfDeath: Bool {
    switch sign {
    case .death, .deathAtOnce: true
    default: false
    }
  }
}

extension Attention {
  /// Under which it stands among others of its sort.
  package var heading: String {
    switch standing {
    case .gone: "Gone"
    case .missing: "Missing"
    case .blocked: "Kept from us by the site"
    case .faulty: "Secure connection at fault"
    case .unreachable: "Not reached for several nights"
    case .leftOut: "Listed, but not kept"
    default:
      if !waiting.isEmpty {
        "Waits for your decision"
      } else {
        refusal == nil ? "May take the place of another" : "Kept, but not fetched any more"
      }
    }
  }

  /// What is worst comes first.
  private static let order = [
    "Gone", "Missing", "Waits for your decision", "Kept from us by the site",
    "Secure connection at fault", "Not reached for several nights",
    "Kept, but not fetched any more",
    "Listed, but not kept", "May take the place of another",
  ]

  /// What is worst has the lowest.
  package var rank: Int { Self.order.firstIndex(of: heading) ?? Self.order.count }

  fileprivate var details: [CleanText] {
    var details: [CleanText] = ["\(sentence)"]
    for body in waiting {
      details.append(
        "what came on \(Readable.day(body.capturedAt)) waits in \(body.quarantined) (why is in WAITING.txt there)"
      )
    }
    return details
      + ["next: \(next.dropLast().joined(separator: ", or "))"].filter { _ in next.count > 1 }
  }
}

extension Report {
  /// What needs attention, the worst first: sources, on which documents hang, and documents.
  ///
  /// - Parameters:
  ///   - list: both, of which each says why.
  ///   - wording: how commands are written.
  package init(ofAttention list: DocumentList, in wording: Wording) {
    tell(list.sources ?? [])
    let rows = list.attention.sorted { ($0.why.rank, $0.address) < ($1.why.rank, $1.address) }
    for group in Dictionary(grouping: rows, by: \.why.rank).sorted(by: { $0.key < $1.key }) {
      guard let heading = group.value.first?.why.heading else { continue }
      var section = Section(.styled("\(heading) (\(group.value.count))", .red))
      section.items = group.value.map { row in
        let title = row.title.isEmpty ? row.address : row.title
        let address: [CleanText] = row.title.isEmpty ? [] : ["\(row.address)"]
        return Item("\(title)", details: address + row.why.details)
      }
      add(section)
    }
    let names = (rows.isEmpty ? [] : ["DOCUMENT"]) + (list.sources == nil ? [] : ["SOURCE"])
    guard !names.isEmpty else { return }
    let commands = names.map { "`\(wording.command(NextCommand("ack", $0)))`" }
    say(
      "\(commands.joined(separator: " or ")) settles what needs nothing more, until something else happens with it."
    )
  }
}

extension Report {
  /// What was settled of a document.
  package init(ofSettled news: OpenNews) {
    let document = news.document
    let title = document.title.isEmpty ? document.address.text : document.title
    guard !news.isNothing else {
      say("Nothing was open: \(title)", more: ["\(document.address)"])
      return
    }
    var more: [CleanText] = ["\(document.address)"]
    more.append("\(Attention.sentence(of: news))")
    for body in news.waiting {
      more.append("\(body.place) waits still; nothing drops it")
    }
    say("Settled: \(title)", more: more)
  }
}

extension DocumentList {
  fileprivate var attention: [(address: String, title: String, why: Attention)] {
    documents.compactMap { row in row.attention.map { (row.address, row.title, $0) } }
  }
}
