// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Night
import Addressing
import Records
import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import Reporting
import Synchronising
import SystemPackage

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show one document: how it stands, who lists it, its versions.",
    discussion: """
      DOCUMENT is an address, any part of an address or title that fits one document only, or the \
      first eight or more digits of a version's digest.

      Where what is kept of it is damaged, that is told with what to do next, and the status is 3.
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "Which document.")
  var document: String

  func run() throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let catalogue = try archive.catalogue()
    let match = try DocumentFinder(in: catalogue).look(for: document)
    let found = match.document
    var answer = Answer(
      found,
      askers: try catalogue.askers(for: found.address),
      Asking(of: settings.sources),
      versions: try catalogue.versions(of: found.address)
    )
    answer.askedVersion = match.digits.flatMap { digits in
      answer.versions.last { $0.digest.hasPrefix("sha512:\(digits)") }?.number
    }
    // The catalogue says what is known; whether that is still held the object says itself.
    let held = try archive.heldVersions(of: found.address, in: catalogue)
    if case .damage(let notice) = held.fault {
      Terminal.complain("\(notice); next: \(notice.next)")
      answer.damage = Damage(sentence: notice.sentence, next: notice.next.typed)
    }
    if json.isWanted {
      try json.print(answer)
    } else {
      answer.print(in: archive)
    }
    try (answer.damage == nil ? ExitStatus.done : .damaged).end()
  }

  struct Damage: Encodable {
    let sentence: String
    let next: String
  }

  struct Answer: Encodable {
    let schema = "hanaper/show/1"
    let address: String
    let title: String
    let standing: Standing?
    let verdict: Verdict?
    let firstSeen: Date
    let lastVisited: Date
    let lastAlive: Date?
    let listed: [Listing]
    /// Entries of sources that list it no more, or are not asked any more.
    let onceListed: [Listing]
    /// Whether runs visit it.
    let isAskedFor: Bool
    let versions: [Version]
    /// The one whose digest was asked for; nil where something else was.
    var askedVersion: Int?
    /// What of it is not as it was kept; nil where all is.
    var damage: Damage?

    struct Listing: Encodable {
      let source: String
      let text: String
      let heading: String?
      /// Why the source does not ask for it any more, where it does not.
      let reason: RetirementGround?
    }

    struct Version: Encodable {
      let number: Int
      let capturedAt: Date
      let kind: String
      let size: Int64
      let digest: String
      let fileName: String
      let path: String
    }

    init(
      _ document: Document,
      askers: [Catalogue.Asker],
      _ asking: Asking,
      versions: [Records.Version]
    ) {
      address = document.address.text
      title = document.title
      standing = document.standing
      verdict = document.verdict
      firstSeen = document.firstSeen
      lastVisited = document.lastVisited
      lastAlive = document.lastAlive
      let entries = askers.map { asker in
        let record = asker.record
        let reason = asking.ground(against: document.address, as: record)
        let listing = Listing(
          source: record.source,
          text: record.text,
          heading: record.heading,
          reason: reason
        )
        return (listing, isNow: asker.isListed && reason == nil)
      }
      listed = entries.filter(\.isNow).map(\.0)
      onceListed = entries.filter { !$0.isNow }.map(\.0)
      isAskedFor =
        entries.contains { $0.0.reason == nil } || asking.isListPage(document.address)
      self.versions = versions.map {
        Version(
          number: $0.number,
          capturedAt: $0.capturedAt,
          kind: $0.kind.rawValue,
          size: $0.size,
          digest: $0.digest.description,
          fileName: $0.fileName,
          path: $0.path
        )
      }
    }

    private func describe(_ entry: Listing) -> String {
      let heading = entry.heading.map { ", under “\($0)”" } ?? ""
      return "\(entry.source): “\(entry.text)”\(heading)"
    }

    func print(in archive: Archive) {
      Output.print(CleanText.styled("\(title)", .bold))
      Output.print("\(address)")
      var facts: [(String, String)] = []
      let since = standing?.since.map { " since \(Readable.day($0))" } ?? ""
      facts.append(("standing", (standing ?? .unknown).word + since))
      if let verdict { facts.append(("last verdict", verdict.sentence)) }
      facts.append(("first seen", Readable.date(firstSeen)))
      facts.append(("last visited", Readable.date(lastVisited)))
      facts.append(("last alive", lastAlive.map(Readable.date) ?? "never"))
      for entry in listed { facts.append(("listed by", describe(entry))) }
      if listed.isEmpty { facts.append(("listed by", "no source any more")) }
      for entry in onceListed {
        facts.append(("once by", describe(entry) + (entry.reason.map { "; \($0.note)" } ?? "")))
      }
      if !isAskedFor, !onceListed.isEmpty {
        facts.append(("visited", "no more; no source of the configuration asks for it"))
      }
      if let askedVersion { facts.append(("asked for", "v\(askedVersion), by its digest")) }
      for (name, value) in facts {
        Output.print("  \(name.padding(toLength: 14, withPad: " ", startingAt: 0))\(value)")
      }
      guard !versions.isEmpty else {
        return Output.print(
          damage == nil ? "Nothing is held of it." : "The catalogue knows no version of it."
        )
      }
      var table = Table(
        ["VERSION", "CAPTURED", "KIND", "SIZE", "SHA-512", "FILE"],
        [.left, .left, .left, .right]
      )
      for version in versions {
        table.add([
          "v\(version.number)", Readable.date(version.capturedAt), version.kind,
          Readable.size(version.size), String(version.digest.dropFirst(7).prefix(16)) + "…",
          archive.path.pushing(.init(version.path)).string,
        ])
      }
      Output.print(table.lines.joined(separator: "\n"))
    }
  }
}
