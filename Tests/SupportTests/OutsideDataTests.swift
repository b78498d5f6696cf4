// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Outside data` {
  @Test
  func `a collection that nobody has is not found`() {
    #expect(OutsideData.directory("no such collection") == nil)
  }

  @Test(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"))
  func `is a folder of collections`() {
    #expect(OutsideData.directory(".") != nil)
  }
}
