// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Appraisal
import Curl
package import Discovery
package import Fetching
import Filing
import Night
package import Records
package import SystemPackage

/// One look at an address, as a run would take it, with all that it came of; nothing is kept.
package struct AddressLook: Sendable {
  package let fetch: Fetch
  package let appraisal: AppraisalRecord
  /// The first bytes of the body; empty where none came.
  package let beginning: [UInt8]

  private static let shown = 16

  /// Asks for an address, by leave of its robots.txt, and for no more of its body than tells what it is.
  ///
  /// - Parameters:
  ///   - address: what is asked for.
  ///   - known: what is known of it.
  ///   - entry: how a source lists it, which may say what it leads to.
  ///   - format: in what form a source is read from it; nil where none is.
  ///   - plan: how to ask.
  ///   - memory: what hosts told earlier runs.
  ///   - suppressed: what was let go of, and is not asked for whatever leads to it.
  ///   - reason: why robots.txt is not asked; nil to obey it.
  ///   - spool: an existing empty directory for the body on its way.
  /// - Throws: what is no fault of the site's: a full disk, a cancelled task.
  package init(
    at address: WebAddress,
    known: Document?,
    entry: ListEntry?,
    list format: ListingFormat?,
    _ plan: RunPlan,
    memory: HostMemory,
    besides suppressed: Tombstones,
    reasonToIgnoreRobots reason: String?,
    spool: FilePath
  ) async throws {
    var candidate = Candidate(address: address, title: "", known: known)
    let link = Link(address: address, text: entry?.text ?? "")
    candidate.linkedKind = link.expectedKind
    // What a sitemap or a feed is called says nothing; that it is one is for its reader to say.
    let expectation: ResponseEvidence.Expectation =
      switch format {
      case .page: .page
      case .some: .unknown
      case nil: candidate.expectation
      }
    (fetch, appraisal, beginning) = try await TransferLoop.withLoop(plan.network) { loop in
      let fetcher = Fetcher(
        loop,
        plan,
        memory: memory,
        spool: spool,
        besides: suppressed
      )
      let order = FetchOrder(
        address,
        purpose: format == nil ? .signature : .page,
        reasonToIgnoreRobots: reason
      )
      let fetch =
        format == .page
        ? try await PageFetcher(fetcher: fetcher).fetch(order) : await fetcher.fetch(order)
      let (judged, appraisal) = try await AnswerJudge(fetcher).judge(
        fetch,
        expecting: expectation,
        isHeld: known?.version != nil,
        // A list page has been gone on from already, and a list of another form is none.
        mayGoOn: format == nil
      )
      let body = (try? judged.outcome.get())?.body
      let beginning = try await BlockingThreads.shared.run { try body?.head(Self.shown) ?? [] }
      return (judged, appraisal, beginning)
    }
  }
}
