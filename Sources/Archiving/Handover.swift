// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Synchronization

/// An intake on its way into a task.
///
/// What a task captured it may hold for a moment after its end; and with an intake, the archive's lock.
final class Handover: Sendable {
  private let intake: Mutex<Intake?>

  init(_ intake: Intake) {
    self.intake = Mutex(intake)
  }

  func take() -> Intake? { intake.withLock { $0.take() } }
}
