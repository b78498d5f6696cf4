// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Delivery
import Foundation
import Records
import Reporting

/// What a nightly verification found.
struct VerificationMessage: DeliverableMessage {
  let report: Report
  let answer: Verify.Answer
  let status: Int32
  let began: Date

  var name: String { "verify-\(RunName(started: began).text)" }
  var subject: String {
    status == ExitStatus.damaged.rawValue
      ? "Hanaper: DAMAGED archive" : "Hanaper: the archive could not be checked whole"
  }
  var isNews: Bool { status != 0 }

  func json() throws -> [UInt8] { Array(try RecordCoding.encode(answer).utf8) }

  /// The pages are a run's, and a monitor that waits for runs hears of damage only.
  func isFor(_ output: Outputs.Kind) -> Bool {
    switch output {
    case .html, .atom, .metrics: false
    case .exec, .webhook, .mail, .ping: isNews
    }
  }

  func text(telling problems: [OutputProblem]) -> String {
    let lines = Report(ofOutputs: problems).lines(within: Report.messageWidth) + report.lines
    return lines.map(\.description).joined(separator: "\n") + "\n"
  }

  func page(_ page: Outputs.Page, telling problems: [OutputProblem]) -> String? { nil }
}
