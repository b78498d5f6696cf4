// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Foundation
package import HTTP
package import Records

/// What a visit of a document found.
package struct Finding: Sendable {
  package internal(set) var candidate: Candidate
  package let at: Date
  package let appraisal: AppraisalRecord
  /// The status at the end of any redirects; nil where no answer came.
  package let status: Int?
  /// Bytes of bodies received.
  package let bytes: Int64
  /// Whether a version is held, by whoever says so.
  package var isHeld: Bool
  /// Whether a body came that becomes a version.
  package var bringsVersion = false
  /// What the body that becomes a version is compared by: its text, its content, or its bytes.
  package var arrived: Digest?
  /// The digest of its bytes.
  package var arrivedBytes: Digest?
  /// Whether the file was seen to be made anew at each request.
  package var isMadeAnew = false
  /// Whether other bytes came that are encrypted, so that nobody can compare what they say.
  package var isEncrypted = false
  /// The version that came, where the site delivers some in turn.
  package var edition: Int?
  /// The validators to record, where the document is alive and held.
  package var validators: Validators?
  /// What the visit showed the validators to be worth.
  package var validatorFault: ValidatorFault?
  /// What is held and is not as it was.
  package var damage: RunReport.DamagedItem?
  /// What the catalogue has wrong about the document, in a sentence.
  package var catalogueFault: String?
  /// Where a suspect body was put aside.
  package var quarantined: String?
  /// Where the answer proves that the document is; nil where it proves nothing.
  package var place: WebAddress?
  /// The files of kinds to keep that a page links to which is kept by nobody; empty of everything else.
  package var filesOnPage: [WebAddress] = []
  /// The listed address, unknown until tonight, that leads to where the document is.
  var alias: WebAddress?
  /// Whether redirects led there.
  var isRedirected: Bool { place.map { $0 != candidate.request } ?? false }

  package init(
    of candidate: Candidate,
    at date: Date,
    _ appraisal: AppraisalRecord,
    status: Int?,
    bytes: Int64
  ) {
    self.candidate = candidate
    at = date
    self.appraisal = appraisal
    self.status = status
    self.bytes = bytes
    isHeld = candidate.isHeld
  }

  /// Whether what a person took back has come again.
  var isRejectedAgain: Bool { appraisal.verdict == .softMissing(.rejected) }

  package var isAlive: Bool { appraisal.verdict.isAlive }

  /// What the visit found, in a person's words.
  var sentence: String { appraisal.sentence(at: candidate.address) }

  /// Whether no more was asked than an address whose signature has come to an end, or is no part of what it is called: no source lists
  /// it any more, and the site refuses it or does not know it.
  ///
  /// That says nothing of the document, nor of the site. A token by itself may be all that names a document, so where that is not found,
  /// it is the document that is not.
  var hasExpired: Bool {
    guard candidate.isHeld, !candidate.isListed else { return false }
    // What gave validators is where it was found, with all that was signed.
    let signs = [candidate.request, candidate.known?.validators?.address].compactMap(\.?.loadSigns)
    return switch appraisal.verdict {
    case .forbidden, .authenticationRequired, .clientError(400): signs.contains(where: \.mayExpire)
    case .notFound, .gone: signs.contains(where: \.isStoreSignature)
    default: false
    }
  }

  /// What there is to say of some news: what the news is, unless what was found says more.
  func sentence(of news: News) -> String {
    if news == .delisted, hasExpired {
      return "no source lists it any more, and its address was good for a time only (\(sentence))"
    }
    // What the lists say is no less true where nobody asked for the document, or nothing of it came.
    switch appraisal.verdict.sign {
    case .wall, .fault, .silence:
      if news == .delisted { return "no source lists it any more; it was not reached: \(sentence)" }
      if news == .withdrawn { return candidate.withdrawal ?? news.sentence }
    case .ownRefusal:
      switch (news, candidate.known?.standing) {
      case (.delisted, _): return "no source lists it any more; it was not fetched: \(sentence)"
      case (.withdrawn, _): return candidate.withdrawal ?? news.sentence
      case (.returned, .withdrawn): return RunReport.Cause.endOfWithdrawal.sentence
      case (.returned, _): return "a source lists it again; it was not fetched: \(sentence)"
      default: return sentence
      }
    case .life, .death, .deathAtOnce: break
    }
    guard isAlive else { return sentence }
    if let cause = cause(of: news) { return cause.sentence }
    if news == .replaced, isEncrypted, appraisal.permanentTarget == nil {
      return EveryNight.sentenceOfEncrypted
    }
    switch (news, appraisal.verdict, candidate.known?.standing) {
    case (.replaced, .movedAndChanged, _): return sentence
    case (.appeared, _, _):
      return candidate.predecessor.map { "it seems to take the place of \($0), no longer listed" }
        ?? news.sentence
    case (.withdrawn, _, _): return candidate.withdrawal ?? news.sentence
    default: return news.sentence
    }
  }

  /// What lies behind some news and is not the document's own; nil as a rule.
  func cause(of news: News) -> RunReport.Cause? {
    let hadNotice = candidate.known?.verdict == .softMissing(.siteNotice)
    guard news == .returned else { return nil }
    if isAlive, hadNotice { return .endOfNotice }
    if case .withdrawn = candidate.known?.standing { return .endOfWithdrawal }
    return nil
  }

  var host: String { String(candidate.request.authority) }

  /// The host of the document's own address.
  var homeHost: String { String(candidate.address.authority) }

  /// Whether it says something about its host: what was never held may never have been there, and what was not alive
  /// when the host was last well fails for its own sake.
  ///
  /// - Parameter host: how the host was.
  /// - Returns: whether it does.
  func isWitness(of host: HostPast) -> Bool {
    guard candidate.isHeld, appraisal.verdict.reach != .unasked, !hasExpired,
      let known = candidate.known
    else { return false }
    switch known.standing {
    case nil, .unknown, .present: return true
    case .missing(let since, _), .gone(let since), .blocked(let since), .faulty(let since, _),
      .unreachable(let since, _):
      return host.illSince.map { since >= $0 } ?? false
    case .delisted, .withdrawn, .suppressed, .leftOut:
      // These are so whether it answers or not.
      guard let well = host.lastWell else { return true }
      return known.lastAlive.map { $0 >= well } ?? false
    }
  }

  var keeps: Bool { isHeld || bringsVersion }
}

/// What is concluded from a visit, to be written down.
package struct Conclusion: Sendable {
  package let finding: Finding
  package let visit: Visit
  /// What was told of it before.
  let told: Standing
  let new: Standing
  /// Whether this is not the night to tell of it.
  let isWithheld: Bool

  /// Why its body is not to become a version yet; nil where nothing is in the way.
  package var reasonToWait: String? {
    visit.shared.map {
      finding.isHeld ? SharedBodies.sentence(of: $0) : RejectedBodies.sentence
    }
  }
}

/// What became of a conclusion when it was written down.
package struct Recording: Sendable {
  /// The version that the body became; nil without one.
  package var version: Int?
  /// Where the body waits, if it is in doubt.
  package var waiting: String?
  /// Why it became none though it should have.
  package var damage: RunReport.DamagedItem?
  /// What the catalogue had wrong about the document, in a sentence.
  package var catalogueFault: String?
  /// Whether it is to be told that there is a new version every night.
  package var isOfEveryNight = false

  package init(
    version: Int? = nil,
    waiting: String? = nil,
    damage: RunReport.DamagedItem? = nil,
    catalogueFault: String? = nil,
    isOfEveryNight: Bool = false
  ) {
    self.isOfEveryNight = isOfEveryNight
    self.version = version
    self.waiting = waiting
    self.damage = damage
    self.catalogueFault = catalogueFault
  }
}
