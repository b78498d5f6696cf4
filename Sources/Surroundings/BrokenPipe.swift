// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc

/// What becomes of a program that writes to a pipe nobody reads any more.
package enum BrokenPipe {
  /// Has such writing fail with `EPIPE` in place of ending the program.
  ///
  /// - Returns: whether it would have ended the program: whoever started it then expects a quiet
  ///   end. Where the signal was ignored, an error is expected.
  package static func becomesAnError() -> Bool {
    let wasDeadly = hanaper_is_ignored(SIGPIPE) == 0
    hanaper_ignore_broken_pipes()
    return wasDeadly
  }
}
