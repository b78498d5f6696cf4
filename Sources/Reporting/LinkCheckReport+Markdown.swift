// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Night

extension LinkCheckReport {
  /// The report in Markdown, for an issue or the summary of a build.
  ///
  /// - Parameter wording: how commands are written.
  /// - Returns: lines.
  package func markdown(in wording: Wording) -> String {
    var lines = ["# Links", "", Markdown.text(summary)]
    if isNetworkDown {
      lines += ["", "Nothing answered at all: our own network seems to be down."]
    }
    let findings = Dictionary(grouping: findings, by: \.class)
    for wanted in Class.told {
      guard let found = findings[wanted] else { continue }
      lines += ["", "## \(wanted.heading) (\(found.count))", ""]
      for finding in found {
        let sentence = finding.movedTo.map { "now at \(Markdown.address($0.text))" }
        lines.append(
          "- \(Markdown.address(finding.target)): \(sentence ?? Markdown.text(finding.sentence))"
        )
        if let kept = finding.kept {
          lines.append("  - \(Markdown.text(kept.words(in: wording).description))")
        }
        lines += finding.places.map { "  - \(Markdown.text($0.words.description))" }
      }
      if found.contains(where: \.isDeadAddress) {
        let pages = DeadLinkHelp.webArchives(of: "ADDRESS").map { "`\($0)`" }
        lines += ["", "A web archive may have a copy: \(pages.joined(separator: " or "))"]
      }
    }
    if !remarks.isEmpty { lines += [""] + remarks.map { "- \(Markdown.text($0.description))" } }
    return lines.joined(separator: "\n")
  }
}

/// The little Markdown that is written.
private enum Markdown {
  /// A text that stands for itself.
  static func text(_ text: String) -> String {
    var safe = ""
    for character in CleanText.clean(text) {
      if "\\`*_{}[]<>#|!~&".contains(character) { safe.append("\\") }
      safe.append(character)
    }
    return safe
  }

  /// An address as a link; what is none, as a text.
  static func address(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>`".utf8.contains($0) }
    let isAddress = text.hasPrefix("http://") || text.hasPrefix("https://")
    return isPlain && isAddress ? "<\(text)>" : Self.text(text)
  }
}
