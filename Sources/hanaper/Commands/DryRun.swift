// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Archiving
import Cataloguing
import Fetching
import Reporting
import Synchronising
import Text

/// What a run would do, as far as that is known before any request.
struct DryRun: Encodable {
  private let schema = "hanaper/sync-dry-run/1"
  private let sources: [SourceReading]
  private let requests: Int
  private let delay: Double

  private struct SourceReading: Encodable {
    let id: String
    let page: WebAddress?
    /// Documents that are known of it, or that it names.
    let documents: Int
  }

  /// - Parameters:
  ///   - plan: the run that would be.
  ///   - archive: nil where none has begun.
  /// - Throws: where the archive's catalogue cannot be read.
  init(_ plan: RunPlan, _ archive: Archive?) throws {
    let catalogue = try archive?.catalogue() ?? .empty()
    sources = try plan.sources.map { source in
      switch source.place {
      case .page(let page):
        let known = try catalogue.documents(of: source.id).count
        return SourceReading(id: source.id, page: page, documents: known)
      case .addresses(let addresses):
        return SourceReading(id: source.id, page: nil, documents: addresses.count)
      }
    }
    requests = sources.reduce(0) { $0 + $1.documents + ($1.page == nil ? 0 : 1) }
    delay = plan.politeness.delay.seconds
  }

  func print() {
    for source in sources {
      if let page = source.page {
        Output.print("\(source.id): would read \(page)")
        let known = Readable.count(source.documents, "document")
        Output.print("  and visit what it lists; \(known) known so far")
      } else {
        let addresses = Readable.count(source.documents, "address", "addresses")
        Output.print("\(source.id): would visit \(addresses)")
      }
    }
    let time = Readable.time(delay * Double(requests))
    Output.print(
      "About \(Readable.count(requests, "request")); at most \(time) if all are at one host."
    )
  }
}
