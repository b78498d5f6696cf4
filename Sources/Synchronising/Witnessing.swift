// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Archiving
package import Curl
package import Foundation
package import Ledger

/// Somebody elsewhere who signs for the checkpoints of the ledger, and remembers the last one.
package struct LedgerWitness: Hashable, Sendable {
  /// Below which it is asked.
  package let address: WebAddress
  package let key: NoteKey

  package init(address: WebAddress, key: NoteKey) {
    (self.address, self.key) = (address, key)
  }
}

/// Asks witnesses to sign for the ledger's last checkpoint.
///
/// A witness that saw another history than ours is the loudest alarm there is: the archive was rolled back or forked. All
/// else that goes wrong is told, and costs nothing else.
///
/// Source: C2SP tlog-witness <https://c2sp.org/tlog-witness>
package struct Witnessing: Sendable {
  package enum Outcome: Hashable, Sendable {
    case signed(NoteSignature)
    /// It saw what our ledger does not go on from; one clause, no full stop.
    case alarm(String)
    /// It did not sign; why, and what to do next.
    case problem(String, next: Advice)
  }

  /// What one witness said.
  package struct Answer: Sendable {
    package let witness: LedgerWitness
    package let outcome: Outcome
    /// What came, as far as it is evidence; empty where it is none.
    package let evidence: String
  }

  private typealias Judged = (outcome: Outcome, isEvidence: Bool)

  private let ledger: ArchiveLedger
  private static let mostBytes: Int64 = 64 << 10
  private static let askAgain: Advice = "the next run asks again; should it stay so, ask its people"

  package init(of ledger: ArchiveLedger) {
    self.ledger = ledger
  }

  /// Asks all of them, one after the other.
  ///
  /// - Parameters:
  ///   - witnesses: who.
  ///   - network: how requests are made.
  ///   - now: what time it is.
  /// - Returns: what each said.
  package func ask(
    _ witnesses: [LedgerWitness],
    _ network: NetworkSettings,
    at now: Date
  ) async -> [Answer] {
    await TransferLoop.withLoop(network) { loop in
      var answers: [Answer] = []
      for witness in witnesses { answers.append(await ask(witness, loop, now)) }
      return answers
    }
  }

  private func ask(_ witness: LedgerWitness, _ loop: TransferLoop, _ now: Date) async -> Answer {
    do throws(Unasked) {
      let request = try request(after: 0)
      let reply = try await post(request, to: witness, loop)
      guard let seen = Self.seen(by: reply), seen > 0,
        seen <= request.checkpoint.checkpoint.head.size
      else {
        return Self.judge(reply, to: request, witness, now)
      }
      // What it saw last it says itself, once: it is not asked a third time. One that has seen as many as we have may have
      // seen just these, and did not know that we know it.
      let second = try self.request(after: seen)
      return Self.judge(try await post(second, to: witness, loop), to: second, witness, now)
    } catch {
      return Answer(
        witness: witness,
        outcome: .problem(error.sentence, next: error.next),
        evidence: ""
      )
    }
  }

  /// Why a witness gave no answer.
  private struct Unasked: Error {
    let sentence: String
    let next: Advice
  }

  private func request(after size: Int64) throws(Unasked) -> AddCheckpoint {
    do {
      if let request = try ledger.request(after: size) { return request }
    } catch {
      throw Unasked(
        sentence: "the proof for it cannot be made: \(error)",
        next: "\(NextCommand.verify) says what is wrong"
      )
    }
    throw Unasked(
      sentence: "the ledger has no checkpoint yet",
      next: "the next run asks again"
    )
  }

  private func post(
    _ request: AddCheckpoint,
    to witness: LedgerWitness,
    _ loop: TransferLoop
  ) async throws(Unasked) -> ShortReply {
    let base = witness.address.text.hasSuffix("/") ? witness.address.text : "\(witness.address)/"
    guard let address = try? WebAddress(base + "add-checkpoint") else {
      throw Unasked(
        sentence: "its address takes no path",
        next: "put it right in the configuration, below `ledger`"
      )
    }
    do throws(TransferError) {
      return try await loop.post(
        Array(request.text.utf8),
        as: "text/plain; charset=utf-8",
        to: address,
        atMost: Self.mostBytes
      )
    } catch {
      throw Unasked(sentence: "it gave no answer: \(error)", next: Self.askAgain)
    }
  }

  // MARK: What it says

  /// How many leaves the checkpoint has that a witness saw last, where it says so.
  private static func seen(by reply: ShortReply) -> Int64? {
    guard reply.status == 409, reply.type.hasPrefix("text/x.tlog.size") else { return nil }
    let digits = reply.text.trimmingCharacters(in: .whitespacesAndNewlines)
    return Int64(digits).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// What a witness's answer means.
  static func judge(
    _ reply: ShortReply,
    to request: AddCheckpoint,
    _ witness: LedgerWitness,
    _ now: Date
  ) -> Answer {
    let (outcome, isEvidence) =
      switch reply.status {
      case 200: signature(in: reply, under: request.checkpoint, of: witness.key, now)
      case 409: conflict(seen(by: reply), with: request)
      case 422 where request.oldSize > 0:
        (Outcome.alarm(rewritten(since: request.oldSize)), true)
      case 403, 404: (unknown(request.checkpoint.checkpoint.origin, reply.status), false)
      default: rubbish("it answered with the status \(reply.status)")
      }
    return Answer(
      witness: witness,
      outcome: outcome,
      evidence: isEvidence
        ? "\(request.text)\n\(reply.status) \(reply.type)\n\(reply.text)" : ""
    )
  }

  /// Looks for the witness's own good signature.
  private static func signature(
    in reply: ShortReply,
    under checkpoint: SignedCheckpoint,
    of key: NoteKey,
    _ now: Date
  ) -> Judged {
    for signature in reply.text.split(whereSeparator: \.isNewline).compactMap({
      NoteSignature(line: $0)
    }) {
      var signed = checkpoint
      signed.add([signature])
      guard signature.id == key.id, signed.note.check(key) == .good,
        let time = Cosignature(signature)?.time, Double(time) <= now.timeIntervalSince1970 + 300
      else { continue }
      return (.signed(signature), false)
    }
    return (
      .problem(
        "it answered with no signature of its key \(key.name)",
        next:
          "see that the configuration has the key that it prints when it starts; should it have, ask its people"
      ),
      true
    )
  }

  private static func conflict(_ seen: Int64?, with request: AddCheckpoint) -> Judged {
    let own = request.checkpoint.checkpoint.head.size
    guard let seen else {
      return rubbish("it says that it saw another checkpoint, and not which")
    }
    if seen > own {
      let sentence =
        "it has seen \(seen.leaves) of this ledger, which has \(own): the archive was rolled back"
      return (.alarm(sentence), true)
    }
    if seen == own {
      let sentence =
        "it has seen another ledger of \(own.leaves) under this name: the roots differ, the ledger was forked"
      return (.alarm(sentence), true)
    }
    return rubbish("it saw a checkpoint of \(seen.leaves), it says, and takes no proof from there")
  }

  private static func rewritten(since old: Int64) -> String {
    "the ledger does not go on from the \(old.leaves) that it has seen: it was rewritten"
  }

  private static func unknown(_ origin: String, _ status: Int) -> Outcome {
    .problem(
      "it does not know the ledger \(origin) by this key (status \(status))",
      next: "give its people the public key that \(NextCommand("ledger")) prints"
    )
  }

  private static func rubbish(_ sentence: String) -> Judged {
    (.problem(sentence, next: Self.askAgain), true)
  }
}
