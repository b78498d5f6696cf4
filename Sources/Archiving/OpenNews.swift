// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// What of a document still needs a person's attention: bad news that was told and that nobody has settled, and what waits
/// in quarantine for a decision.
package struct OpenNews: Sendable {
  package let document: Document
  /// How it stands; nil where that is not open.
  package let standing: Standing?
  /// That it is not fetched by our own refusal; nil where it is, or where that is not open.
  package let refusal: OwnRefusal?
  /// What waits, the first that came at the beginning; empty where a person has seen the newest.
  package let waiting: [WaitingBody]

  package var isNothing: Bool { standing == nil && refusal == nil && waiting.isEmpty }

  /// - Parameters:
  ///   - document: what is known of it.
  ///   - bodies: all that waits of it, the newest last.
  package init(of document: Document, waiting bodies: [WaitingBody]) {
    self.document = document
    standing = document.openStanding
    refusal = document.openRefusal
    // What has become a version since waits for nobody.
    let bodies = bodies.filter { $0.capture.digest != document.digest }
    let isSettled = bodies.last.map { $0.place == document.acknowledgement?.body } ?? true
    waiting = isSettled ? [] : bodies
  }
}
