// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing
import Text

@Suite(.timeLimit(.minutes(5)))
struct `An amount` {
  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (312_400_000, "312.4 MB"),
      (5_000_000_000, "5.0 GB"), (1_500_000_000_000, "1.5 TB"), (-1, "-1 B"),
    ] as [(Int64, String)]
  )
  func `of bytes is told in the largest unit of which there is one`(bytes: Int64, words: String) {
    #expect(bytes.inWords == words)
  }

  @Test func `of time is counted in whole milliseconds, or in seconds`() {
    let time = Duration.seconds(2) + .microseconds(1_999)
    #expect(time.wholeMilliseconds == 2_001)
    #expect(abs(time.seconds - 2.001_999) < 1e-9)
    #expect(Duration.milliseconds(-1).wholeMilliseconds == -1)
  }
}
