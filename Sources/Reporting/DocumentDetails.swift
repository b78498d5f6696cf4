// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Cataloguing
package import Extraction
import Fixity
import Foundation
package import Night
package import Records
package import SystemPackage

/// All that is known of one document, as `show` tells it.
package struct DocumentDetails: Encodable, Sendable {
  private let schema = "hanaper/show/1"
  /// The short name, which every command takes.
  let id: String
  let address: String
  let title: String
  let standing: Standing?
  let verdict: Verdict?
  let firstSeen: Date
  let lastVisited: Date
  let lastAlive: Date?
  /// Since when it is known to be made anew at each request.
  let madeAnewSince: Date?
  /// Since when it is known that the site delivers some of its versions in turn.
  let inTurnSince: Date?
  /// Since when one file comes for it and for others, and waits.
  let sharedSince: Date?
  /// That it is not fetched by our own refusal; nil where it is.
  let refusal: OwnRefusal?
  /// How large it is, while it is too large; nil where that is not known.
  let oversize: Oversize?
  /// When somebody settled how it stands; nil where that is open, or no bad news.
  let settledAt: Date?
  let listed: [Listing]
  /// Entries of sources that list it no more, or are not asked any more.
  let onceListed: [Listing]
  /// Whether runs visit it.
  let isAskedFor: Bool
  private(set) var versions: [Version]
  /// On which page the newest version was found, where that is not its source's own.
  package var foundOn: String?
  /// How the newest version came, where nobody fetched it.
  package var deposit: Capture.Deposit?
  /// Where the newest version comes from, where it was captured elsewhere.
  package var imported: Capture.Origin?
  /// Where it is found, where that is not its own address.
  let place: String?
  /// What there is for a reader, where it is lost.
  package var help: DeadLinkHelp?
  /// The one whose digest was asked for; nil where something else was.
  private(set) var askedVersion: Int?
  private let succession: Predecessor.Ground?
  /// Whose place it takes, and which takes its own.
  package var succeeds: String?
  /// What is said of others' places besides; nil for nothing.
  let succeedsToo: [Predecessor]?
  package var succeededBy: String?
  /// All versions of the report at whatever address, in the order of their capture; nil where it has one address.
  private(set) var history: [Edition]?
  /// What of it is not as it was kept; nil where all is.
  package var damage: Damage?

  /// A version of the report, at the address that it had then.
  struct Edition: Encodable, Sendable {
    let address: String
    let version: Int
    let capturedAt: Date
    let digest: String
  }

  /// Takes in what is known of the report at other addresses.
  ///
  /// - Parameter versions: of all documents of the series; none where there is no other.
  package mutating func take(history versions: [Records.Version]) {
    guard !versions.isEmpty else { return }
    history = versions.map {
      Edition(
        address: $0.address.text,
        version: $0.number,
        capturedAt: $0.capturedAt,
        digest: $0.digest.description
      )
    }
  }

  package struct Damage: Encodable, Sendable {
    let sentence: String
    let next: String

    package init(sentence: String, next: String) {
      self.sentence = sentence
      self.next = next
    }
  }

  struct Version: Encodable, Sendable {
    let number: Int
    let capturedAt: Date
    let kind: String
    let size: Int64
    let digest: String
    let fileName: String
    let path: String
    /// That a person took it back, so that nothing goes by it.
    let isRejected: Bool?
    /// Why it has no text; nil where it has one, or was not read yet.
    fileprivate(set) var noText: NoText?
    /// What its readers do not see of it; nil for nothing.
    fileprivate(set) var hidden: [HiddenContent]?
  }

  package init(
    _ document: Document,
    askers: [Catalogue.Asker],
    _ asking: Asking,
    versions: [Records.Version]
  ) {
    id = document.address.shortID
    address = document.address.text
    title = document.title
    standing = document.standing
    verdict = document.verdict
    firstSeen = document.firstSeen
    lastVisited = document.lastVisited
    lastAlive = document.lastAlive
    madeAnewSince = document.madeAnewSince
    inTurnSince = document.inTurnSince
    sharedSince = document.shared?.stay.since
    refusal = document.refusal
    oversize = document.isTooLarge ? document.oversize : nil
    let isSettled = document.isSettled
    settledAt = isSettled ? document.acknowledgement?.at : nil
    place = document.place?.text
    succeeds = document.succeeds?.address?.text
    succession = document.succeeds.map(\.ground)
    succeedsToo = document.succeedsToo.isEmpty ? nil : document.succeedsToo
    let listings = Listings(of: document.address, document.role, by: askers, asking)
    (listed, onceListed) = (listings.now, listings.once)
    isAskedFor = listings.isAskedFor
    self.versions = versions.map {
      Version(
        number: $0.number,
        capturedAt: $0.capturedAt,
        kind: $0.kind.rawValue,
        size: $0.size,
        digest: $0.digest.description,
        fileName: $0.fileName,
        path: $0.path,
        isRejected: document.rejected.contains($0.number) ? true : nil
      )
    }
  }

  /// Takes in what is known of the text of a version.
  ///
  /// - Parameters:
  ///   - number: the version's.
  ///   - reason: why there is none; nil where there is one.
  ///   - hidden: what its readers do not see.
  package mutating func takeText(of number: Int, _ reason: NoText?, _ hidden: [HiddenContent]) {
    guard let place = versions.firstIndex(where: { $0.number == number }) else { return }
    versions[place].noText = reason
    versions[place].hidden = hidden.isEmpty ? nil : hidden
  }

  /// Takes in that the document was asked for by the first digits of a version's digest.
  package mutating func askedFor(digits: String) {
    askedVersion = versions.last { $0.digest.hasPrefix("sha512:\(digits)") }?.number
  }
}

extension Report {
  /// - Parameters:
  ///   - details: what is known.
  ///   - archive: the folder of the archive.
  ///   - wording: how commands are written.
  package init(of details: DocumentDetails, in archive: FilePath, _ wording: Wording) {
    var section = Section(
      .styled("\(details.title)", .bold),
      subheading: "\(details.address)"
    )
    let help = details.help?.facts(in: wording, details.address) ?? []
    section.items = (details.facts + help).map { name, value in
      Item("\(name.padding(toLength: 14, withPad: " ", startingAt: 0))\(value)")
    }
    add(section)
    guard !details.versions.isEmpty else {
      say(
        details.damage == nil ? "Nothing is held of it." : "The catalogue knows no version of it."
      )
      return
    }
    add(details.table)
    add(details.files(in: archive))
    if let history = details.historyTable { add(history) }
  }
}

extension DocumentDetails {
  private func describe(_ entry: Listing) -> String {
    let heading = entry.heading.map { ", under “\($0)”" } ?? ""
    return "\(entry.source): “\(entry.text)”\(heading)"
  }

  fileprivate var facts: [(name: String, value: String)] {
    var facts: [(name: String, value: String)] = []
    let words = (standing ?? .unknown).inWords(after: verdict, oversize)
    let isOnlyDeposited = deposit != nil && (standing ?? .unknown) == .unknown
    facts.append(
      ("standing", isOnlyDeposited ? "\(words) (deposited; no site is asked for it)" : words)
    )
    if let settledAt {
      facts.append(("settled", "on \(Readable.day(settledAt)); it needs no attention as it stands"))
    }
    let rejected = versions.filter { $0.isRejected == true }.map { "v\($0.number)" }
    if !rejected.isEmpty {
      let what = rejected.joined(separator: ", ")
      facts.append(
        ("rejected", "\(what); kept, and nothing goes by \(rejected.count == 1 ? "it" : "them")")
      )
    }
    if let refusal {
      let day = Readable.day(refusal.stay.since)
      facts.append(("not fetched", "since \(day): \(oversize?.sentence ?? refusal.sentence)"))
      facts.append(("next", oversize?.advice ?? refusal.advice))
    }
    if let verdict { facts.append(("last verdict", oversize?.sentence ?? verdict.sentence)) }
    if refusal == nil, let oversize { facts.append(("next", oversize.advice)) }
    facts.append(("id", id))
    facts.append(("first seen", Readable.date(firstSeen)))
    facts.append(("last visited", Readable.date(lastVisited)))
    facts.append(("last alive", lastAlive.map(Readable.date) ?? "never"))
    if let sharedSince {
      let day = Readable.day(sharedSince)
      facts.append(
        (
          "in doubt",
          standing?.leftOutReason == .rejected
            ? "since \(day) what somebody rejected of another document comes; it waits in quarantine"
            : "since \(day) the same file comes for other documents too; it waits in quarantine"
        )
      )
    }
    if let madeAnewSince {
      let day = Readable.day(madeAnewSince)
      facts.append(
        ("made anew", "at each request, known since \(day); only its content is compared")
      )
    }
    if let inTurnSince {
      facts.append(("in turn", "versions come in turn, known since \(Readable.day(inTurnSince))"))
    }
    if let succeeds {
      facts.append(("in place of", succeeds + (succession.map { "; \($0.note)" } ?? "")))
    }
    for further in succeedsToo ?? [] where further.ground != .undone {
      guard let old = further.address else { continue }
      let name = further.isTaken ? "in place of" : "in question"
      facts.append((name, "\(old); \(further.ground.note)"))
    }
    if let succeededBy { facts.append(("succeeded by", succeededBy)) }
    for entry in listed { facts.append(("listed by", describe(entry))) }
    if let place { facts.append(("found at", place)) }
    if let foundOn { facts.append(("found on", foundOn)) }
    if let deposit {
      let by = deposit.by.map { " by \($0)" } ?? ""
      let source = deposit.source.map { ", for \($0)" } ?? ""
      facts.append(("deposited", "received on \(Readable.day(deposit.receivedAt))\(by)\(source)"))
      if let note = deposit.note { facts.append(("note", note)) }
    } else if let imported {
      let software = imported.software.map { ", written by \($0)" } ?? ""
      let run = imported.run.map { ", kept there by the run \($0)" } ?? ""
      facts.append(
        ("imported", "on \(Readable.day(imported.at)) from \(imported.from)\(software)\(run)")
      )
      if let note = imported.note { facts.append(("note", note)) }
    } else if listed.isEmpty {
      facts.append(("listed by", "no source any more"))
    }
    for entry in onceListed {
      facts.append(("once by", describe(entry) + (entry.reason.map { "; \($0.note)" } ?? "")))
    }
    if !isAskedFor, !onceListed.isEmpty {
      facts.append(("visited", "no more; no source of the configuration asks for it"))
    }
    for version in versions {
      if let noText = version.noText {
        facts.append(("text", "v\(version.number) has none: \(noText.sentence)"))
      }
      for content in version.hidden ?? [] {
        facts.append(("not seen", "in v\(version.number): \(content.sentence(nil))"))
      }
    }
    if let askedVersion { facts.append(("asked for", "v\(askedVersion), by its digest")) }
    return facts
  }

  /// The report at whatever address; nil where it has one.
  fileprivate var historyTable: Table? {
    guard let history else { return nil }
    var table = Table(["HISTORY", "VERSION", "SHA-512", "ADDRESS"], [.left, .left, .left, .left])
    for edition in history {
      table.add([
        Readable.day(edition.capturedAt), "v\(edition.version)",
        String(edition.digest.dropFirst(7).prefix(16)) + "…", edition.address,
      ])
    }
    return table
  }

  fileprivate var table: Table {
    var table = Table(["VERSION", "CAPTURED", "KIND", "SIZE"], [.left, .left, .left, .right])
    for version in versions {
      table.add([
        "v\(version.number)" + (version.isRejected == true ? " rejected" : ""),
        Readable.date(version.capturedAt), version.kind, Readable.size(version.size),
      ])
    }
    return table
  }

  /// Each version's digest, whole, and its file: longer than a line of a table may be.
  fileprivate func files(in archive: FilePath) -> Report.Section {
    var section = Report.Section("SHA-512 and file of each:")
    section.items = versions.map { version in
      Report.Item(
        "v\(version.number)",
        details: [
          "\(version.digest.dropFirst(7))", "\(archive.pushing(FilePath(version.path)))",
        ]
      )
    }
    return section
  }
}

extension Predecessor.Ground {
  /// Who says so.
  fileprivate var note: String {
    switch self {
    case .title: "it has the title that the other had in the same publication"
    case .redirect: "the other's address sends its readers here for good"
    case .person: "somebody said so, with `hanaper join`"
    case .undone: "somebody took that back, with `hanaper join --undo`"
    case .overruled:
      "its address sends its readers here for good, and somebody said with `hanaper join` that another takes its place"
    }
  }
}
