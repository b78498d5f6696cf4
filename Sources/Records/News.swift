// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Something about a document that is worth a message, told once.
package enum News: String, Codable, CaseIterable, Hashable, Sendable {
  case appeared
  case succeeded
  case replaced
  case delisted
  case missing
  case gone
  case returned
  case blocked
  case faulty
  case unreachable
  case withdrawn
  case suppressed
  case leftOut = "left-out"
  case madeAnew = "made-anew"
  case inTurn = "in-turn"
  case sameFile = "same-file"
  case refused
  case fetchedAgain = "fetched-again"
}

extension News {
  /// The news in one stable word, for machines.
  package var word: String { rawValue }

  /// The news in a user's words: one clause, no capital, no full stop.
  package var sentence: String {
    switch self {
    case .appeared: "the document is new"
    case .succeeded: "the document takes the place of another"
    case .replaced: "the document has a new version"
    case .delisted: "the document is still served, but no page links to it any more"
    case .missing: "the document is missing; it may come back"
    case .gone: "the document is gone"
    case .returned: "the document is back"
    case .blocked: "the site keeps us from the document"
    case .faulty: "the site's secure connection is at fault"
    case .unreachable: "the document has not been reached for several nights"
    case .withdrawn: "the publisher has withdrawn the document"
    case .suppressed: "the document was let go of"
    case .leftOut: "the document is listed and not kept"
    case .sameFile: "the same file answers for several documents"
    case .inTurn: "the site delivers two editions of the document in turn"
    case .refused: "the document is not fetched any more, by our own refusal"
    case .fetchedAgain: "the document is fetched again"
    case .madeAnew: "the document is made anew at each request; only its content is compared"
    }
  }
}
