// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// What a night is told before it begins.
package struct NightPlan: Sendable {
  package var sources: [Source]
  /// All sources of the configuration, with those that are off or not in this run.
  package var configured: [Source]
  /// Ask for everything whole, whatever the validators say.
  package var isDeep: Bool
  /// When it began.
  package var started: Date

  /// - Parameters:
  ///   - sources: the run's.
  ///   - configured: nil means that the run's are all.
  ///   - isDeep: whether everything is asked for whole.
  ///   - started: when it began.
  package init(
    sources: [Source],
    configured: [Source]? = nil,
    isDeep: Bool = false,
    started: Date
  ) {
    self.sources = sources
    self.configured = configured ?? sources
    self.isDeep = isDeep
    self.started = started
  }
}
