// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Reporting

@Suite(.timeLimit(.minutes(5)))
struct `What is told of a repair` {
  @Test func `does not say that nothing is damaged where not all could be read`() {
    var account = RepairAccount(found: 0, plans: [], isDone: false)
    #expect(Report(ofRepair: account, in: .sample).text == "Nothing is damaged.")
    account.unread = 2
    let text = Report(ofRepair: account, in: .sample).text
    #expect(text.hasPrefix("2 places could not be read for want of permission: "))
    #expect(text.contains("`hanaper verify --config my.yaml` names them"))
    #expect(!text.contains("Nothing is damaged"))
  }
}
