// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
import Addressing
package import Foundation
package import HTTP
package import Records

/// When what is held is asked for whole again, and by which validators it is asked for until then.
package enum Refetching {
  /// A document is fetched whole, whatever its validators say, at least every so many days.
  static let daysUntilFetchedWhole = 28.0
  /// After so many transfers that they should have spared, validators are not sent any more.
  static let uselessAnswersUntilGivenUp = 3
  /// An address that was found to be no document is looked at again after so many days.
  static let daysUntilSecondLook = 28.0

  /// Whether what is not held is a web page that nobody asks for.
  ///
  /// - Parameters:
  ///   - verdict: the last one.
  ///   - kinds: what its source keeps.
  /// - Returns: whether it is one.
  package static func isOrdinaryPage(_ verdict: Verdict?, by kinds: Set<BodyKind>) -> Bool {
    verdict == .page && !kinds.contains(.html)
  }

  /// By how many days what is done now and then to every document is done later to this one, so that it is not done to all
  /// in one night.
  static func spread(of address: WebAddress, over days: Int) -> Int {
    Digest.of(address.text, by: .sha256).bytes.first.map { Int($0) % days } ?? 0
  }

  /// When that is, of something that is not held; nil where it is looked at in every run, or is due.
  ///
  /// - Parameters:
  ///   - verdict: the last one.
  ///   - visited: when it was given.
  ///   - kinds: what its sources keep.
  ///   - now: the present.
  /// - Returns: the time from which on a run looks at it again.
  package static func secondLook(
    after verdict: Verdict?,
    on visited: Date,
    by kinds: Set<BodyKind>,
    asOf now: Date
  ) -> Date? {
    switch verdict {
    case let verdict where isOrdinaryPage(verdict, by: kinds): break
    case .document(let kind) where kind != .unknown && !kinds.contains(kind): break
    default: return nil
    }
    let due = visited.addingTimeInterval(daysUntilSecondLook * 86_400)
    return visited.isAhead(of: now) || due <= now ? nil : due
  }
}

extension Document {
  /// The validators to ask with; nil where the document is to be fetched whole.
  ///
  /// Validators are the server's word, not a proof. Those that were caught lying are not used again,
  /// nor those that never spare anything, and each document is fetched whole at least every
  /// `Refetching.daysUntilFetchedWhole` days; which night it is differs from document to document.
  package func validators(toAskWithOn date: Date) -> Validators? {
    guard let end = wholeAgain(asOf: date), date < end else { return nil }
    return validators.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The header fields that its validators came in.
  package var validatorNames: [String] {
    [validators?.etag.map { _ in "ETag" }, validators?.lastModified.map { _ in "Last-Modified" }]
      .compactMap(\.self)
  }

  /// From when on it is fetched whole whatever its validators say; nil where it is fetched whole in any run.
  package func wholeAgain(asOf date: Date) -> Date? {
    guard !lyingValidators, uselessValidators < Refetching.uselessAnswersUntilGivenUp,
      validators?.isEmpty == false, let received = believed(at: date).lastReceived
    else { return nil }
    let spread = Double(Refetching.spread(of: address, over: 7))
    return received.addingTimeInterval((Refetching.daysUntilFetchedWhole - spread) * 86_400)
  }
}

/// What an answer says of how its version is recognised.
package struct GivenValidators: Sendable {
  package let status: Int
  /// Empty where it says nothing.
  package let validators: Validators

  package init(status: Int, _ validators: Validators) {
    self.status = status
    self.validators = validators
  }

  /// The validators that a visit records: always those that came with the copy that is held.
  ///
  /// A later 304 vouches for the bytes that came with the validators it is asked with, and for no others.
  /// So those of a body that is not kept are not recorded, and a kept body that came without any takes
  /// those of the copy before it away.
  ///
  /// - Parameters:
  ///   - known: what the catalogue says.
  ///   - isHeld: whether the bytes that came are held, or are kept now.
  /// - Returns: nil where the catalogue has the right ones already.
  package func toRecord(besides known: Document?, isHeld: Bool) -> Validators? {
    let recorded = known?.validators
    var next = validators
    if status == 304 {
      guard !validators.isEmpty else { return nil }
      // A 304 may leave out what the copy came with, which then still holds.
      let before = recorded.flatMap { $0.address == validators.address ? $0 : nil }
      next = Validators(
        address: validators.address,
        etag: validators.etag ?? before?.etag,
        lastModified: validators.lastModified ?? before?.lastModified
      )
    } else {
      guard isHeld, !validators.isEmpty || recorded?.isEmpty == false else { return nil }
    }
    return next == recorded ? nil : next
  }

  /// What a body shows the validators to be worth, where that is less than they promise.
  ///
  /// - Parameters:
  ///   - digest: the body's.
  ///   - known: what the catalogue says.
  ///   - held: the digest of what is held.
  ///   - wasConditional: whether the validators were sent.
  /// - Returns: nil where nothing is wrong with them.
  package func fault(
    of digest: Digest,
    _ known: Document?,
    held: Digest?,
    wasConditional: Bool
  ) -> ValidatorFault? {
    guard status == 200, let known, let held else { return nil }
    if digest == held { return wasConditional ? .useless : nil }
    // A weak tag promises no equal bytes, and a date alone is too coarse to be called a lie.
    guard let etag = validators.etag, etag.hasPrefix("\""), etag == known.validators?.etag,
      validators.address == known.validators?.address
    else { return nil }
    return .lying
  }
}
