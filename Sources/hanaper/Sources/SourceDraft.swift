// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Night
import Reporting

/// A source that is to be added, as far as an address and a look at it say.
struct SourceDraft {
  var id: String
  var title: String?
  /// The key of the configuration for what it is read from.
  let place: String
  private let address: String
  private var includePages: [AddressPattern] = []
  private var follow: [AddressPattern] = []
  private var queryNoise: [String] = []
  /// As one that ships is written; nil for what is made of an address.
  private var written: [String]?

  /// One that ships.
  init(_ entry: ShippedSources.Entry) {
    (id, title, place, address) = (entry.id, entry.title, "", "")
    written = entry.lines
  }

  /// - Parameters:
  ///   - page: what is to be read.
  ///   - taken: the ids of other sources.
  init(_ page: WebAddress, taken: Set<String>) {
    let host = String(page.authority.prefix { $0 != ":" })
    let path = page.text.prefix { $0 != "?" }
    address = page.text
    place =
      if host == "www.gov.uk" {
        "govuk"
      } else if path.hasSuffix(".xml") {
        "sitemap"
      } else if ["/feed/", "/feed", ".rss"].contains(where: path.hasSuffix) {
        "feed"
      } else {
        "page"
      }
    id = Self.id(for: host, path, taken)
  }

  /// Takes in what was seen on the page.
  mutating func take(_ proposal: SourceProposal) {
    title = proposal.title
    includePages = proposal.includePages
    (follow, queryNoise) = (proposal.follow, proposal.queryNoise)
  }

  /// The name of the host without what all have, and what the page is called.
  private static func id(for host: String, _ path: Substring, _ taken: Set<String>) -> String {
    let common: Set = ["www", "org", "co", "com", "gov", "uk", "net", "nhs", "ac"]
    let labels = host.split(separator: ".").filter { !common.contains(String($0)) }
    let last = path.split(separator: "/").dropFirst(2).last.map { $0.prefix { $0 != "." } } ?? ""
    let text = (labels.prefix(1) + (last.isEmpty ? [] : [last])).joined(separator: "-").lowercased()
    let plain = text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let id = String(plain).split(separator: "-").joined(separator: "-").prefix(40)
    let base = id.isEmpty ? "source" : String(id)
    guard taken.contains(base) else { return base }
    return (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base
  }

  /// What is to be written, each line from its first column.
  var lines: [String] {
    if let written { return written }
    var lines = ["- id: \(id)"]
    if let title, !title.isEmpty, title != id {
      lines.append("  title: \(YAMLScalar.quoted(CleanText.clean(title)))")
    }
    lines.append("  \(place): \(YAMLScalar.quoted(address))")
    if !includePages.isEmpty {
      lines += ["  kinds: [documents, page]", "  includePages:"]
      lines += includePages.map { "    - \(YAMLScalar.quoted($0.text))" }
    }
    for (key, words) in [("follow", follow.map(\.text)), ("queryNoise", queryNoise)]
    where !words.isEmpty {
      lines.append("  \(key):")
      lines += words.map { "    - \(YAMLScalar.quoted(CleanText.clean($0)))" }
    }
    return lines
  }
}
