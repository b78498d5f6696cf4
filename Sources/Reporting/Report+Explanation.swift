// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Records

// An explanation, in the order in which things happen: may we ask, what came, what that means, what was before.
extension Report {
  /// - Parameters:
  ///   - explanation: what was found out.
  ///   - wording: how commands are written.
  package init(of explanation: Explanation, in wording: Wording) {
    var section = Section(.styled("\(explanation.address)", .bold))
    section.items = explanation.facts(in: wording).map { name, value in
      Item("\(name.padding(toLength: 14, withPad: " ", startingAt: 0))\(value)")
    }
    add(section)
    if !explanation.history.isEmpty {
      var history = Section("History")
      history.items = explanation.history.map { Item("\($0.words)") }
      if explanation.isHistoryCut {
        history.items.append(Item("older runs were not looked through"))
      }
      add(history)
    }
    if let decisions = explanation.decisions {
      var section = Section("Decided by a person")
      section.items = decisions.map { Item("\($0.words)") }
      add(section)
    }
    for note in explanation.notes { say("\(note).") }
  }
}

extension Explanation {
  fileprivate func facts(in wording: Wording) -> [(name: String, value: String)] {
    if let suppressed { return suppressed.facts(in: wording) }
    return (robots?.facts ?? [("robots.txt", unknownRobots)]) + (answer?.facts ?? [])
      + standingFacts + (help?.facts(in: wording, known?.name ?? address) ?? [])
      + foundBy.map { ("found by", $0.words) }
      + (hasNoFinder ? [("found by", "no source")] : [])
      + (passedOver ?? []).map { ("listed by", $0.words) }
      + (sources ?? []).flatMap(\.facts)
      + next.enumerated().map { ($0.offset == 0 ? "next visit" : "", $0.element) }
  }

  private var hasNoFinder: Bool {
    foundBy.isEmpty && passedOver == nil && isArchiveUnread != true
  }

  private var unknownRobots: String {
    answer == nil ? "not known; nobody was asked" : "its host could not be asked for it"
  }

  private var standingFacts: [(name: String, value: String)] {
    guard let known else {
      let sentence =
        isArchiveUnread == true
        ? "not known, because the archive was not looked into" : "nothing is known of it"
      return [("standing", sentence)]
    }
    var facts = [("standing", known.standing.inWords(after: known.verdict, known.oversize))]
    if let name = known.name { facts.append(("kept as", name)) }
    if let place = known.place, place != address { facts.append(("found at", place)) }
    if let refusal = known.refusal {
      let day = Readable.day(refusal.stay.since)
      facts.append(("not fetched", "since \(day): \(refusal.sentence); \(refusal.advice)"))
    }
    if let oversize = known.oversize {
      facts.append(("too large", "\(oversize.sentence); \(oversize.advice)"))
    }
    if let version = known.version { facts.append(("held", "v\(version)")) }
    facts.append(("first seen", Readable.date(known.firstSeen)))
    facts.append(("last visited", Readable.date(known.lastVisited)))
    facts.append(("last alive", known.lastAlive.map(Readable.date) ?? "never"))
    return facts
  }
}

extension Tombstone {
  fileprivate func facts(in wording: Wording) -> [(name: String, value: String)] {
    [
      ("standing", "let go of on \(Readable.day(at)): \(reason.words)"),
      ("tombstone", "\(name); `\(wording.command(NextCommand("show", name)))` says more"),
      (
        "next visit",
        "none; `\(wording.command(NextCommand("unsuppress", name)))` lets it be fetched again"
      ),
    ]
  }
}

extension Explanation.Robots {
  fileprivate var facts: [(name: String, value: String)] {
    let source = isRemembered ? "by that which was read last, " : ""
    let decision = isAllowed ? "allowed" : "disallowed"
    guard let rule else { return [("robots.txt", "\(source)\(decision): \(sentence)")] }
    let group = group.map { ", in the group of line \($0.line): \($0.text)" } ?? ""
    return [("robots.txt", "\(source)\(decision) by line \(rule.line): \(rule.text)\(group)")]
  }
}

extension Explanation.Answer {
  fileprivate var facts: [(name: String, value: String)] {
    var facts = redirects.map { redirect in
      let how =
        redirect.status == 200 ? "the page sends its readers on" : "status \(redirect.status)"
      return ("redirect", "\(how), from \(redirect.from) to \(redirect.to)")
    }
    if let failure { facts.append(("no answer", failure)) }
    if let status { facts.append(("answer", "status \(status) of \(address)")) }
    facts += headers.map { ("header", "\($0.name): \($0.value)") }
    if !beginning.isEmpty {
      let kind = (appraisal.kind ?? .unknown).nameWithArticle
      facts.append(("signature", "\(kind); the body begins with \(beginning) (“\(letters)”)"))
    }
    facts.append(("verdict", "\(appraisal.verdict.word): \(sentence)"))
    return facts + appraisal.evidence.reasons.map { ("because", $0) }
  }
}

extension Explanation.Answer {
  /// The first bytes as letters, with a point for what is none.
  fileprivate var letters: String {
    beginning.split(separator: " ").compactMap { UInt8($0, radix: 16) }
      .map { (0x20...0x7E).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
  }
}

extension AppraisalRecord.Evidence {
  /// What a verdict rests on, in sentences.
  fileprivate var reasons: [String] {
    var reasons: [String] = []
    if let declaredType, let sniffedKind {
      reasons.append(
        "it is called \(declaredType), and by its bytes is \(sniffedKind.nameWithArticle)"
      )
    }
    if let expectedKind { reasons.append("\(expectedKind.nameWithArticle) was meant") }
    if let length, let declaredLength, length != declaredLength {
      reasons.append("\(length) bytes came, and \(declaredLength) were announced")
    }
    if let title { reasons.append("the title of the page is “\(title)”") }
    for sign in signs ?? [] { reasons.append(sign.rawValue.replacing("-", with: " ")) }
    if let score { reasons.append("the signs of an error page weigh \(score) together") }
    if let leadsTo, leadsTo != sendsOn { reasons.append("it leads to \(leadsTo)") }
    if let probe, let probeAddress {
      let answer =
        switch probe {
        case .same: "is answered with the same"
        case .other: "is answered otherwise"
        case .unanswered: "was not answered, or may not be asked for"
        }
      reasons.append("an address that cannot exist, \(probeAddress), \(answer)")
    }
    return reasons
  }
}

extension Explanation.Finder {
  fileprivate var words: String {
    let text = text.map { ": “\($0)”" } ?? ""
    let heading = heading.map { ", under “\($0)”" } ?? ""
    let page = page.map { ", on \($0)" } ?? ", which names it"
    let state = reason.map { "; \($0.note)" } ?? (isListed ? "" : "; it lists it no more")
    return "\(source)\(text)\(heading)\(page)\(state)"
  }
}

extension Explanation.PassedOver {
  fileprivate var words: String {
    let text = text.isEmpty ? "" : ": “\(text)”"
    return "\(source)\(text), on \(page), which does not visit it: \(reason)"
  }
}

extension SourceAttention {
  /// How the source stands that is read from it, and what to do.
  fileprivate var facts: [(name: String, value: String)] {
    [("source", "\(id): \(words)"), ("to do", next)]
  }
}

extension Decision {
  fileprivate var words: String {
    let what = version.map { " v\($0)" } ?? ""
    let place = quarantined.map { decision == .accepted ? ", from \($0)" : "" } ?? ""
    return "\(Readable.date(at))  \(decision.rawValue)\(what)\(place)"
      + (note.map { ": \($0)" } ?? "")
  }
}

extension Explanation.Visit {
  fileprivate var words: String {
    let status = status.map { " (status \($0))" } ?? ""
    let standing = standing.map { "; \($0.word) from then on" } ?? ""
    let version = version.map { "; brought v\($0)" } ?? ""
    let place =
      succeeds.map { "; takes the place of \($0.address?.text ?? "no other any more")" } ?? ""
    return "\(Readable.date(at))  \(verdict.word)\(status)\(standing)\(version)\(place)"
  }
}
