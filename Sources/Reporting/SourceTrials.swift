// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records

/// What sources would bring: their lists were read, and no document was asked for.
package struct SourceTrials: Encodable, Sendable {
  private let schema = "hanaper/source-test/1"
  package let sources: [Trial]

  package init(_ sources: [Trial]) {
    self.sources = sources
  }

  package struct Trial: Encodable, Sendable {
    let id: String
    let title: String
    /// Nil where the source names its documents itself.
    let address: WebAddress?
    /// Whether its list was read, be it in part.
    package let wasRead: Bool
    /// How many documents it lists.
    let listed: Int
    /// How many of them the archive does not know yet; nil where there is no archive.
    package let unknown: Int?
    /// How many the archive knows as listed by it, and are not listed now; nil where there is no archive.
    let notListed: Int?
    /// What it lists, but for what a source before it lists, too.
    package let documents: [Document]
    let outcome: RunReport.SourceOutcome

    package struct Document: Encodable, Sendable {
      let address: WebAddress
      let text: String
      let heading: String?
      /// Whether the archive knows it; nil where there is none.
      let isKnown: Bool?
      /// Whether the robots.txt of its host, where that was read, keeps it from us.
      let isBarred: Bool

      package init(_ address: WebAddress, _ entry: ListEntry, isKnown: Bool?, isBarred: Bool) {
        (self.address, text, heading) = (address, entry.text, entry.heading)
        (self.isKnown, self.isBarred) = (isKnown, isBarred)
      }
    }

    /// - Parameters:
    ///   - outcome: what reading it came to.
    ///   - documents: what it lists.
    ///   - notListed: how many it listed before and does not now.
    package init(_ outcome: RunReport.SourceOutcome, _ documents: [Document], notListed: Int?) {
      (id, title, address) = (outcome.id, outcome.title, outcome.address)
      wasRead = outcome.wasReached
      listed = outcome.listed
      unknown = documents.first?.isKnown == nil ? nil : documents.count { $0.isKnown == false }
      self.documents = documents
      self.notListed = notListed
      self.outcome = outcome
    }
  }

  package var isWhole: Bool { sources.allSatisfy { $0.wasRead && $0.outcome.unreadLists == nil } }
}

extension Report {
  /// So many documents of a source are named.
  private static let mostNamedOfTrial = 5

  /// What sources would bring.
  ///
  /// - Parameters:
  ///   - trials: what was read.
  ///   - report: the same as a first run would report it.
  ///   - wording: how commands are written.
  package init(of trials: SourceTrials, in report: RunReport, _ wording: Wording) {
    for trial in trials.sources { tell(trial) }
    if report.isNetworkDown { tellNetwork(of: report) }
    tellSources(of: report, in: wording)
    tellUnread(of: report)
    for host in report.degradedHosts { say("\(host.host): \(host.sentence).") }
    say("No document was asked for, and nothing was kept.")
  }

  private mutating func tell(_ trial: SourceTrials.Trial) {
    let title = trial.title.isEmpty || trial.title == trial.id ? "" : " (\(trial.title))"
    guard trial.wasRead else { return say("\(trial.id)\(title): its list was not read.") }
    var facts = ["lists \(Readable.count(trial.listed, "document"))"]
    if let unknown = trial.unknown, trial.listed > 0 {
      facts.append("\(unknown) of them not known yet")
    }
    if let gone = trial.notListed, gone > 0 {
      facts.append(
        "\(Readable.count(gone, "document")) that it listed before \(gone == 1 ? "is" : "are") not on it"
      )
    }
    if let menus = trial.outcome.menuLinks {
      facts.append("\(Readable.count(menus, "link")) of what seems to be a menu left out")
    }
    if let recordings = trial.outcome.recordings {
      facts.append("\(Readable.count(recordings, "link")) to sound or film left out")
    }
    let barred = trial.documents.count { $0.isBarred }
    if barred > 0 {
      facts.append("\(Readable.count(barred, "document")) that robots.txt keeps from us")
    }
    let fresh = trial.documents.filter { $0.isKnown != true }
    var section = Section("\(trial.id)\(title): \(facts.joined(separator: "; "))")
    for document in fresh.prefix(Self.mostNamedOfTrial) {
      let name = document.text.isEmpty ? document.address.lastPathComponent : document.text
      let bar: [CleanText] = document.isBarred ? ["robots.txt keeps it from us"] : []
      section.items.append(Item("\(name)", details: ["\(document.address)"] + bar))
    }
    if fresh.count > Self.mostNamedOfTrial {
      section.items.append(Item("… and \(fresh.count - Self.mostNamedOfTrial) more"))
    }
    add(section)
  }
}
