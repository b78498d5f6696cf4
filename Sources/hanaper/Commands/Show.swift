// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Night
import Addressing
import Records
import Archiving
import ArgumentParser
import Cataloguing
import Extraction
import Foundation
import Ledger
import Reporting
import Synchronising
import SystemPackage

struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one document: how it stands, who lists it, its versions.",
    discussion: """
      DOCUMENT is its short name (ID in `hanaper list`), an address, words of an address or title that fit one \
      document only, or the first eight or more digits of a version's digest.

      With --cite it is a citation of the newest version, or of the one that --version names: title, publisher, version, when it was kept, the whole digest, the \
      address and where it stands in the ledger.

        hanaper show "Child D" --cite text
        hanaper show "Child D" --cite bibtex --version 1 >> references.bib

      Of a document that was let go of (`hanaper suppress`), by its address or the name of its tombstone, that is shown.

      Where what is kept of it is not what the catalogue says, or cannot be read, that is told with what to do next, \
      and the status is 3. The bytes of a version are not read here: `hanaper verify DOCUMENT` does that.

      EXIT STATUS
        0   it is as the catalogue says
        1   could not do it: no document fits, or several do
        3   something of it is damaged, or the catalogue wrong about it
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp(
      "Print a citation: as text, bibtex or ris (for reference managers).",
      valueName: "form"
    ),
    transform: WordArgument.init
  )
  var cite: WordArgument<Citation.Form>?

  @Option(
    help: ArgumentHelp("Which version is cited, unless the newest.", valueName: "number"),
    transform: VersionArgument.init
  )
  var version: VersionArgument?

  @Argument(help: "Which document.")
  var document: String

  func validate() throws {
    if version != nil, cite == nil {
      throw ValidationError("--version goes with --cite; without, all versions are shown")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let catalogue = try await archive.catalogue()
    let match: DocumentFinder.Found
    do {
      match = try await DocumentFinder(in: catalogue, of: archive).look(for: document)
    } catch ArchiveError.suppressed(let stone) {
      if json.isWanted { return try json.print(stone) }
      return Output.print(Report(of: stone, in: Invocation.wording))
    }
    let found = match.document
    if let cite { return try await tell(found, match.digits, as: cite.word, settings, archive) }
    var answer = DocumentDetails(
      found,
      askers: try await catalogue.askers(for: found.address),
      Asking(of: settings.sources, KnownPlaces(try await catalogue.places())),
      versions: try await catalogue.versions(of: found.address)
    )
    let capture = found.version.flatMap { try? archive.capture(of: found.address, version: $0) }
    answer.foundOn = capture?.listed.lazy.compactMap(\.page).first?.text
    answer.deposit = capture?.deposit
    answer.imported = capture?.imported
    if found.isLost {
      answer.help = DeadLinkHelp(
        of: found,
        copies: try await catalogue.copies(of: found, limit: DeadLinkHelp.mostCopies)
      )
    }
    try await take(texts: archive, of: found.address, into: &answer)
    answer.succeededBy = try await catalogue.successor(of: found.address)?.address.text
    answer.take(history: try await DocumentSeries.versions(of: found.address, in: catalogue))
    if let digits = match.digits { answer.askedFor(digits: digits) }
    // The catalogue says what is known; whether that is still held the object says itself.
    let held = try await archive.heldVersions(of: found.address, in: catalogue)
    if case .damage(let notice) = held.fault {
      Terminal.complain("\(notice); next: \(notice.next)")
      answer.damage = .init(sentence: notice.sentence, next: notice.next.typed)
    }
    if json.isWanted {
      try json.print(answer)
    } else {
      Output.print(Report(of: answer, in: archive.path, Invocation.wording))
    }
    try (answer.damage == nil ? ExitStatus.done : .damaged).end()
  }

  /// What is known of its texts, where they were read (`index`).
  private func take(
    texts archive: Archive,
    of address: WebAddress,
    into answer: inout DocumentDetails
  ) async throws {
    guard let index = try await TextRound.index(of: archive) else { return }
    defer { try? index.close() }
    for remark in try await index.remarks(on: address) {
      let hidden = try? remark.hidden.map {
        try RecordCoding.decode([HiddenContent].self, from: $0.utf8)
      }
      answer.takeText(
        of: remark.version,
        remark.reason.flatMap(NoText.init(rawValue:)),
        hidden ?? []
      )
    }
  }

  // MARK: Citing

  private func tell(
    _ document: Document,
    _ digits: String?,
    as form: Citation.Form,
    _ settings: Settings,
    _ archive: Archive
  ) async throws {
    let catalogue = try await archive.catalogue()
    let versions = try await catalogue.versions(of: document.address)
    let byDigits = digits.flatMap { digits in versions.last { $0.digest.hex.hasPrefix(digits) } }
    let number = version?.number ?? byDigits?.number ?? document.version
    guard let number, let cited = versions.first(where: { $0.number == number }) else {
      let held = versions.map { "v\($0.number)" }.joined(separator: ", ")
      throw CommandFailure(
        versions.isEmpty
          ? "nothing is held of it, so there is nothing to cite"
          : "there is no v\(number ?? 0) of it; \(held) \(versions.count == 1 ? "is" : "are") held"
      )
    }
    let askers = try await catalogue.askers(for: document.address).map(\.record.source)
    let source = settings.sources.first { askers.contains($0.id) && $0.title != $0.id }
    // The catalogue says what is known; whether that is still held the object says itself.
    let held = try await archive.heldVersions(of: document.address, in: catalogue)
    if case .damage(let notice) = held.fault {
      Terminal.complain("\(notice); next: \(notice.next)")
      return try ExitStatus.damaged.end()
    }
    let citation = Citation(
      title: cited.title.isEmpty ? document.title : cited.title,
      publisher: source?.title ?? String(document.address.authority),
      version: number,
      keptAt: cited.capturedAt,
      digest: cited.digest,
      address: document.address,
      proof: held.versions.first { $0.number == number }.flatMap { proof(of: $0, archive) }
    )
    if json.isWanted { return try json.print(citation) }
    Output.print(verbatim: citation.written(as: form))
  }

  /// Where a version stands in the ledger; nil where it does not, which is said.
  private func proof(of version: KeptVersion, _ archive: Archive) -> Citation.Proof? {
    do throws(CommandFailure) {
      let proof = try ArchiveLedger(of: archive).proofOrReason(of: version).proof
      return Citation.Proof(
        ledger: proof.checkpoint.checkpoint.origin,
        index: proof.index,
        leaves: proof.checkpoint.checkpoint.head.size
      )
    } catch {
      Terminal.complain("the citation has no proof: \(error)")
      return nil
    }
  }
}
