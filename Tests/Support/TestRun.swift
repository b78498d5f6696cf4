// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CTestRun

/// The run that this process makes of the tests.
package enum TestRun {
  /// How many tests, and examples of tests, run at the same time.
  package static let width = Int(ctestrun_width())
}
