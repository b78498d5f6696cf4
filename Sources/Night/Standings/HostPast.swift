// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records

/// How a host was before tonight, which decides whose testimony counts.
struct HostPast {
  /// How long it has been ill; nil where it was well in the last run.
  let illness: Illness?
  /// When the last run began in which it was well; nil where none is known.
  let lastWell: Date?

  init(of host: String, _ history: RunHistory) {
    illness = history.illness(ofHost: host)
    lastWell = history.lastWell(ofHost: host)
  }

  var illSince: Date? { illness?.since }
}
