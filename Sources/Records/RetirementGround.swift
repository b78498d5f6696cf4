// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why a document is not visited any more, though nothing happened to it.
package enum RetirementGround: String, Codable, CaseIterable, Sendable {
  /// The source that asked for it is not in the configuration.
  case sourceRemoved = "source-removed"
  /// The source is off.
  case sourceOff = "source-off"
  /// The address stands no longer among the source's addresses.
  case addressRemoved = "address-removed"
  /// The source's `include`, `includePages` and `exclude` leave it out.
  case leftOut = "left-out"
  /// The source's configuration was changed, and what is read since does not list it.
  case readingChanged = "reading-changed"
  /// A list page that no source is read from.
  case pageRemoved = "page-removed"
  /// Who asked for it is not known: the records of that are lost.
  case unknown
}

extension RetirementGround {
  /// In a user's words.
  ///
  /// - Parameters:
  ///   - count: how many documents.
  ///   - source: which source asked for them; nil where that is not known.
  /// - Returns: a whole sentence, without its full stop.
  package func sentence(_ count: Int, of source: String?) -> String {
    let isOne = count == 1
    let what = (self == .pageRemoved ? "list page" : "document") + (isOne ? "" : "s")
    let who = source.map { " that the source \($0) asked for" } ?? ""
    let verb = self == .pageRemoved ? "read" : "visited"
    let kept = isOne ? "it is kept" : "they are kept"
    return "\(count) \(what)\(who) \(isOne ? "is" : "are") not \(verb) any more, because "
      + "\(reason(isOne)); \(kept)"
  }

  private func reason(_ isOne: Bool) -> String {
    switch self {
    case .sourceRemoved: "the source is no longer in the configuration"
    case .sourceOff: "the source is off in the configuration"
    case .addressRemoved:
      isOne ? "its address no longer stands there" : "their addresses no longer stand there"
    case .leftOut:
      "include, includePages or exclude of the source leave \(isOne ? "it" : "them") out now"
    case .readingChanged:
      "the source's configuration was changed, and what is read since does not list \(isOne ? "it" : "them")"
    case .pageRemoved: "no source of the configuration is read from \(isOne ? "it" : "them")"
    case .unknown: "the records do not say which source asked for \(isOne ? "it" : "them")"
    }
  }

  /// In few words, beside a source's name.
  package var note: String {
    switch self {
    case .sourceRemoved: "no longer in the configuration"
    case .sourceOff: "off"
    case .addressRemoved: "no longer among its addresses"
    case .leftOut: "left out by include, includePages or exclude"
    case .readingChanged: "no longer listed by what is read since the configuration was changed"
    case .pageRemoved: "no longer read"
    case .unknown: "unknown"
    }
  }
}
