// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Text

/// What a run would do, by what the sources list now and what is known of them.
package struct DryRun: Encodable, Sendable {
  private let schema = "hanaper/sync-dry-run/2"
  private let sources: [Reading]
  private let lists: SourceTrials
  private let requests: Int
  private let delay: Double

  /// A source that would be read.
  package struct Reading: Encodable, Sendable {
    let id: String
    /// Is nil where the source names its documents itself.
    let page: WebAddress?
    /// Documents that are known of it.
    let documents: Int
    /// What it lists and is not known yet.
    let new: Int
    /// How many of those that are known are ordinary web pages, which it does not keep and which are left alone for a while.
    let pages: Int

    package init(id: String, page: WebAddress?, documents: Int, new: Int = 0, pages: Int = 0) {
      self.id = id
      self.page = page
      self.documents = documents
      self.new = new
      self.pages = pages
    }
  }

  package init(_ sources: [Reading], _ lists: SourceTrials, delay: Duration) {
    (self.sources, self.lists) = (sources, lists)
    requests = sources.reduce(0) {
      $0 + $1.documents + $1.new - $1.pages + ($1.page == nil ? 0 : 1)
    }
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
      let known = Readable.count(source.documents, "document") + " known so far"
      let pages =
        source.pages == 0
        ? ""
        : ", of which "
          + Readable.count(source.pages, "is an ordinary web page", "are ordinary web pages")
          + " that it does not keep, and not asked for"
      report.say("\(source.id): would visit \(known)\(pages), and \(source.new) that are not")
    }
    let time = Readable.time(delay * Double(requests))
    let amount = Readable.count(requests, "request")
    report.say("About \(amount); at most \(time) if all are at one host.")
    return report
  }
}
