// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Archiving
package import Curl
package import Foundation
import HTTP
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
    case problem(String, next: String)
  }

  /// What one witness said.
  package struct Answer: Sendable {
    package let witness: LedgerWitness
    package let outcome: Outcome
    /// What came, as far as it is evidence; empty where it is none.
    package let evidence: String
  }

  private let ledger: ArchiveLedger
  private static let limits = TransferLimits(
    bodyBytes: 64 << 10,
    total: .seconds(30),
    stall: .seconds(15),
    connect: .seconds(10)
  )

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
    var size: Int64 = 0
    // What it saw last it says itself, once: it is not asked a third time.
    for attempt in 1...2 {
      let request: AddCheckpoint
      do {
        guard let made = try ledger.request(after: size) else {
          return Answer(
            witness: witness,
            outcome: .problem("the ledger has no checkpoint yet", next: "the next run asks again"),
            evidence: ""
          )
        }
        request = made
      } catch {
        return Answer(
          witness: witness,
          outcome: .problem(
            "the proof for it cannot be made: \(error)",
            next: "`hanaper verify` says what is wrong"
          ),
          evidence: ""
        )
      }
      let own = request.checkpoint.checkpoint.head.size
      let reply = await post(request.text, to: witness, loop)
      guard case .success(let (status, type, body)) = reply else {
        let reason = if case .failure(let error) = reply { "\(error)" } else { "" }
        return Answer(
          witness: witness,
          outcome: .problem(
            "it was not reached: \(reason)",
            next: "the next run asks again; should it stay so, ask its people"
          ),
          evidence: ""
        )
      }
      let evidence = "\(request.text)\n\(status) \(type)\n\(body)"
      switch status {
      case 200: return answer(body, request.checkpoint, witness, now, evidence)
      case 409:
        let digits = body.trimmingCharacters(in: .whitespacesAndNewlines)
        guard type.hasPrefix("text/x.tlog.size"), let seen = Int64(digits), seen >= 0 else {
          return rubbish(witness, "it says that it saw another checkpoint, and not which", evidence)
        }
        if seen > own {
          return Answer(
            witness: witness,
            outcome: .alarm(
              "it has seen \(seen.leaves) of this ledger, which has \(own): the archive was rolled back"
            ),
            evidence: evidence
          )
        }
        if seen == own {
          return Answer(
            witness: witness,
            outcome: .alarm(
              "it has seen another ledger of \(own.leaves) under this name: the roots differ, the ledger was forked"
            ),
            evidence: evidence
          )
        }
        guard attempt == 1 else {
          return rubbish(witness, "it says twice that it saw another checkpoint", evidence)
        }
        size = seen
      case 422:
        return Answer(
          witness: witness,
          outcome: .alarm(
            "the ledger does not go on from the \(size.leaves) that it has seen: it was rewritten"
          ),
          evidence: evidence
        )
      case 403, 404:
        let key = "\(request.checkpoint.checkpoint.origin)"
        return Answer(
          witness: witness,
          outcome: .problem(
            "it does not know the ledger \(key) by this key (status \(status))",
            next: "give its people the public key that `hanaper ledger` prints"
          ),
          evidence: ""
        )
      default: return rubbish(witness, "it answered with the status \(status)", evidence)
      }
    }
    return rubbish(witness, "it answered nothing that helps", "")
  }

  private func rubbish(_ witness: LedgerWitness, _ reason: String, _ evidence: String) -> Answer {
    Answer(
      witness: witness,
      outcome: .problem(reason, next: "the next run asks again; should it stay so, ask its people"),
      evidence: evidence
    )
  }

  /// Looks for the witness's own good signature.
  private func answer(
    _ body: String,
    _ checkpoint: SignedCheckpoint,
    _ witness: LedgerWitness,
    _ now: Date,
    _ evidence: String
  ) -> Answer {
    let lines = body.split(separator: "\n").compactMap { NoteSignature(line: $0) }
    for signature in lines {
      var signed = checkpoint
      signed.add([signature])
      guard signature.id == witness.key.id, signed.note.check(witness.key) == .good,
        let time = Cosignature(signature)?.time, Double(time) <= now.timeIntervalSince1970 + 300
      else { continue }
      return Answer(witness: witness, outcome: .signed(signature), evidence: "")
    }
    return rubbish(witness, "it answered with no signature of its key", evidence)
  }

  // MARK: HTTP

  private typealias Reply = (status: Int, type: String, body: String)

  private func post(
    _ text: String,
    to witness: LedgerWitness,
    _ loop: TransferLoop
  ) async -> Result<Reply, TransferError> {
    let base = witness.address.text.hasSuffix("/") ? witness.address.text : "\(witness.address)/"
    guard let address = try? WebAddress(base + "add-checkpoint") else {
      return .failure(.invalidRequest(detail: "its address takes no path"))
    }
    var request = Request(
      address,
      method: .post,
      fields: [HeaderField("Content-Type", "text/plain; charset=utf-8")],
      limits: Self.limits
    )
    request.body = Array(text.utf8)
    let sink = MemorySink()
    do throws(TransferError) {
      let response = try await loop.perform(request, into: sink)
      let fields = response.head.fields
      return .success(
        (
          response.head.status, fields["content-type"] ?? "",
          String(decoding: sink.bytes, as: UTF8.self)
        )
      )
    } catch {
      return .failure(error)
    }
  }
}

extension Int64 {
  fileprivate var leaves: String { self == 1 ? "1 leaf" : "\(self) leaves" }
}
