// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Text

/// What a run would do, as far as that is known before any request.
package struct DryRun: Encodable, Sendable {
  private let schema = "hanaper/sync-dry-run/1"
  private let sources: [Reading]
  private let requests: Int
  private let delay: Double

  /// A source that would be read.
  package struct Reading: Encodable, Sendable {
    let id: String
    /// Is nil where the source names its documents itself.
    let page: WebAddress?
    /// Documents that are known of it, or that it names.
    let documents: Int
    /// How many of these are ordinary web pages, which it does not keep and which are left alone for a while.
    let pages: Int

    package init(id: String, page: WebAddress?, documents: Int, pages: Int = 0) {
      self.id = id
      self.page = page
      self.documents = documents
      self.pages = pages
    }
  }

  package init(_ sources: [Reading], delay: Duration) {
    self.sources = sources
    requests = sources.reduce(0) { $0 + $1.documents - $1.pages + ($1.page == nil ? 0 : 1) }
    self.delay = delay.seconds
  }
}

extension Report {
  package init(of run: DryRun) {
    self = run.report
  }
}

extension DryRun {
  fileprivate var report: Report {
    var report = Report()
    for source in sources {
      if let page = source.page {
        let known = Readable.count(source.documents, "document")
        let pages = Readable.count(
          source.pages,
          "is an ordinary web page",
          "are ordinary web pages"
        )
        report.say(
          "\(source.id): would read \(page)",
          more: [
            "and visit what it lists; \(known) known so far"
              + (source.pages == 0
                ? "" : ", of which \(pages) that it does not keep, and not asked for")
          ]
        )
      } else {
        let addresses = Readable.count(source.documents, "address", "addresses")
        report.say("\(source.id): would visit \(addresses)")
      }
    }
    let time = Readable.time(delay * Double(requests))
    let amount = Readable.count(requests, "request")
    report.say("About \(amount); at most \(time) if all are at one host.")
    return report
  }
}
