// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Fetching
import Filing
import Fixity
import Foundation
import HTTP
import Ledger
import Reporting
import SystemPackage

struct Restore: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Give a kept version back, proven to be what was kept.",
    discussion: """
      Without more, the newest version, under the publisher's own file name, in the current \
      directory. The digest is compared as the bytes are read and again as they were written. A file \
      that exists is never overwritten unless you say so, and nothing is ever written into an archive.

      A version that is lost or damaged is told, with status 3, and never replaced by another one; \
      with --all, all others are restored. One that was rejected is given where it is named, and with --all.

        hanaper restore "Child B" --as-of 2020-06-30 --to child-b.pdf

      Without DOCUMENT, --all restores every version of everything that is kept into the directory that --to names, which is \
      made: a folder for each host, and in it one for each document, called by its title and short name.

        hanaper restore --all --to everything

      With --proof, FILE.\(FileProof.ending) beside it lets anybody check it without the archive (`hanaper prove`), by the ledger's key or \
      its newest checkpoint. Somebody holds an older one, in a mail say: --checkpoint makes the proof under that.

        hanaper restore "Child B" --checkpoint mail-of-2026-11-27.txt

      EXIT STATUS
        0   all that was asked for is there, proven
        1   could not do it: no document fits, or a file is in the way
        3   a version is lost or damaged, and was told
        64  usage
        75  a signal stopped it
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(
    help: ArgumentHelp(
      "Which document: an address, words of an address or title; or which version: a digest's digits."
    )
  )
  var document: String?

  @Option(
    help: ArgumentHelp("Which version: 1, 2 … or v1, v2 ….", valueName: "number"),
    transform: VersionArgument.init
  )
  var version: VersionArgument?

  @Option(
    help: ArgumentHelp(
      "The newest version of that day, by UTC: 2020-06-30.",
      valueName: "date"
    ),
    transform: DayArgument.init
  )
  var asOf: DayArgument?

  @Flag(
    help:
      "Every version, of the document or without one of all; -v1, -v2 … are added to the names, which end as the files are."
  )
  var all = false

  @Option(help: ArgumentHelp("A file to make, or a directory to make it in.", valueName: "path"))
  var to: String?

  @Flag(
    help:
      "Write the proof that it is what the ledger holds beside each file, as FILE.\(FileProof.ending)."
  )
  var proof = false

  @Option(
    help: ArgumentHelp(
      "A file or mail (- for standard input) with a checkpoint that somebody holds: the proof is made under that.",
      valueName: "file"
    )
  )
  var checkpoint: String?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "On whose request, in your own words: it is written down what was given out (`hanaper requests`).",
      valueName: "text"
    )
  )
  var request: String?

  @Flag(help: "Replace a file that exists.")
  var overwrite = false

  func validate() throws {
    try to?.requirePath(of: "--to")
    try request?.requireWords(of: "--for")
    if checkpoint != "-" { try checkpoint?.requirePath(of: "--checkpoint") }
    if document == nil, !all {
      throw ValidationError("say which document; --all without one restores everything")
    }
    if document == nil, to == nil {
      throw ValidationError("--to is missing: the directory that everything is restored into")
    }
    if document == nil, request != nil {
      throw ValidationError(
        "--for goes with a document: what is given out is written down one by one"
      )
    }
    guard [version != nil, asOf != nil, all].count(where: { $0 }) <= 1 else {
      throw ValidationError("--version, --as-of and --all exclude one another")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let catalogue = try await archive.catalogue()
    let held = try heldCheckpoint(of: archive, signedBy: settings.ledgerKey.known.key)
    guard let document else {
      return try await giveEverything(in: archive, catalogue, settings, held)
    }
    let found = try await find(document, in: archive, catalogue)
    var answer = Answer()
    let kept = try await give(found, to: to, from: archive, catalogue, settings, &answer)
    if let request {
      let title = try await catalogue.document(at: found.address)?.title
      try writeDown(request, answer, kept, of: found.address, title, in: archive)
    }
    if proof || held != nil {
      // What was given out is written down by then: a proof that cannot be made changes nothing of that.
      addProofs(to: &answer, of: kept, under: held, from: archive)
    }
    if let successor = try await catalogue.successor(of: found.address) {
      answer.succeededBy = successor.address.text
    }
    try tell(answer)
  }

  /// Gives back what is asked for of one document.
  ///
  /// - Parameters:
  ///   - found: which, and the digits by which it was found.
  ///   - place: the file or directory; nil for this one.
  ///   - archive: where it is kept.
  ///   - catalogue: what is known of it.
  ///   - settings: those of the configuration.
  ///   - answer: takes what came of it.
  /// - Returns: all versions that are held.
  /// - Throws: where nothing of that is held, or a file is in the way.
  func give(
    _ found: (address: WebAddress, digits: String?),
    to place: String?,
    from archive: Archive,
    _ catalogue: Catalogue,
    _ settings: Settings,
    _ answer: inout Answer
  ) async throws -> [KeptVersion] {
    // A copy of before was put back, and what it brings with it is nobody's to give out.
    if let stone = Tombstones(try archive.readableTombstones()).of(found.address) {
      throw ArchiveError.suppressed(stone)
    }
    // The catalogue finds the document; what is held of it the object says itself.
    let kept = try await archive.heldVersions(of: found.address, in: catalogue)
    if let fault = kept.fault { answer.take(fault, of: found.address) }
    do {
      let versions = try Restoration.select(
        selection(found.digits),
        from: kept,
        of: found.address
      )
      answer.rejected = Set(kept.rejected)
      var forged: [Int: DamageNotice] = [:]
      do {
        forged = try ArchiveLedger(of: archive).contradictions(of: versions, at: found.address)
      } catch {
        answer.unheld = "the ledger cannot be read (\(error))"
      }
      // Whoever alters a report may take the ledger away, too.
      if answer.unheld == nil, try settings.ledgerKey.lacksLedger(of: archive) {
        answer.unheld = "the archive's ledger is missing, or shorter than it was"
      }
      for (number, notice) in forged.sorted(by: { $0.key < $1.key }) {
        answer.take(.damage(notice), of: found.address, number)
      }
      let proven = versions.filter { forged[$0.number] == nil }
      try await restore(proven, to: place, from: archive, besides: settings.file, &answer)
    } catch ArchiveError.damage(let notice) {
      answer.take(.damage(notice), of: found.address)
    }
    return kept.versions
  }

  private func restore(
    _ given: [KeptVersion],
    to place: String?,
    from archive: Archive,
    besides configuration: FilePath,
    _ answer: inout Answer
  ) async throws {
    let restoration = Restoration(from: archive)
    let all = try given.map { ($0, try target(for: $0, in: place)) }
    let missing = document == nil && !overwrite ? try all.filter { try answer.lacks($0, $1) } : all
    let (versions, targets) = (missing.map(\.0), missing.map(\.1))
    for target in targets {
      try refuse(target, whichIs: configuration)
      try restoration.check(target, overwriting: overwrite)
    }
    let (overwrites, rejected) = (overwrite, answer.rejected)
    let outcomes = try await Interruption.allowing {
      try zip(versions, targets).map { version, target -> (Restored, DamageNotice?) in
        let capture = try? archive.capture(of: version.address, version: version.number)
        let restored = Restored(
          version,
          target,
          isRejected: rejected.contains(version.number),
          capture?.deposit
        )
        do {
          try restoration.restore(version, to: target, overwriting: overwrites)
          return (restored, nil)
        } catch ArchiveError.damage(let notice) {
          // The other versions are no worse for it.
          return (restored, notice)
        }
      }
    }
    for (restored, damage) in outcomes {
      if let damage {
        answer.take(.damage(damage), of: damage.address, restored.version)
      } else {
        answer.restored.append(restored)
      }
    }
  }

  /// Writes down what was given out.
  private func writeDown(
    _ request: String,
    _ answer: Answer,
    _ versions: [KeptVersion],
    of address: WebAddress,
    _ title: String?,
    in archive: Archive
  ) throws {
    let given = Set(answer.restored.map(\.version))
    let items = versions.filter { given.contains($0.number) }.map {
      HandedOut.Item(
        address: address.text,
        title: title?.isEmpty == true ? nil : title,
        version: $0.number,
        digest: $0.digest
      )
    }
    guard !items.isEmpty else { return }
    do {
      let record = HandedOut(at: Date().wholeSecond, request: request, items: items)
      try HandedOutRecords(of: archive).add(record)
    } catch {
      throw CommandFailure(
        "what was asked for is restored, and could not be written down as given out: \(error)"
      )
    }
  }

  private func tell(_ answer: Answer) throws {
    answer.complain()
    if json.isWanted {
      try json.print(answer)
    } else {
      for item in answer.restored {
        Output.print(
          "\(item.file)  v\(item.version), kept on \(Readable.date(item.capturedAt)), \(answer.unheld == nil ? "digest intact" : "as its records have it")\(item.isRejected == true ? ", rejected" : "")\(item.deposited.map { ", \($0)" } ?? "")"
        )
        if let proof = item.proof { Output.print("\(proof)  its proof, for `hanaper prove`") }
      }
    }
    if let successor = answer.succeededBy, !json.isWanted {
      Output.print("Another document takes its place since: \(successor)")
      Output.print("  next: \(NextCommand("restore", successor))")
    }
    try answer.status.end()
  }

  private func find(
    _ document: String,
    in archive: Archive,
    _ catalogue: Catalogue
  ) async throws -> (address: WebAddress, digits: String?) {
    do {
      let found = try await DocumentFinder(in: catalogue, of: archive).look(for: document)
      return (found.document.address, found.digits)
    } catch let failure as DocumentFinder.Failure {
      // An address is enough to find the object, whether or not the catalogue knows of it.
      guard let address = try? WebAddress(document) else { throw failure }
      let held = try await archive.heldVersions(of: address, in: catalogue)
      guard !held.versions.isEmpty || held.fault != nil else { throw failure }
      return (address, nil)
    }
  }

  private func selection(_ digits: String?) -> Restoration.Selection {
    if all { return .all }
    if let version { return .number(version.number) }
    if let asOf { return .asOf(asOf.end) }
    return digits.map { .digest($0) } ?? .newest
  }

  private func target(for version: KeptVersion, in given: String?) throws -> FilePath {
    let (to, place) = (given, FilePath(given ?? "."))
    // What all versions go into is made, where it is said to be a directory.
    if all, given?.hasSuffix("/") == true { try Disk().makeDirectories(place) }
    let isDirectory = try Self.isDirectory(place)
    if let to, to.hasSuffix("/"), !isDirectory {
      throw CommandFailure("there is no directory \(to); make it, or name another")
    }
    let folder = isDirectory ? place : place.removingLastComponent()
    guard try folder.isEmpty || Self.isDirectory(folder) else {
      throw CommandFailure("there is no directory \(folder); make it, or name another")
    }
    guard isDirectory || all else { return place }
    let given = isDirectory ? version.fileName : place.lastComponent?.string
    let longest = Disk().longestName(in: folder.isEmpty ? "." : folder)
    guard !all else { return folder.appending(version.nameAmongAll(given, longest: longest)) }
    guard let name = given.flatMap({ PublishedName($0) }) else {
      return folder.appending("document")
    }
    return folder.appending(name.marked("", longest: longest).text)
  }

  /// A link to a directory is one, to a person.
  private static func isDirectory(_ path: FilePath) throws -> Bool {
    try Disk().entry(at: Disk().resolved(path)) == .directory
  }

  private func refuse(_ target: FilePath, whichIs configuration: FilePath) throws {
    guard try Disk().entry(at: target) != nil else { return }
    let identity = try FileIdentity(of: target)
    for file in [configuration, Disk().resolved(configuration)]
    where try FileIdentity(of: file).isSame(as: identity) {
      throw CommandFailure("\(target) is the configuration and is not replaced; name another file")
    }
  }
}
