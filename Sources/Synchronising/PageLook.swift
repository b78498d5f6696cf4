// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Night
import Appraisal
package import Addressing
import Records
import Curl
import Discovery
import Fetching
import Filing
package import SystemPackage

/// One look at a list page, before there is an archive: as polite as a run, and soon over.
package struct PageLook: Sendable {
  package enum Outcome: Sendable {
    case seen(SourceProposal)
    /// Why not: one clause, no capital, no full stop.
    case notSeen(String)
  }

  private static let longestPage: Int64 = 8_000_000

  private let plan: RunPlan
  private let spool: FilePath
  private let patience: Duration

  /// - Parameters:
  ///   - plan: how to ask; its sources play no part.
  ///   - spool: an existing empty directory for the body on its way.
  ///   - patience: for how long the page is waited for.
  package init(_ plan: RunPlan, spool: FilePath, patience: Duration = .seconds(20)) {
    var plan = plan
    plan.retries = .never
    plan.limits.total = patience
    plan.limits.bodyBytes = Self.longestPage
    self.plan = plan
    self.spool = spool
    self.patience = patience
  }

  /// Asks for the page, by leave of its robots.txt.
  ///
  /// - Throws: what is no fault of the site's: a full disk, a cancelled task.
  package func look(at page: WebAddress) async throws -> Outcome {
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      group.addTask {
        try await TransferLoop.withLoop(plan.network) { loop in
          try await read(page, with: Fetcher(loop, plan, spool: spool))
        }
      }
      // For all requests together: robots.txt and every redirect are answered by whom they please.
      group.addTask {
        try await Task.sleep(for: patience)
        return .notSeen("it did not come within \(patience.components.seconds) seconds")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? .notSeen("nobody looked")
    }
  }

  /// Looks once more: at pages that may hold the files, and where links have queries, at the page itself, to see what of them is of one load.
  ///
  /// What does not come in time, or not at all, suggests nothing.
  ///
  /// - Parameters:
  ///   - page: which.
  ///   - proposal: what the first look suggests.
  /// - Returns: what both suggest.
  /// - Throws: what is no fault of the site's: a full disk, a cancelled task.
  package func lookFurther(
    at page: WebAddress,
    _ proposal: SourceProposal
  ) async throws -> SourceProposal {
    try await TransferLoop.withLoop(plan.network) { loop in
      let fetcher = Fetcher(loop, plan, spool: spool)
      let end = ContinuousClock.now.advanced(by: patience * 2)
      var proposal = proposal
      // The site was asked just now.
      try await Task.sleep(for: plan.politeness.delay)
      for link in proposal.pagesToLookInto where ContinuousClock.now < end {
        switch try await lookInto(link.address, with: fetcher) {
        case .list(let listing): proposal.take(listing, of: link)
        case .barred: proposal.takeBarred(link)
        case .nothing: continue
        }
      }
      if !proposal.withQuery.isEmpty, ContinuousClock.now < end,
        case .list(let listing) = try await lookInto(page, with: fetcher)
      {
        proposal.takeAgain(listing)
      }
      return proposal
    }
  }

  /// What came where a further page was looked for.
  private enum Sight {
    case list(Listing)
    /// By robots.txt.
    case barred
    case nothing
  }

  private func lookInto(_ page: WebAddress, with fetcher: Fetcher) async throws -> Sight {
    let fetch = await fetcher.fetch(FetchOrder(page, purpose: .page))
    let verdict = try await fetch.appraised(expecting: .page).verdict
    if verdict == .refused(.robots) { return .barred }
    guard case .page = verdict, let answer = try? fetch.outcome.get() else { return .nothing }
    return .list(try await BlockingThreads.shared.run { try answer.listing() })
  }

  private func read(_ page: WebAddress, with fetcher: Fetcher) async throws -> Outcome {
    let fetch = await fetcher.fetch(FetchOrder(page, purpose: .page))
    let appraisal = try await fetch.appraised(expecting: .page)
    guard case .page = appraisal.verdict, let answer = try? fetch.outcome.get() else {
      let advice =
        appraisal.verdict == .refused(.privateAddress)
        ? "; if that network is yours, write `allowPrivateAddresses: true` below `network` in the configuration"
        : ""
      return .notSeen(appraisal.sentence + advice)
    }
    let listing = try await BlockingThreads.shared.run { try answer.listing() }
    let rules = await KnownRules(fetcher.memory, for: plan.network.userAgent)
    return .seen(SourceProposal(listing, at: answer.address, barred: rules.bar))
  }
}
