// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import HTTP
import Records

/// Something that may become a version, and all that is known of how it came.
struct ImportCandidate: Sendable {
  enum Body: Sendable {
    /// An answer with its head, as it came.
    case answer(FilePart)
    /// The bytes alone.
    case bytes(FilePart)
  }

  /// The document's.
  let address: WebAddress
  let date: Date
  let body: Body
  /// What is told of it where something is wrong: a file, a record, its place.
  let place: String
  var origin: Capture.Origin
  var redirects: [Hop] = []
  /// At the end of any redirects.
  var final: WebAddress
  var peer = ""
  /// The provenance that it had in another archive of ours.
  var capture: Capture?
  var note: String?
  /// What the payload's digest has to be, as the record states it.
  var payloadDigest: String?
  /// Why it is not to be believed; nil where it may be.
  var fault: String?
}

/// What was not imported, and why.
package struct ImportRefusal: Hashable, Sendable {
  package enum Reason: String, Hashable, Sendable {
    /// The archive has it already, or it came twice.
    case held
    /// It is a web page, a picture or something else that is not kept.
    case otherKind
    /// What was answered is no document: an error page, a wall.
    case noDocument
    /// It is damaged, or cannot be undone.
    case damaged
    /// The archive has a newer version of the document.
    case older
    /// It says that it was captured in the future, or before 1996.
    case impossibleTime
    /// It was let go of.
    case suppressed
    /// The document is damaged here, so it waits in quarantine.
    case waits
    /// Nobody can tell whose it is, or where its bytes are.
    case incomplete
  }

  package let reason: Reason
  /// The file, the record and its place.
  package let place: String
  package let address: String
  /// A clause.
  package let detail: String

  /// Whether something sound is not in the archive that ought to be.
  package var isLoss: Bool {
    switch reason {
    case .held, .otherKind, .noDocument, .suppressed: false
    case .damaged, .older, .impossibleTime, .waits, .incomplete: true
    }
  }
}
