// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
package import Records

/// What follows where a document's address delivers a version again that is held and is not the newest.
///
/// A publisher may have taken a change back: that is a new version. Or two servers deliver two editions in turn: that is
/// told once, and both are kept already.
package struct EditionJudgement: Hashable, Sendable {
  package enum Answer: Hashable, Sendable {
    /// It is one of two that come in turn.
    case inTurn
    /// It is, if the newest comes with a second fetch.
    case askAgain
    /// It becomes the newest version.
    case newest
  }

  /// After so many days on which one edition alone came it is believed to be the newest.
  package static let daysUntilBelieved = 14

  package let answer: Answer

  /// - Parameters:
  ///   - edition: the version that came again.
  ///   - known: what is known of the document.
  ///   - returned: when the newest version was kept, if it is itself one that came again; nil where it is not.
  ///   - now: when it came.
  package init(edition: Int, of known: Document?, newestReturned returned: Date?, at now: Date) {
    let span = Double(Self.daysUntilBelieved) * 86_400
    if known?.inTurnSince != nil {
      let isAlone =
        known?.edition == edition
        && known?.editionSince.map { now.timeIntervalSince($0) >= span } == true
      answer = isAlone ? .newest : .inTurn
    } else if let returned, now.timeIntervalSince(returned) < span {
      // There, back, and there again.
      answer = .inTurn
    } else {
      answer = .askAgain
    }
  }
}
