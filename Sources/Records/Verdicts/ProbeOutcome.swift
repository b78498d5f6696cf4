// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How the answer for a document compares with the one for an address that cannot exist, beside the document's.
package enum ProbeOutcome: String, Codable, CaseIterable, Hashable, Sendable {
  /// Both are the same: the site answers anything so.
  case same
  /// The site tells what is there from what is not.
  case other
  /// The site did not answer for it, or may not be asked.
  case unanswered
}

/// What hangs on how a site answers for an address that cannot exist.
package enum ProbeQuestion: Hashable, Sendable {
  /// The page says that something is missing, and has what an error page has not.
  case saysMissing
  /// The page is another thing than what was meant, and does not say why.
  case isOther
}
