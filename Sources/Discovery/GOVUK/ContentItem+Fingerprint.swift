// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing

extension ContentItem {
  /// What of an answer must stay the same for it to count as unchanged; take a digest of it.
  ///
  ///     page https://www.gov.uk/government/publications/x Working together
  ///     link https://assets.publishing.service.gov.uk/media/6849/x.pdf Working together 2023
  ///     text Statutory guidance on …
  ///
  /// When it was last touched, whose it is and what else GOV.UK puts around it is no change. The form is stable: it is compared
  /// with digests in the archive.
  package var canonicalText: String {
    var lines = ["page \(page) \(title)"]
    switch course {
    case .here: break
    case .gone(let explanation, let alternative):
      lines.append("gone \(alternative?.text ?? "-") \(explanation)")
    case .sentOn(let target): lines.append("sent-on \(target?.text ?? "-")")
    }
    if let withdrawal {
      lines.append("withdrawn \(withdrawal.date ?? "-") \(withdrawal.explanation)")
    }
    lines += documents.map { "link \($0.address) \($0.text)" }
    lines += further.map { "further \($0.page) \($0.title)" }
    lines += unusable.map { "unusable \($0)" }
    lines.append("text \(mainText)")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension SearchResults {
  /// The same of what an organisation published.
  package var canonicalText: String {
    pages.map { "further \($0.page) \($0.title)\n" }.joined()
  }
}
