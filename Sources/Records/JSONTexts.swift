// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Synchronization

// A night reads and writes a verdict and a standing for every document, and few of them differ.

extension Verdict {
  private static let texts = JSONTexts<Verdict>()

  /// Reads a verdict from its JSON text; nil where it is none.
  package init?(json: String) {
    guard let verdict = Self.texts.judgement(in: json) else { return nil }
    self = verdict
  }

  /// Its JSON text, on one line.
  package var json: String {
    get throws { try Self.texts.text(of: self) }
  }
}

extension Standing {
  private static let texts = JSONTexts<Standing>()

  /// Reads a standing from its JSON text; nil where it is none.
  package init?(json: String) {
    guard let standing = Self.texts.judgement(in: json) else { return nil }
    self = standing
  }

  /// Its JSON text, on one line.
  package var json: String {
    get throws { try Self.texts.text(of: self) }
  }
}

/// Judgements and the JSON texts that stand for them, as far as they were met lately.
private final class JSONTexts<Judgement: Codable & Hashable & Sendable>: Sendable {
  private struct State {
    var texts: [Judgement: String] = [:]
    var judgements: [String: Judgement] = [:]
  }

  /// So many are remembered, of those with a date or an address in them too.
  private static var capacity: Int { 256 }

  private let state = Mutex(State())

  func text(of judgement: Judgement) throws -> String {
    if let text = state.withLock({ $0.texts[judgement] }) { return text }
    let text = String(try RecordCoding.encodeLine(judgement).dropLast())
    remember(judgement, text)
    return text
  }

  func judgement(in text: String) -> Judgement? {
    if text.isEmpty { return nil }
    if let judgement = state.withLock({ $0.judgements[text] }) { return judgement }
    guard let judgement = try? RecordCoding.decode(Judgement.self, from: text.utf8) else {
      return nil
    }
    remember(judgement, text)
    return judgement
  }

  private func remember(_ judgement: Judgement, _ text: String) {
    state.withLock { state in
      if max(state.texts.count, state.judgements.count) >= Self.capacity { state = State() }
      state.texts[judgement] = text
      state.judgements[text] = judgement
    }
  }
}
