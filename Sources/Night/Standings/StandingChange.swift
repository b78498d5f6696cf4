// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// The step from the standing that was last told to the next, and what is to be told about it.
///
/// What was told, and not how it stood last night: after a night on which nothing was told, a wall that opens again say,
/// the next has to know what a reader knows.
///
/// | told | when |
/// |---|---|
/// | appeared | its first version is kept |
/// | replaced | its bytes are other than before |
/// | missing | the first sign of death; not again while it stays missing |
/// | gone | the third sign, or 410 |
/// | blocked, faulty | when it begins |
/// | unreachable | the third night in a row: outages heal overnight, as a rule |
/// | returned | after anything that was told, and so never after an outage of one night |
/// | delisted, withdrawn, suppressed | once |
/// | left out | once for each reason, in whatever turn they come, until the document is kept; not where the same was told as missing, gone or blocked, nor what a person rejected |
package struct StandingChange: Hashable, Sendable {
  /// What a visit added to the archive.
  package enum Accession: Hashable, Sendable {
    case none
    /// The first version.
    case first
    /// A version with other bytes.
    case further
  }

  /// How many nights an outage lasts before it is told.
  package static let lastingNights = 3

  package let old: Standing
  package let new: Standing
  package let accession: Accession
  /// Why it is left out, as far as that was told before.
  let reasons: Set<LeftOutReason>

  package init(
    from old: Standing,
    to new: Standing,
    accession: Accession = .none,
    besides reasons: Set<LeftOutReason> = []
  ) {
    self.old = old
    self.new = new
    self.accession = accession
    self.reasons = reasons
  }

  /// All that is to be told, the change of standing first; empty if nothing is.
  package var news: [News] {
    let isRepeated = new.leftOutReason.map(reasons.contains) == true
    let change = isRepeated ? nil : Self.news(from: old, to: new)
    switch accession {
    case .none: return change.map { [$0] } ?? []
    case .first:
      // What is new is not also back.
      let other = change.flatMap { $0 == .returned ? nil : $0 }
      return [.appeared] + (other.map { [$0] } ?? [])
    case .further:
      return (change.map { [$0] } ?? []) + [.replaced]
    }
  }

  /// What has been told of a document after a night: the new standing, unless it is not told yet.
  ///
  /// - Parameters:
  ///   - new: how it stands now.
  ///   - told: what was told of it before.
  ///   - reasons: why it is left out, as far as that was told before.
  /// - Returns: what the next night's standing is compared with.
  static func told(
    of new: Standing,
    after told: Standing,
    besides reasons: Set<LeftOutReason> = []
  ) -> Standing {
    // A reason that comes in turn with another is not told anew, so what a person settled of the other stays settled.
    if let reason = new.leftOutReason, told.leftOutReason != nil, reasons.contains(reason) {
      return told.leftOutReason == reason ? new : told
    }
    guard case .unreachable(_, let count) = new, count < lastingNights else { return new }
    // Of an outage that was told before there is nothing to be told until it ends.
    if case .unreachable(_, let before) = told, before < lastingNights { return new }
    return told
  }

  /// What a change of standing alone has to tell, or nil.
  package static func news(from old: Standing, to new: Standing) -> News? {
    switch (old, new) {
    case (.unreachable(_, let before), .unreachable(_, let now)):
      before < lastingNights && now >= lastingNights ? .unreachable : nil
    case (_, .unreachable(_, let count)): count >= lastingNights ? .unreachable : nil
    // Whoever decided so knows it; of what came for another document it is told as waiting.
    case (_, .leftOut(_, .rejected)): nil
    case (.leftOut(_, let before), .leftOut(_, let now)): before == now ? nil : .leftOut
    case (.missing, .leftOut(_, .dead)), (.gone, .leftOut(_, .dead)): nil
    case (.blocked, .leftOut(_, .wall)), (.blocked, .leftOut(_, .login)): nil
    case (_, .leftOut): .leftOut
    // Its first version says it all.
    case (.leftOut, .present): nil
    case _ where old.word == new.word: nil
    case (_, .gone): .gone
    case (_, .missing): .missing
    case (_, .blocked): .blocked
    case (_, .faulty): .faulty
    case (_, .suppressed): .suppressed
    case (_, .withdrawn): .withdrawn
    case (.missing, .delisted), (.gone, .delisted): .returned
    case (_, .delisted): .delisted
    // What is held and stood on nothing, after a night that was not believed say, was told before.
    case (.unknown, .present): nil
    case (.unreachable(_, let count), .present): count >= lastingNights ? .returned : nil
    case (_, .present): .returned
    case (_, .unknown): nil
    }
  }
}
