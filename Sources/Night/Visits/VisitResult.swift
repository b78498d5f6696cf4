// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// What a visit came to, as the last line of a report counts it.
///
/// It is read off the news of the visit, so that a heading and the last line cannot disagree on how
/// many documents are new or changed.
enum VisitResult: CaseIterable, Hashable {
  /// The first version is kept.
  case new
  /// A further version is kept.
  case changed
  case unchanged
  /// Alive and not kept: a page, or a kind that no source asks for.
  case notKept
  /// Its body waits in quarantine, because something of the document is damaged.
  case heldBack
  /// It is listed and not kept, which is told now or was told before; or our own rule keeps us from what is held, which was told before.
  case leftOut
  case failed

  /// - Parameters:
  ///   - news: all that is told of the visit.
  ///   - isAlive: whether the verdict is a sign of life.
  ///   - isKept: whether any version of the document is held now.
  ///   - isHeldBack: whether the body could not become a version.
  ///   - isLeftOut: whether it was told before that it is left out for this reason.
  init(
    _ news: [News],
    isAlive: Bool,
    isKept: Bool,
    isHeldBack: Bool = false,
    isLeftOut: Bool = false
  ) {
    if isHeldBack {
      self = .heldBack
    } else if news.contains(.appeared) {
      self = .new
    } else if news.contains(.replaced) {
      self = .changed
    } else if isAlive {
      self = isKept ? .unchanged : .notKept
    } else {
      self = news == [.leftOut] || isLeftOut && news.isEmpty ? .leftOut : .failed
    }
  }
}

extension RunReport.Counts {
  mutating func count(_ result: VisitResult) {
    switch result {
    case .new: new += 1
    case .changed: changed += 1
    case .unchanged: unchanged += 1
    case .notKept: notKept += 1
    case .heldBack: heldBack += 1
    case .leftOut: leftOut = (leftOut ?? 0) + 1
    case .failed: failed += 1
    }
  }
}
