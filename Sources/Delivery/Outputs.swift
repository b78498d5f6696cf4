// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Curl
package import SystemPackage

/// Where what a run has to say is brought to besides standard output: `outputs` in the configuration.
///
/// None of them can fail a run. What one could not do is told by the others, and by `hanaper status`.
package struct Outputs: Sendable {
  package enum Kind: String, CaseIterable, Codable, Sendable {
    case mail, exec, webhook, html, atom, metrics, ping
  }

  /// What is written to a file.
  package enum Page: Sendable {
    case html, atom, metrics
  }

  /// A page for people.
  package var html: FilePath?
  /// A feed of the news.
  package var atom: FilePath?
  /// Where that can be read.
  package var atomAddress: WebAddress?
  /// Figures for Prometheus' node_exporter.
  package var metrics: FilePath?
  package var webhook: Webhook?
  package var ping: HealthPing?
  package var mail: Mailing?
  /// A program and what it is called with; it reads the report as JSON.
  package var program: [String]?
  /// Why some cannot be served as the machine is now.
  package var unusable: [Kind: String] = [:]

  package init() {}

  package var isEmpty: Bool { kinds.isEmpty }

  /// Those that there are, in the order in which they are served: mail first, because what cannot be mailed is printed; the pages late,
  /// so that they tell what went wrong with the others; and the monitor is told last that all is done.
  package var kinds: [Kind] {
    Kind.allCases.filter { kind in
      switch kind {
      case .exec: program != nil
      case .webhook: webhook != nil
      case .mail: mail != nil
      case .html: html != nil
      case .atom: atom != nil
      case .metrics: metrics != nil
      case .ping: ping != nil
      }
    }
  }

  /// The files among them.
  package var files: [FilePath] { [html, atom, metrics].compactMap(\.self) }

  /// Whether somebody hears of trouble by one of them without having to look.
  package var reachesSomebody: Bool {
    mail != nil || webhook != nil || ping != nil || program != nil
  }
}

/// To whom mail goes, and by whom.
package struct Mailing: Sendable {
  package let from: MailAddress
  package let to: [MailAddress]
  /// Nil for the machine's own mailer.
  package let server: MailServer?

  package init(from: MailAddress, to: [MailAddress], server: MailServer?) {
    (self.from, self.to, self.server) = (from, to, server)
  }
}
