// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Delivery
import Foundation
import Records
import Reporting

/// That a command could not do its work at all.
struct FailureMessage: DeliverableMessage {
  let command: String
  let error: String
  let status: Int32
  let began: Date

  var name: String { "\(command)-\(RunName(started: began).text)" }
  var subject: String { "Hanaper: \(command) could not do its work" }
  var isNews: Bool { true }

  private struct Answer: Encodable {
    let schema = "hanaper/failure/1"
    let command: String
    let status: Int32
    let error: String
  }

  func json() throws -> [UInt8] {
    Array(try RecordCoding.encode(Answer(command: command, status: status, error: error)).utf8)
  }

  /// The pages say how it stood when a run came to its end last.
  func isFor(_ output: Outputs.Kind) -> Bool { ![.html, .atom, .metrics].contains(output) }

  func text(telling problems: [OutputProblem]) -> String {
    let report = Report(ofFailure: error, of: command, status: status)
    let lines = report.lines + Report(ofOutputs: problems).lines
    return lines.map(\.description).joined(separator: "\n") + "\n"
  }

  func page(_ page: Outputs.Page, telling problems: [OutputProblem]) -> String? { nil }
}
