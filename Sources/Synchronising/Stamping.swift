// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Archiving
package import Curl
import Fixity
package import Foundation
import Ledger

/// Asks authorities for a time stamp over the ledger's last checkpoint.
///
/// What goes wrong with one costs nothing but that it is told.
///
/// Source: RFC 3161 §3.4 <https://www.rfc-editor.org/rfc/rfc3161#section-3.4>
package struct Stamping: Sendable {
  /// What one authority answered.
  package struct Answer: Sendable {
    package let authority: WebAddress
    /// The time, and where the stamp is kept, relative to the archive; or why there is none, and where its answer is kept.
    package let outcome: Result<(time: Date, place: String), Failure>
  }

  package struct Failure: Error, Sendable {
    package let sentence: String
    /// What came, as far as it is evidence.
    package let evidence: [UInt8]
  }

  /// A clock may be out by so much, either way.
  private static let slack: TimeInterval = 600

  private let ledger: ArchiveLedger
  private let shelf: StampShelf

  package init(in archive: Archive) {
    ledger = ArchiveLedger(of: archive)
    shelf = StampShelf(of: archive)
  }

  /// Asks all of them, one after the other, and keeps what they stamped.
  ///
  /// - Parameters:
  ///   - authorities: who.
  ///   - network: how requests are made, and which certificates are trusted.
  ///   - now: what time it is.
  /// - Returns: what each answered; nothing where the ledger has no checkpoint.
  package func ask(
    _ authorities: [WebAddress],
    _ network: NetworkSettings,
    at now: Date
  ) async -> [Answer] {
    guard let checkpoint = try? ledger.checkpoint() else { return [] }
    let text = Array(checkpoint.text.utf8)
    return await TransferLoop.withLoop(network) { loop in
      var answers: [Answer] = []
      for authority in authorities {
        let outcome = await stamp(text, by: authority, network, loop, now)
        answers.append(Answer(authority: authority, outcome: outcome))
      }
      return answers
    }
  }

  private func stamp(
    _ text: [UInt8],
    by authority: WebAddress,
    _ network: NetworkSettings,
    _ loop: TransferLoop,
    _ now: Date
  ) async -> Result<(time: Date, place: String), Failure> {
    let query = TimeStampRequest(over: text)
    let reply: ShortReply
    do throws(TransferError) {
      reply = try await loop.post(
        query.bytes,
        as: "application/timestamp-query",
        to: authority,
        atMost: Int64(StampShelf.mostBytes)
      )
    } catch {
      return .failure(Failure(sentence: "it gave no answer: \(error)", evidence: []))
    }
    guard reply.status == 200 else {
      return .failure(
        Failure(sentence: "it answered with the status \(reply.status)", evidence: reply.body)
      )
    }
    let stamp: TimeStamp
    do throws(TimeStamp.Fault) {
      stamp = try TimeStamp(reply.body, to: query, trusting: network.certificates)
    } catch {
      return .failure(Failure(sentence: "\(error)", evidence: reply.body))
    }
    guard abs(stamp.time.timeIntervalSince(now)) <= Self.slack else {
      return .failure(
        Failure(
          sentence: "its clock says \(stamp.time.formatted(.iso8601)), and ours another time",
          evidence: reply.body
        )
      )
    }
    do {
      let place = try shelf.keep(
        reply.body,
        at: stamp.time,
        over: text,
        to: query.bytes,
        by: String(authority.host)
      )
      return .success((stamp.time, place))
    } catch {
      return .failure(Failure(sentence: "its stamp could not be kept: \(error)", evidence: []))
    }
  }
}
