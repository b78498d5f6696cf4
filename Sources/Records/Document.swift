// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Foundation
package import HTTP

/// What is known of one document over time: a row that can be made again from the archive.
package struct Document: Hashable, Sendable {
  /// What a document is for.
  package enum Role: String, Codable, Sendable {
    /// A report, or a page that is kept like one.
    case document
    /// A page that a source is read from.
    case listing
  }

  package let address: WebAddress
  package var role: Role
  package var title: String
  package var firstSeen: Date
  package var lastVisited: Date
  /// When it last answered with something sound.
  package var lastAlive: Date?
  /// The last verdict; nil before the first visit.
  package var verdict: Verdict?
  /// How it stands; nil before its first judged visit.
  package var standing: Standing?
  /// What was last told of it, where that is not ``standing``.
  package var told: Standing?
  /// Why it is left out: each reason that was told since it was last kept, in whatever turn they came.
  package var toldReasons: Set<LeftOutReason>
  /// Those that came with the copy that is held; empty where it came without any.
  package var validators: Validators?
  /// How many times in a row the validators failed to spare a transfer of the same bytes.
  package var uselessValidators: Int
  /// Whether other bytes were ever seen under the same validators.
  package var lyingValidators: Bool
  /// When its bytes last came whole, rather than the word that they are unchanged.
  package var lastReceived: Date?
  /// The newest version that was not rejected; nil while there is none.
  package var version: Int?
  /// The newest version's payload digest.
  package var digest: Digest?
  /// Its size in bytes.
  package var size: Int64?
  package var kind: BodyKind?
  /// What a page's versions are compared by; nil for everything else.
  package var fingerprint: Digest?
  /// Since when it is known to be made anew at each request, so that its content is compared; nil while it is not.
  package var madeAnewSince: Date?
  /// Since when it is known that the site delivers some of its versions in turn; nil while it is not.
  package var inTurnSince: Date?
  /// The version that came last, where it is not plainly the newest, and since when it alone has come.
  package var edition: Int?
  package var editionSince: Date?
  /// The versions that a person took back, in their order: they are kept, and nothing goes by them.
  package var rejected: [Int]
  /// What a person has settled of it; nil where that is nothing.
  package var acknowledgement: Acknowledgement?
  /// What came last for it and for others, and displaces nothing yet; nil as a rule.
  package var shared: SharedBody?
  /// That it is not fetched any more by our own refusal; nil as a rule.
  package var refusal: OwnRefusal?
  /// How large it was when it was too large the last time; nil where that was never so, or not seen.
  package var oversize: Oversize?
  /// Where it is found now; nil where that is its own address, as far as is known.
  package var place: WebAddress?
  /// Whose place it takes; nil while nobody says anything of that.
  package var succeeds: Predecessor?
  /// What is said of other documents' places besides; empty as a rule.
  package var succeedsToo: [Predecessor]
  /// Whose place it seems to take, while nobody has said whether it does.
  package var proposed: WebAddress?

  package init(
    address: WebAddress,
    role: Role,
    title: String,
    firstSeen: Date,
    lastVisited: Date,
    lastAlive: Date? = nil,
    verdict: Verdict? = nil,
    standing: Standing? = nil,
    told: Standing? = nil,
    toldReasons: Set<LeftOutReason> = [],
    validators: Validators? = nil,
    uselessValidators: Int = 0,
    lyingValidators: Bool = false,
    lastReceived: Date? = nil,
    version: Int? = nil,
    digest: Digest? = nil,
    size: Int64? = nil,
    kind: BodyKind? = nil,
    fingerprint: Digest? = nil,
    madeAnewSince: Date? = nil,
    inTurnSince: Date? = nil,
    edition: Int? = nil,
    editionSince: Date? = nil,
    rejected: [Int] = [],
    acknowledgement: Acknowledgement? = nil,
    shared: SharedBody? = nil,
    refusal: OwnRefusal? = nil,
    oversize: Oversize? = nil,
    place: WebAddress? = nil,
    succeeds: Predecessor? = nil,
    succeedsToo: [Predecessor] = [],
    proposed: WebAddress? = nil
  ) {
    self.address = address
    self.role = role
    self.title = title
    self.firstSeen = firstSeen
    self.lastVisited = lastVisited
    self.lastAlive = lastAlive
    self.verdict = verdict
    self.standing = standing
    self.told = told
    self.toldReasons = toldReasons
    self.validators = validators
    self.uselessValidators = uselessValidators
    self.lyingValidators = lyingValidators
    self.lastReceived = lastReceived
    self.version = version
    self.digest = digest
    self.size = size
    self.kind = kind
    self.fingerprint = fingerprint
    self.madeAnewSince = madeAnewSince
    self.inTurnSince = inTurnSince
    self.edition = edition
    self.editionSince = editionSince
    self.rejected = rejected
    self.acknowledgement = acknowledgement
    self.shared = shared
    self.refusal = refusal
    self.oversize = oversize
    self.place = place
    self.succeeds = succeeds
    self.succeedsToo = succeedsToo
    self.proposed = proposed
  }
}

/// What there is to know of a document before it is decided whether to visit it.
package struct DocumentBrief: Hashable, Sendable {
  package let role: Document.Role
  /// The last verdict; nil before the first visit.
  package let verdict: Verdict?
  package let lastVisited: Date
  package let isHeld: Bool
  /// Whether all that is kept of it was taken back by a person.
  package let isRejected: Bool
  /// Whether it is known that no source asks for it any more.
  package let isRetired: Bool
  /// Whether that is so because the source's configuration was changed, so that what is read since does not list it.
  package var isOutsideReading: Bool { outsideReadingSince != nil }
  /// When that was told.
  package let outsideReadingSince: Date?
  /// Whether what is held is a web page, or nothing is.
  package let mayBePage: Bool
  /// When it became known; nil where that is of no account.
  package let firstSeen: Date?
  /// How many times other bytes took the place of those that were held.
  package let changes: Int
  /// When it last answered with something sound; nil where it never did.
  package let lastAlive: Date?

  package init(
    role: Document.Role,
    verdict: Verdict?,
    lastVisited: Date,
    isHeld: Bool,
    isRejected: Bool = false,
    isRetired: Bool,
    outsideReadingSince: Date? = nil,
    mayBePage: Bool,
    firstSeen: Date? = nil,
    changes: Int = 0,
    lastAlive: Date? = nil
  ) {
    self.role = role
    self.verdict = verdict
    self.lastVisited = lastVisited
    self.isHeld = isHeld
    self.isRejected = isRejected
    self.isRetired = isRetired
    self.outsideReadingSince = outsideReadingSince
    self.mayBePage = mayBePage
    self.firstSeen = firstSeen
    self.changes = changes
    self.lastAlive = lastAlive
  }
}
