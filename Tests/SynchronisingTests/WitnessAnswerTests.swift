// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Fixity
import Foundation
import Ledger
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `What a witness answers` {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)

  private static func outcome(
    _ status: Int,
    _ body: String,
    after old: Int64 = 0
  ) throws -> Witnessing.Outcome {
    let own = Checkpoint(origin: "example.org/log", .empty)
    let checkpoint = SignedCheckpoint(own, by: [try NoteSigner("example.org/log", number: 1)])
    let witness = LedgerWitness(
      address: try WebAddress("https://w.example/"),
      key: try NoteSigner("w.example", number: 2, .cosignature).key
    )
    return Witnessing.judge(
      ShortReply(status: status, type: "text/plain", body: Array(body.utf8)),
      to: AddCheckpoint(after: old, [], checkpoint),
      witness,
      now
    ).outcome
  }

  @Test(arguments: ["\n", "\r\n"])
  func `its good signature is taken, however its line ends`(end: String) throws {
    let text = Checkpoint(origin: "example.org/log", .empty).text
    let signature = try NoteSigner("w.example", number: 2, .cosignature)
      .cosignature(over: text, at: 1_799_999_999)
    #expect(try Self.outcome(200, signature.line.dropLast() + end) == .signed(signature))
  }

  @Test func `that it saw a history which does not go on is an alarm only where it saw one`() throws
  {
    guard case .alarm = try Self.outcome(422, "", after: 7) else {
      Issue.record("no alarm")
      return
    }
    guard case .problem(let sentence, _) = try Self.outcome(422, "") else {
      Issue.record("an alarm")
      return
    }
    #expect(sentence == "it answered with the status 422")
  }

  @Test func `a signature of another key is a reason to look at the configuration`() throws {
    let text = Checkpoint(origin: "example.org/log", .empty).text
    let other = try NoteSigner("w.example", number: 3, .cosignature).cosignature(over: text, at: 1)
    guard case .problem(_, let next) = try Self.outcome(200, other.line) else {
      Issue.record("it is no problem")
      return
    }
    #expect("\(next)".contains("the configuration"))
  }
}
