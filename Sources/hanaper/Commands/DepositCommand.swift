// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Fixity
import Foundation
import Records
import Reporting
import Synchronising
import SystemPackage

struct DepositCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deposit",
    abstract: "Keep a report that came by mail or on paper.",
    discussion: """
      It is appraised and kept like any other, with a record that says that nobody fetched it: who gave it, when, to which \
      source it belongs, and your note. A web page, a damaged file or one of no known kind is refused. Of several files \
      each is a document of its own; no run asks for it.

      Where the report once stood at an address, --as keeps it as a version of that document: of one that is gone, say.

        hanaper deposit review-2009.pdf --source our-reviews --by "J. Smith, former manager" --note "from her files"

      EXIT STATUS
        0   it is kept, or was before
        1   could not do it: it is no sound report, say
        3   something of the document is damaged: it waits in quarantine
        64  usage
        75  another run holds the archive
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("The source that it belongs to, by its id.", valueName: "id"))
  var source: String

  @Option(help: ArgumentHelp("What it is called; else the name of the file.", valueName: "text"))
  var title: String?

  @Option(help: ArgumentHelp("Who gave it.", valueName: "text"))
  var by: String?

  @Option(
    help: ArgumentHelp("When it came: 2026-03-01; else today.", valueName: "date"),
    transform: DayArgument.init
  )
  var received: DayArgument?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("The address at which it once stood.", valueName: "address")
  )
  var address: String?

  @OptionGroup var note: NoteOption

  func validate() throws {
    try file.requirePath(of: "the file")
    for (name, text) in [("--title", title), ("--by", by)] {
      try text?.requireWords(of: name)
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    _ = try settings.sources(named: [source])
    let now = Date()
    if let day = received?.end, day > now.addingTimeInterval(86_400) {
      throw CommandFailure("--received lies in the future")
    }
    let depositing = try Depositing(FilePath(file))
    let address = try address(of: depositing)
    do {
      _ = try depositing.appraise(as: address)
    } catch let refusal as Depositing.Refusal {
      throw CommandFailure("\(file) is not kept: \(refusal)")
    }
    let archive = try settings.openedArchive()
    let writer = try await settings.archiveWriter(for: "deposit", archive)
    let catalogue = try await writer.catalogue()
    let others = try await catalogue.documents(withDigestPrefix: depositing.digest.hex, limit: 5)
      .map(\.address).filter { $0 != address }
    let known = try await catalogue.document(at: address)
    if let known { try requireLost(known) }
    let name = FilePath(file).lastComponent?.string ?? file
    let (kind, outcome) = try await depositing.keep(
      as: address,
      title: title ?? known?.title ?? name,
      Capture.Deposit(
        by: by,
        receivedAt: min(received?.end ?? now, now).wholeSecond,
        source: source,
        note: note.text
      ),
      by: Deciding(PersonRun(writer, catalogue, settings)),
      tool: Settings.tool,
      at: now
    )
    try await catalogue.close()
    let answer = Answer(depositing, address, kind, outcome, others)
    if json.isWanted { try json.print(answer) } else { tell(answer, outcome) }
    try (outcome.damage == nil ? ExitStatus.done : .damaged).end()
  }

  /// A report that is at its site is kept from there.
  private func requireLost(_ document: Document) throws {
    if document.role == .listing { throw ArchiveError.listPage(document.address.text) }
    switch document.standing {
    case .present, .delisted, .withdrawn:
      throw CommandFailure(
        "\(document.address) is served by its site, and every run keeps what it delivers; without --as the file is kept as a document of its own"
      )
    default: break
    }
  }

  private func address(of depositing: Depositing) throws -> WebAddress {
    guard let text = address else { return try depositing.ownAddress(in: source) }
    do throws(AddressError) {
      return try WebAddress(text).droppingSessions
    } catch {
      throw CommandFailure(error.sentence(forTyped: text))
    }
  }

  private func tell(_ answer: Answer, _ outcome: Deciding.Deposited) {
    if let damage = outcome.damage {
      Terminal.complain(
        "\(damage); it waits in \(answer.waiting ?? "quarantine/"); next: \(damage.next)"
      )
      return
    }
    let version = answer.version.map { "v\($0)" } ?? "a version"
    Output.print(
      outcome.wasKept
        ? "Kept already, as \(version) of"
        : "Kept: \(file), \(Readable.size(answer.size)), as \(version) of"
    )
    Output.print("  \(answer.address)")
    let isDescribed = title != nil || by != nil || received != nil || note.text != nil
    if outcome.wasKept, isDescribed {
      Output.print(
        "  nothing was added: title, giver, day and note are those that were written down then; `\(Invocation.wording.command(NextCommand("show", answer.address)))` has them"
      )
    }
    if !outcome.wasKept, let version = answer.version, version > 1 {
      Output.print(
        "  it counts as the newest edition, whenever it was made; `\(Invocation.wording.command(NextCommand("restore", answer.address, "--version", "\(version - 1)")))` gives the one before"
      )
    }
    for other in answer.sameBytes { Output.print("  the same bytes are kept as \(other)") }
  }

  struct Answer: Encodable {
    let schema = "hanaper/deposit/1"
    let address: String
    let version: Int?
    let digest: String
    let size: Int64
    let kind: String
    /// Whether it was kept before, so that nothing was written down.
    let wasKept: Bool
    /// Other documents that have the same bytes.
    let sameBytes: [String]
    /// Where it waits, relative to the archive, because something of the document is damaged; nil where it does not.
    let waiting: String?

    init(
      _ depositing: Depositing,
      _ address: WebAddress,
      _ kind: BodyKind,
      _ outcome: Deciding.Deposited,
      _ others: [WebAddress]
    ) {
      self.address = address.text
      version = outcome.version
      digest = depositing.digest.description
      size = depositing.size
      self.kind = kind.rawValue
      wasKept = outcome.wasKept
      sameBytes = others.map(\.text)
      waiting = outcome.damage?.waiting
    }
  }
}
