// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Appraisal
package import Night
package import Records
import Curl
import Discovery
import Fetching
import Filing
import Foundation
import HTTP
import Synchronization
package import SystemPackage

/// A run of `check`: which links of some pages are dead? Nothing is kept.
///
/// It carries out what a `LinkCheck` orders, and tells it what came of that.
package struct LinkChecker: Sendable {
  /// What is to be checked.
  package enum Target: Sendable {
    /// A page with all its links; what turns out to be a document is checked itself.
    case address(WebAddress)
    /// The lists of a configured source, from which links have to be read; of a sitemap, what the source visits.
    case source(Source)
    /// A page or text on disk, and the address that its relative links are meant against; without one they are
    /// meant for files.
    case file(FilePath, base: WebAddress?)
    /// A page, a text or a list of addresses that came by standard input.
    case text([UInt8], name: String, base: WebAddress?)
  }

  private let plan: RunPlan
  private let spool: FilePath
  private let folder: FilePath
  private let earlier: EarlierAnswers?
  private let memory: HostMemory

  /// - Parameters:
  ///   - plan: how to ask; its sources play no part.
  ///   - spool: an existing empty directory for bodies on their way.
  ///   - folder: where relative paths begin.
  ///   - earlier: what need not be asked again; nil to ask for all.
  ///   - memory: what hosts told the last run.
  package init(
    _ plan: RunPlan,
    spool: FilePath,
    in folder: FilePath = FilePath(FileManager.default.currentDirectoryPath),
    earlier: EarlierAnswers? = nil,
    besides memory: HostMemory = HostMemory()
  ) {
    self.plan = plan
    self.spool = spool
    self.folder = folder
    self.earlier = earlier
    self.memory = memory
  }

  package func run(
    _ targets: [Target],
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async throws -> LinkCheckReport {
    try await TransferLoop.withLoop(plan.network) { loop in
      let fetcher = Fetcher(loop, plan, memory: memory, spool: spool)
      let judge = AnswerJudge(fetcher)
      let check = Mutex(LinkCheck(in: folder.string))
      let state = Mutex(RunProgress())
      @Sendable func tell(_ change: (inout RunProgress) -> Void) {
        progress(
          state.withLock {
            change(&$0)
            return $0
          }
        )
      }
      try await RunCourse.follow(
        pages: targets.indices,
        plan.politeness,
        reading: { index in
          let events = try await read(targets[index], with: fetcher)
          let orders = check.withLock { check in events.flatMap { check.take($0) } }
          var due: [LinkCheck.Candidate] = []
          for order in orders {
            switch order {
            case .visit(let candidates): due += candidates
            case .look(let files):
              for (file, look) in zip(files, await LocalPages.looks(at: files)) {
                check.withLock { _ = $0.take(.looked(file, look)) }
              }
            }
          }
          if !due.isEmpty { tell { $0.planned += due.count } }
          return due
        },
        host: \.address.authority,
        making: { $0 },
        visiting: { candidate in
          let (response, bytes) = try await visit(candidate, with: fetcher, judge)
          check.withLock { _ = $0.take(.visited(candidate, response)) }
          tell {
            $0.visited += 1
            $0.bytes += bytes
          }
        }
      )
      return check.withLock { $0.report }
    }
  }

  // MARK: Pages

  private func read(_ target: Target, with fetcher: Fetcher) async throws -> [LinkCheck.Event] {
    switch target {
    case .file(let path, let base):
      [
        await BlockingThreads.shared.run { [folder] in LocalPages.read(path, base, in: folder) }
      ]
    case .text(let bytes, let name, let base):
      [
        await BlockingThreads.shared.run { [folder] in
          LocalPages.read(bytes, called: name, base, in: folder)
        }
      ]
    case .address(let page):
      [try await read(LinkCheck.Page(page), at: page, as: .page, with: fetcher).event]
    case .source(let source): try await read(source, with: fetcher)
    }
  }

  private func read(
    _ source: Source,
    with fetcher: Fetcher
  ) async throws -> [LinkCheck.Event] {
    guard let first = source.listPage else { return [] }
    var gathering = ListGathering(source, from: first)
    var events: [LinkCheck.Event] = []
    while let step = gathering.next {
      let page = LinkCheck.Page(step.address, of: source.id)
      let (event, listing) = try await read(page, at: step.address, as: step.format, with: fetcher)
      switch event {
      case .read(let page, let place, let read):
        gathering.take(read, at: listing ?? step.address, .page)
        // A sitemap names every page of a site; what is checked is what the source asks for.
        let checked = step.format == .sitemap ? read.keeping(source.follows) : read
        events.append(.read(page, at: place, checked))
      case .answered(_, let response, _) where response.isFile && gathering.takeDocument():
        // The link to it is checked like any other.
        break
      default:
        gathering.fail(.softMissing(.wrongType), because: "")
        events.append(event)
      }
    }
    return events
  }

  private func read(
    _ page: LinkCheck.Page,
    at address: WebAddress,
    as format: ListingFormat,
    with fetcher: Fetcher
  ) async throws -> (event: LinkCheck.Event, at: WebAddress?) {
    let order = FetchOrder(address, purpose: .page)
    let fetch =
      format == .page
      ? try await PageFetcher(fetcher: fetcher).fetch(order) : await fetcher.fetch(order)
    let appraisal = try await fetch.appraised(expecting: .unknown)
    guard appraisal.verdict.mayBeList(of: format), let answer = try? fetch.outcome.get() else {
      // A page that came whole and sends its readers on.
      let refresh = fetch.hops.last { $0.status == 200 }
      return (.answered(page, LinkCheck.Response(appraisal, of: fetch), refresh: refresh), nil)
    }
    do throws(FilingError) {
      let listing = try await BlockingThreads.shared.run { () throws(FilingError) in
        try answer.listing(as: format, withParts: true)
      }
      if let fault = listing.fault {
        return (.unread(page, because: fault.sentence(wanting: format)), nil)
      }
      // A page that sends its readers on holds no links; the one that they come to does.
      return (.read(page, at: answer.address.text, listing), answer.address)
    } catch {
      guard error.isOfReading else { throw error }
      return (.unread(page, because: error.reason), nil)
    }
  }

  // MARK: Links

  private func visit(
    _ candidate: LinkCheck.Candidate,
    with fetcher: Fetcher,
    _ judge: AnswerJudge
  ) async throws -> (LinkCheck.Response, bytes: Int64) {
    if let known = earlier?.response(to: candidate) { return (known, 0) }
    let expectation: ResponseEvidence.Expectation =
      candidate.expectedKind.map { .document(known: $0) } ?? .unknown
    // What an answer without a body says proves nothing: only what is served tells what is there.
    let (fetch, appraisal) = try await judge.judge(
      await fetcher.fetch(FetchOrder(candidate.address, purpose: .signature)),
      expecting: expectation,
      isHeld: true
    )
    var bytes = (try? fetch.outcome.get())?.receivedBytes ?? 0
    var parts: PageParts?
    if candidate.wantsParts, case .page = appraisal.verdict {
      let (found, more) = try await self.parts(of: fetch, with: fetcher)
      (parts, bytes) = (found, bytes + more)
    }
    let response = LinkCheck.Response(appraisal, of: fetch, parts)
    earlier?.note(response, of: candidate, at: plan.clock())
    return (response, bytes)
  }

  /// The parts of a page; nil where it cannot be had whole, or is none any more.
  private func parts(
    of beginning: Fetch,
    with fetcher: Fetcher
  ) async throws -> (PageParts?, bytes: Int64) {
    var fetch = beginning
    var bytes: Int64 = 0
    if let answer = try? beginning.outcome.get(), answer.response.isAbandoned {
      fetch = await fetcher.fetch(FetchOrder(beginning.finalAddress, purpose: .page))
      bytes = (try? fetch.outcome.get())?.receivedBytes ?? 0
    }
    guard let answer = try? fetch.outcome.get(),
      case .page = try await fetch.appraised(expecting: .page).verdict
    else { return (nil, bytes) }
    do throws(FilingError) {
      let listing = try await BlockingThreads.shared.run { () throws(FilingError) in
        try answer.listing(withParts: true)
      }
      return (listing.parts, bytes)
    } catch {
      guard error.isOfReading else { throw error }
      return (nil, bytes)
    }
  }
}

extension LinkCheck.Response {
  fileprivate var isFile: Bool { if case .document = appraisal.verdict { true } else { false } }

  fileprivate init(_ appraisal: AppraisalRecord, of fetch: Fetch, _ parts: PageParts? = nil) {
    self.init(appraisal, status: (try? fetch.outcome.get())?.status, parts: parts)
  }
}
