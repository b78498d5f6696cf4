// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// A verdict with what it rests on.
package struct AppraisalRecord: Hashable, Sendable {
  /// What `hanaper explain` shows and a run's record keeps: only what was there to be seen.
  package struct Evidence: Codable, Hashable, Sendable {
    package var status: Int?
    /// How many redirects were followed.
    package var hops: Int?
    /// Where they ended, if not where the request began.
    package var finalAddress: WebAddress?
    package var declaredType: String?
    /// The kind by signature.
    package var sniffedKind: BodyKind?
    /// The kind that was meant.
    package var expectedKind: BodyKind?
    package var length: Int64?
    package var declaredLength: Int64?
    /// How many bytes it might have had, where it has more.
    package var limit: Int64?
    package var fault: StructureFault?
    /// The title of a page, at most 300 bytes of it; from outside, so not fit for a terminal as is.
    package var title: String?
    /// What speaks for an error page.
    package var signs: [PageSign]?
    /// The sum of their weights.
    package var score: Int?
    /// The file that a page in a file's place shows or links to.
    package var leadsTo: WebAddress?
    /// Where the page sends its readers by itself and at once.
    package var sendsOn: WebAddress?
    /// How the answer compares with the one for an address that cannot exist.
    package var probe: ProbeOutcome?
    /// That address.
    package var probeAddress: WebAddress?
    /// How the robots.txt was answered that could not be read, so that nothing else was asked for.
    package var robotsStatus: Int?
    /// The line of the robots.txt that asks us to stay away, with its number; at most 200 characters of it, from outside.
    package var robotsRule: String?

    package init() {}
  }

  package var verdict: Verdict
  /// What the body is by its bytes, or nil if there was none.
  package var kind: BodyKind?
  /// A fault that a body has without being damaged for certain.
  ///
  /// A second fetch decides: the same bytes again mean that the publisher's file is so.
  package var doubt: StructureFault?
  /// Where the document lives now, if every redirect on the way was for good.
  package var permanentTarget: WebAddress?
  package var evidence: Evidence
  /// What another request would settle; it is no part of a record.
  package var question: ProbeQuestion?

  package init(
    verdict: Verdict,
    kind: BodyKind? = nil,
    doubt: StructureFault? = nil,
    permanentTarget: WebAddress? = nil,
    evidence: Evidence = Evidence()
  ) {
    self.verdict = verdict
    self.kind = kind
    self.doubt = doubt
    self.permanentTarget = permanentTarget
    self.evidence = evidence
  }
}

extension AppraisalRecord {
  /// How a document's bytes compare with the newest version held.
  package enum Comparison: Hashable, Sendable {
    /// We hold none.
    case nothingHeld
    case sameBytes
    /// Other bytes of a file that is made anew at each request, and says the same.
    case sameContent
    case otherBytes
  }

  /// The same appraisal once the digest is known, which alone tells a move from a replacement.
  ///
  /// Same bytes or content: `moved` after permanent redirects, else `unchanged`. Other bytes after permanent
  /// redirects: `movedAndChanged`. All other verdicts stay.
  package func settled(by comparison: Comparison) -> AppraisalRecord {
    guard case .document(let kind) = verdict else { return self }
    var settled = self
    switch (comparison, permanentTarget) {
    case (.sameBytes, let target?), (.sameContent, let target?):
      settled.verdict = .moved(to: target)
    case (.sameBytes, nil), (.sameContent, nil): settled.verdict = .unchanged
    case (.otherBytes, let target?): settled.verdict = .movedAndChanged(to: target, kind)
    case (.otherBytes, nil), (.nothingHeld, _): break
    }
    return settled
  }

  /// The verdict in a user's words, with the kinds that are in play, and where a page sends its readers.
  package var sentence: String {
    guard let target = evidence.sendsOn, !verdict.isAlive || verdict == .page else { return answer }
    if verdict == .softMissing(.viewerPage) {
      return
        "the address answers with a page that sends its readers on to \(target), and no file came from there"
    }
    return "\(answer); it sends its readers on to \(target)"
  }

  /// How large it is, where it is too large and that was seen.
  package var oversize: Oversize? {
    guard verdict == .refused(.tooLarge), let limit = evidence.limit else { return nil }
    return Oversize(length: evidence.declaredLength, limit: limit)
  }

  private var answer: String {
    switch verdict {
    case .softMissing(.wrongType):
      let found = (kind ?? .html).nameWithArticle
      let meant = evidence.expectedKind?.nameWithArticle ?? "a file"
      return "the address answers with \(found) where \(meant) was meant"
    case .softMissing(.notFoundPage) where evidence.probe == .same:
      return "the site answers this address, and any other beside it, with the same page"
    case .softMissing(.siteNotice):
      return verdict.sentence + (evidence.title.map { ": “\($0)”" } ?? "")
    case .page:
      return "the address answers with \((kind ?? .html).nameWithArticle)"
    case .unreachable(.robotsUnread):
      guard let status = evidence.robotsStatus else { return verdict.sentence }
      return
        "the site's robots.txt could not be read (status \(status)), so nothing was asked for"
    case .refused(.robots):
      return verdict.sentence + (evidence.robotsRule.map { " (\($0))" } ?? "")
    case .refused(.tooLarge):
      return oversize?.sentence ?? verdict.sentence
    case .damaged:
      return evidence.fault?.sentence ?? verdict.sentence
    default:
      return verdict.sentence
    }
  }
}

extension AppraisalRecord: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, doubt, permanentTarget, evidence
  }

  /// Writes the verdict's own fields and, beside them, `kind`, `doubt`, `permanentTarget` and
  /// `evidence`.
  package func encode(to encoder: any Encoder) throws {
    try verdict.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    // The verdict has written the kind of its document; what the body was comes second to it.
    if verdict.kind == nil { try container.encodeIfPresent(kind, forKey: .kind) }
    try container.encodeIfPresent(doubt, forKey: .doubt)
    try container.encodeIfPresent(permanentTarget, forKey: .permanentTarget)
    try container.encode(evidence, forKey: .evidence)
  }

  package init(from decoder: any Decoder) throws {
    verdict = try Verdict(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kind = try container.decodeIfPresent(BodyKind.self, forKey: .kind)
    doubt = try container.decodeIfPresent(StructureFault.self, forKey: .doubt)
    permanentTarget = try container.decodeIfPresent(WebAddress.self, forKey: .permanentTarget)
    evidence = try container.decode(Evidence.self, forKey: .evidence)
  }
}
