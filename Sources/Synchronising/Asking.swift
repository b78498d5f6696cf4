// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing

/// What the configuration asks for: the sources of a run, and those that other runs read.
struct Asking: Sendable {
  private let listPages: Set<WebAddress>

  /// - Parameters:
  ///   - sources: the run's.
  ///   - configured: all of the configuration.
  init(_ sources: [Source], of configured: [Source]) {
    // A source that is off asks for nothing, unless a run names it.
    let asking = sources + configured.filter(\.isEnabled)
    listPages = Set(
      asking.compactMap { if case .page(let page) = $0.place { page } else { nil } }
    )
  }

  init(_ plan: RunPlan) {
    self.init(plan.sources, of: plan.configured ?? plan.sources)
  }

  /// Whether a source is read from the page, which is then no document, whoever links to it.
  func isListPage(_ address: WebAddress) -> Bool {
    listPages.contains(address)
  }
}
