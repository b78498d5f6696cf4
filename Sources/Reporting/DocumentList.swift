// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Archiving
package import Cataloguing
import Fixity
import Foundation
package import Night
package import Records

/// Documents, as `list` tells of them.
package struct DocumentList: Encodable, Sendable {
  private let schema = "hanaper/list/1"
  package private(set) var documents: [Row]
  /// How many links of the one source that was asked for are ordinary web pages, and not shown; nil for none.
  private let pages: Int?
  /// What of sources needs attention; nil where nothing does.
  package let sources: [SourceAttention]?
  /// What was let go of; nil for nothing.
  let suppressed: [Tombstone]?
  /// The tombstones that are missing, by their names; nil for none.
  private let lostTombstones: [String]?

  package init(
    documents: [Row],
    pages: Int? = nil,
    sources: [SourceAttention] = [],
    suppressed: [Tombstone] = [],
    lostTombstones: [String] = []
  ) {
    self.documents = documents
    self.pages = pages
    self.suppressed = suppressed.isEmpty ? nil : suppressed
    self.lostTombstones = lostTombstones.isEmpty ? nil : lostTombstones
    self.sources = sources.isEmpty ? nil : sources
  }

  package var isEmpty: Bool { documents.isEmpty && sources == nil }

  /// In what order documents stand.
  package enum Order: String, CaseIterable, Sendable {
    case address, title, standing
    /// The largest first.
    case size
    /// What was found last first.
    case found
  }

  /// Puts the documents into an order; those that it does not tell apart stay as they are.
  ///
  /// - Parameter order: which.
  package mutating func sort(by order: Order) {
    switch order {
    case .address: documents.sort { $0.address < $1.address }
    case .title:
      documents.sort {
        $0.title.localizedStandardCompare($1.title) == .orderedAscending
      }
    case .standing: documents.sort { ($0.standing, $0.title) < ($1.standing, $1.title) }
    case .size: documents.sort { ($0.size ?? 0) > ($1.size ?? 0) }
    case .found: documents.sort { $0.firstSeen > $1.firstSeen }
    }
  }

  /// What there is to say of what is not shown; nil for nothing.
  package var remark: CleanText? {
    pages.map {
      """
      Not shown: \(Readable.count($0, "link")) to ordinary web pages, which the source does not keep; --all shows \
      \($0 == 1 ? "it" : "them").
      """
    }
  }

  package struct Row: Encodable, Sendable {
    /// The short name, which every command takes.
    package let id: String
    package let address: String
    package let title: String
    let role: Document.Role
    let firstSeen: Date
    /// Where it is found, where that is not its own address.
    let place: String?
    let standing: String
    /// Why it is left out, where it is; of other bad news what its address answered last.
    let reason: String?
    let since: Date?
    /// The sources that list it now.
    let listedBy: [String]
    /// Those that listed it once and do not now, or are not asked any more.
    let onceListedBy: [String]
    /// Whether runs visit it.
    package let isAskedFor: Bool
    /// The number of the newest; 0 where nothing is held.
    package let versions: Int
    let kind: String?
    let size: Int64?
    let digest: String?
    let lastAlive: Date?
    /// Whose place it takes.
    let succeeds: String?
    /// What is said of others' places besides; nil for nothing.
    let succeedsToo: [Predecessor]?
    /// Which takes its place.
    let succeededBy: String?
    /// Since when it is known to be made anew at each request.
    let madeAnewSince: Date?
    /// Since when it is known that the site delivers some of its versions in turn.
    let inTurnSince: Date?
    /// The versions that were taken back; nil for none.
    let rejected: [Int]?
    /// Since when one file comes for it and for others, and waits.
    let sharedSince: Date?
    /// That it is not fetched by our own refusal, and since when; nil where it is.
    let refusal: OwnRefusal?
    /// How large it is, while it is too large; nil where that is not known.
    let oversize: Oversize?
    /// When somebody settled how it stands; nil where that is open, or no bad news.
    let settledAt: Date?
    /// Why it needs attention, where that was asked for.
    package var attention: Attention?
    let isLeftOut: Bool
    /// Why it stands so, in few words.
    private let because: String?
    private let isPage: Bool
    private let isDeposit: Bool
    let isLost: Bool

    private enum CodingKeys: String, CodingKey {
      case id, address, title, role, firstSeen, place, standing, reason, since, listedBy,
        onceListedBy, isAskedFor,
        versions
      case kind, size, digest, lastAlive, madeAnewSince, inTurnSince, rejected, settledAt,
        sharedSince, refusal, oversize
      case attention, succeeds, succeedsToo, succeededBy
    }

    /// Whether it is a web page of which nothing is kept, and the source lists it.
    package func isOrdinaryPage(of source: String) -> Bool {
      isPage && listedBy.contains(source)
    }

    /// Whether nothing is kept of it, and no source lists it any more, so that nobody misses it.
    package var isForgotten: Bool { versions == 0 && rejected == nil && listedBy.isEmpty }

    package init(
      _ document: Document,
      _ askers: [Catalogue.Asker],
      _ asking: Asking,
      succeededBy successor: WebAddress? = nil
    ) {
      let listings = Listings(of: document.address, document.role, by: askers, asking)
      id = document.address.shortID
      address = document.address.text
      (role, firstSeen) = (document.role, document.firstSeen)
      isDeposit = document.address.isOfDeposit
      title = document.title
      place = document.place?.text
      standing = (document.standing ?? .unknown).word
      let leftOutReason = document.standing?.leftOutReason
      oversize = document.isTooLarge ? document.oversize : nil
      isLeftOut = leftOutReason != nil
      because = document.standing?.reason(after: document.verdict, oversize)
      let fault = document.verdict.flatMap { $0.isAlive ? nil : $0 }
      let isBad = document.standing?.isBad == true
      reason = leftOutReason?.rawValue ?? (isBad ? fault.map { $0.reason ?? $0.word } : nil)
      since = document.standing?.since
      listedBy = listings.now.map(\.source)
      onceListedBy = listings.once.map(\.source)
      isAskedFor = listings.isAskedFor
      versions = document.version ?? 0
      kind = document.kind?.rawValue
      size = document.size
      digest = document.digest?.description
      lastAlive = document.lastAlive
      madeAnewSince = document.madeAnewSince
      inTurnSince = document.inTurnSince
      sharedSince = document.shared?.stay.since
      refusal = document.refusal
      rejected = document.rejected.isEmpty ? nil : document.rejected
      let isSettled = document.isSettled
      settledAt = isSettled ? document.acknowledgement?.at : nil
      isLost = document.isLost && document.version != nil
      isPage = document.version == nil && document.role == .document && document.verdict == .page
      succeeds = document.succeeds?.address?.text
      succeedsToo = document.succeedsToo.isEmpty ? nil : document.succeedsToo
      succeededBy = successor?.text
    }

    /// In the table.
    var standingInWords: String {
      if isDeposit { return "deposited" }
      if succeededBy != nil { return "\(standing) (succeeded by another)" }
      // What was never held says why by its standing; else our own refusal comes first.
      if !isLeftOut, let refusal {
        return "\(standing) (not fetched: \(oversize?.words ?? refusal.words))"
      }
      if let because { return "\(standing) (\(because))" }
      if sharedSince != nil { return "\(standing) (one file for several)" }
      if isPage { return "\(standing) (a web page)" }
      if inTurnSince != nil { return "\(standing) (editions in turn)" }
      return madeAnewSince == nil ? standing : "\(standing) (made anew each time)"
    }

    /// In the table.
    var versionsInWords: String {
      guard let rejected else { return "\(versions)" }
      return "\(versions) (\(rejected.map { "v\($0)" }.joined(separator: ", ")) rejected)"
    }

    /// In the table.
    var listing: String {
      if !listedBy.isEmpty { return "yes" }
      if isAskedFor || onceListedBy.isEmpty { return "no" }
      return "once, by \(onceListedBy.joined(separator: ", "))"
    }
  }
}

extension Report {
  /// What there is for a reader of links that are dead, said once for all of them.
  static func adviceOnLost(in wording: Wording) -> CleanText {
    let restore = wording.command(NextCommand("restore", "DOCUMENT"))
    let show = wording.command(NextCommand("show", "DOCUMENT"))
    return
      "Of what is missing or gone, `\(restore)` gives back what is kept, and `\(show)` says where else to look."
  }
}

extension DocumentList {
  /// How much was let go of; nil for nothing.
  package func remarkOnSuppressed(in wording: Wording) -> CleanText? {
    let count = suppressed?.count { $0.lifted == nil } ?? 0
    guard count > 0 else { return nil }
    let command = wording.command(NextCommand("list", "--standing", "suppressed"))
    return
      "\(Readable.count(count, "document")) \(count == 1 ? "was" : "were") let go of; `\(command)` shows \(count == 1 ? "it" : "them")."
  }
}
