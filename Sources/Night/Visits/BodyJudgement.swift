// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Discovery
package import Fixity
package import Foundation
package import Records

/// What becomes of a body that came for a document.
///
/// A body with a doubtful end, or other bytes under the validators of before, is fetched a second time: the same
/// bytes again, or the same content of a file that is made anew at each request, mean that the publisher's file is so.
package struct BodyJudgement: Sendable {
  /// What there is to do with the body.
  package enum Course: Hashable, Sendable {
    /// It becomes a version.
    case keep(BodyKind)
    /// It is a page, and becomes a version if it says other things than what is held.
    case compareAsPage
    /// It is evidence for the quarantine.
    case putAside(BodyKind)
    case drop
  }

  /// A suspect body longer than this, in bytes, is not put aside.
  static let longestSuspect: Int64 = 20_000_000

  package private(set) var appraisal: AppraisalRecord
  package let validatorFault: ValidatorFault?
  private let candidate: Candidate
  private let digest: Digest
  private let length: Int64
  private let held: Digest?
  /// Whether it says what is held says, in other bytes.
  private let isHeldContent: Bool
  /// Whether it is a version that a person took back.
  private let isRejected: Bool
  private let heldDoubt: StructureFault?
  private let remembered: Int64
  /// Whether a second fetch brought other bytes that say the same.
  private var isRemade = false

  /// - Parameters:
  ///   - candidate: the document.
  ///   - appraisal: the one of the answer.
  ///   - digest: the body's.
  ///   - length: its size in bytes.
  ///   - held: the digest of what is held.
  ///   - isHeldContent: whether it says what is held says, in other bytes.
  ///   - isRejected: whether it is a version that a person took back.
  ///   - heldDoubt: what is odd about the build of what is held; nil for nothing.
  ///   - remembered: up to which length a body that is put aside is there on another night.
  ///   - validatorFault: what the answer showed the validators to be worth.
  package init(
    of candidate: Candidate,
    _ appraisal: AppraisalRecord,
    _ digest: Digest,
    length: Int64,
    held: Digest?,
    isHeldContent: Bool = false,
    isRejected: Bool = false,
    heldDoubt: StructureFault? = nil,
    remembered: Int64 = .max,
    _ validatorFault: ValidatorFault?
  ) {
    self.candidate = candidate
    self.appraisal = appraisal.doubted(by: candidate.stated, length: length)
    self.digest = digest
    self.length = length
    self.held = held
    self.isHeldContent = isHeldContent
    self.isRejected = isRejected
    self.heldDoubt = heldDoubt
    self.remembered = remembered
    self.validatorFault = validatorFault
  }

  /// Whether the bytes that came are those that are held.
  package var bringsHeldCopy: Bool { digest == held }

  /// Whether it is known of the document now that it is made anew at each request.
  package var isMadeAnew: Bool { isHeldContent || isRemade }

  /// Whether what came is the newest version, in these bytes or in others.
  package var bringsNewest: Bool { bringsHeldCopy || isHeldContent }

  package var needsSecondFetch: Bool {
    !bringsHeldCopy && !isHeldContent && !isRejected && !needsAnotherNight
      && (appraisal.doubt != nil || validatorFault == .lying)
  }

  /// Whether the same bytes have to come on another night before they are believed.
  ///
  /// Where a version is held there is time, and a cache gives the same cut file twice in one night. That what is held ends as oddly
  /// vouches for no other bytes, whether a second look or a person let it in: a cut looks the same in every file. Not where both have
  /// their end, and the same is odd before it, because a publisher's program makes all files so; nor where it is
  /// too long to be put aside, so that nobody would remember; nor where it is another at each request.
  package var needsAnotherNight: Bool {
    guard let doubt = appraisal.doubt, doubt != .otherThanStated, held != nil,
      doubt.damage != .corrupt || doubt != heldDoubt
    else { return false }
    return !bringsHeldCopy && !isHeldContent && !isRejected
      && length <= min(Self.longestSuspect, remembered)
      && candidate.known?.madeAnewSince == nil
  }

  /// Takes in when the same bytes first came.
  ///
  /// - Parameters:
  ///   - date: nil where they never did.
  ///   - now: the present.
  package mutating func take(firstSeen date: Date?, at now: Date) {
    if let date, now.timeIntervalSince(date) >= Standing.spanOfDeath { return }
    guard let fault = appraisal.doubt else { return }
    appraisal.evidence.fault = fault
    appraisal.verdict = .damaged(fault.damage)
  }

  /// Takes in what a second fetch brought.
  ///
  /// - Parameters:
  ///   - second: the digest of its body; nil without one.
  ///   - isSameContent: whether it says the same as the first, in other bytes.
  package mutating func take(second: Digest?, isSameContent: Bool = false) {
    isRemade = second != digest && isSameContent
    if second != digest, !isRemade {
      appraisal.verdict = .damaged(appraisal.doubt?.damage ?? .corrupt)
    }
    if let second, second == held { appraisal.verdict = .unchanged }
  }

  /// Settles the verdict, now that the digest is known.
  package mutating func settle() {
    guard !isRejected else { return reject() }
    let comparison: AppraisalRecord.Comparison =
      if held == nil {
        .nothingHeld
      } else if bringsHeldCopy {
        .sameBytes
      } else {
        isHeldContent ? .sameContent : .otherBytes
      }
    appraisal = appraisal.settled(by: comparison)
  }

  /// What came is a version that a person took back: the address does not deliver what it is for.
  package mutating func reject() {
    appraisal.verdict = .softMissing(.rejected)
  }

  package var course: Course {
    switch appraisal.verdict {
    // It is kept, as the version that was rejected.
    case .softMissing(.rejected): .drop
    case .document(let kind) where keeps(kind), .movedAndChanged(_, let kind) where keeps(kind):
      .keep(kind)
    case .page where candidate.kinds.contains(.html): .compareAsPage
    case let verdict where verdict.isSuspect && length <= Self.longestSuspect:
      .putAside(appraisal.kind ?? .unknown)
    default: .drop
    }
  }

  private func keeps(_ kind: BodyKind) -> Bool {
    candidate.kinds.contains(kind) || candidate.isHeld
  }
}

extension AppraisalRecord {
  /// The same, of a document whose sources keep web pages: to them, text that is of no kind they name is one.
  ///
  /// - Parameter candidate: the document.
  /// - Returns: with the verdict of a page, or as it is.
  package func seen(as candidate: Candidate) -> AppraisalRecord {
    guard case .document(let kind) = verdict, kind.isLooseText, !candidate.isHeld,
      candidate.kinds.contains(.html), !candidate.kinds.contains(kind)
    else { return self }
    var record = self
    record.verdict = .page
    return record
  }

  /// The same, in doubt where the publisher's own list states another length.
  ///
  /// A list may be older than the file, or a cache be: a second fetch decides.
  fileprivate func doubted(by stated: StatedBody?, length: Int64) -> AppraisalRecord {
    guard case .document = verdict, doubt == nil, let bytes = stated?.bytes, bytes != length else {
      return self
    }
    var record = self
    record.doubt = .otherThanStated
    record.evidence.fault = record.evidence.fault ?? .otherThanStated
    return record
  }
}
