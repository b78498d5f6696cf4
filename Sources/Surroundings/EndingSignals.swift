// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Foundation
import Glibc

/// The signals that ask a program to end: SIGTERM, SIGINT and SIGHUP.
///
/// One that was ignored when the program was started, as nohup(1) has it, stays ignored.
package enum EndingSignals {
  /// Before any library has been initialised, because that takes longer than a signal may.
  ///
  /// Source: System V ABI, Initialization and Termination Functions
  /// <https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html#init_fini>
  @section(".preinit_array") @used
  private static let holding: @convention(c) () -> Void = { hanaper_hold_ending_signals() }

  /// Hands each signal to `take`, on a thread of its own, from the first that came.
  package static func watch(_ take: @escaping @Sendable (CInt) -> Void) {
    let descriptor = hanaper_note_ending_signals()
    guard descriptor >= 0 else { return hanaper_release_ending_signals() }
    Thread.detachNewThread {
      hanaper_release_ending_signals()
      while case let signal = hanaper_next_ending_signal(descriptor), signal != 0 { take(signal) }
    }
  }

  /// Ends the process by a signal, as if it had never been held.
  package static func end(by signal: CInt) {
    hanaper_end_by(signal)
  }

  /// What the signal is called.
  package static func name(of signal: CInt) -> String {
    switch signal {
    case SIGHUP: "SIGHUP"
    case SIGINT: "SIGINT"
    case SIGTERM: "SIGTERM"
    default: "signal \(signal)"
    }
  }
}
