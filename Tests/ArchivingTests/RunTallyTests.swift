// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(5)))
struct `The count of a run's visits` {
  @Test(
    arguments: [
      ("3", "4", 7), ("9223372036854775807", "1", nil), ("-1", "4", nil), ("0", "0", 0),
    ] as [(String, String, Int?)]
  )
  func `is the sum that its report states, where that is a sum`(
    visited: String,
    pages: String,
    sum: Int?
  ) throws {
    try ScratchDirectory.run { folder in
      let text =
        "{\"counts\":{\"pages\":\(pages),\"visited\":\(visited)},\"schema\":\"\(Archive.reportSchema)\"}\n"
      try Disk().create(folder.appending(Archive.reportName), holding: Array(text.utf8))
      #expect(RunTally.visitsCounted(in: folder) == sum)
    }
  }
}
