// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Archiving
import ArgumentParser
import Curl
import Fetching
import Filing
import Foundation
import Ledger
import Reporting
import Synchronising
import SystemPackage

struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a configuration and an empty archive.",
    discussion: """
      Writes DIR/Config/hanaper.yaml and DIR/Archive/. Where there is a configuration, only the archive \
      that it names is made; where there is an archive, only the configuration. Nothing that exists is \
      changed.

      With --page it asks for that page once, and proposes to keep reports that are web pages where it \
      sees links to such. Where the page cannot be reached it goes on without.

        hanaper init --contact mailto:records@example.org \\
          --page https://www.example.org/reviews/

      With --group, who is in that group may read the configuration and the archive, and so list, show and restore; \
      what runs add later is theirs to read, too. Nobody else may, and the ledger's key stays its owner's alone.

        hanaper init --contact mailto:records@example.org \\
          --group records /srv/reports

      Then edit the configuration if need be, and run `hanaper sync`.

      EXIT STATUS
        0   configuration and archive are there
        1   could not make one of them
        64  usage
        78  the configuration that is there has a fault
      """
  )

  @Argument(help: ArgumentHelp("Where; the current directory, unless named.", valueName: "dir"))
  var directory: String?

  @Option(
    help: ArgumentHelp(
      "How the sites you visit can reach you: mailto:… or https://….",
      valueName: "address"
    )
  )
  var contact: String?

  @Option(help: ArgumentHelp("A page whose reports are to be kept.", valueName: "address"))
  var page: String?

  @Option(
    help: ArgumentHelp(
      "A group of this machine that may list and restore.",
      valueName: "name"
    )
  )
  var group: String?

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "A configuration that exists: only its archive is made.",
      valueName: "path"
    )
  )
  var path: String?

  func validate() throws {
    try directory?.requirePath(of: "the directory")
    try path?.requirePath(of: "--config")
    if path != nil, directory != nil || contact != nil || page != nil || group != nil {
      throw ValidationError(
        "--config names a configuration that exists; it goes with no directory, --contact, --page or --group"
      )
    }
    if let group {
      guard UserGroup.number(of: group) != nil else {
        throw ValidationError("--group: this machine has no group “\(CleanText.clean(group))”")
      }
      guard try !hasConfiguration, (try? Archive(opening: place.appending("Archive"))) == nil else {
        throw ValidationError(
          "--group is for a new archive; docs/operating.md says how one that is there is shared"
        )
      }
    }
    if let contact {
      do {
        _ = try Contact(contact)
      } catch {
        throw ValidationError("--contact: \(CleanText.clean(error.description))")
      }
    }
    if let page { _ = try Self.address(ofPage: page) }
    if path == nil, contact == nil, try !hasConfiguration {
      throw ValidationError(
        "--contact is missing, for how the sites you visit can reach you; \(Contact.advice)"
      )
    }
  }

  func run() async throws {
    if let path { return try makeArchive(of: FilePath(path)) }
    guard let contact, try !hasConfiguration else { return try makeArchive(of: file) }
    try await makeBoth(contact)
  }

  private var place: FilePath { FilePath(directory ?? ".") }

  private var file: FilePath { place.appending("Config").appending("hanaper.yaml") }

  private var hasConfiguration: Bool {
    get throws { try Disk().entry(at: Disk().resolved(file)) != nil }
  }

  // MARK: What is made

  private func makeBoth(_ contact: String) async throws {
    let archive = place.appending("Archive")
    let remarks = try share(archive)
    let isNew = try makeArchive(at: archive)
    let look = try await look(contact)
    var template = ConfigurationTemplate(contact: contact, page: try writtenPage)
    if case .seen(let proposal)? = look { template.proposal = proposal }
    // What could not be read later is not written now.
    let settings = try Settings(template.text, of: file)
    let isFolderNew = try Disk().entry(at: file.removingLastComponent()) == nil
    try Disk().makeDirectories(file.removingLastComponent())
    try Disk().create(file, holding: template.text)
    if let number = group.flatMap(UserGroup.number) {
      if isFolderNew { try Disk().show(file.removingLastComponent(), to: number) }
      try Disk().show(file, to: number)
    }
    let remark = settings.noteArchive(asNew: isNew)
    let key = Self.keyLines(settings, isNew: isNew)
    if let look { Output.print(CleanText(lines: look.sentence)) }
    Output.print(
      """
      Made \(file)
             which sources to read, how gently, and how sites can reach you
           \(archive)/
             \(isNew
               ? "an empty archive; its README.md says how to read it without Hanaper"
               : "was there already and is left as it is")\
      \(key)

      Next: \(settings.sources.isEmpty ? "`\(settings.commandLine("source add ADDRESS"))`, then " : "")\
      `\(settings.commandLine("sync"))`.
      """
    )
    if let remark { Output.print("Note: \(remark).") }
    for remark in remarks { Output.print("Note: \(remark).") }
  }

  /// Makes the folder of the archive one that the group may read.
  ///
  /// - Returns: what keeps the group out all the same, in sentences.
  private func share(_ archive: FilePath) throws -> [String] {
    guard let group, let number = UserGroup.number(of: group) else { return [] }
    let disk = Disk()
    let isPlaceNew = try disk.entry(at: place) == nil
    do throws(FilingError) {
      try disk.makeDirectories(archive)
      if isPlaceNew { try disk.show(place, to: number) }
      try disk.share(archive, with: number)
    } catch {
      guard error.cause == .notPermitted else { throw error }
      throw CommandFailure(
        "only a member may share with the group “\(group)”: add the user of the runs to it (`adduser USER \(group)`) and run again as that user"
      )
    }
    guard disk.isShared(archive) else {
      throw CommandFailure("the file system of \(archive) keeps no group's rights")
    }
    let mode = try? Stat(disk.resolved(place)).permissions
    return isPlaceNew || mode?.contains(.otherExecute) == true
      ? []
      : ["the rights of \(place) are as they were; who is in the group has to be able to enter it"]
  }

  private func makeArchive(of file: FilePath) throws {
    let settings = try Settings(reading: file)
    // What is lost may be had again, and another archive in its place would have another ledger.
    let mark = ArchiveMark(beside: file)
    if let copy = settings.replicas.first, mark.entry(of: settings.archive) != nil,
      (try? Archive(opening: settings.archive)) == nil
    {
      throw CommandFailure(
        "there was an archive at \(settings.archive), and the configuration names a copy of it: `\(settings.commandLine("recover --from \(copy.name)"))` brings it back. If another is to begin, take the copies out of `replicas` first"
      )
    }
    guard try makeArchive(at: settings.archive) else {
      throw CommandFailure(
        "\(file) exists, and so does its archive, \(settings.archive); edit the one, or name "
          + "another directory"
      )
    }
    let remark = settings.noteArchive(asNew: true)
    let key = Self.keyLines(settings, isNew: true)
    if contact != nil || page != nil {
      Output.print(
        "\(file) was there already and is left as it is, whatever --contact and --page say."
      )
    }
    Output.print(
      """
      Made \(settings.archive)/
             an empty archive, as \(file) names it\
      \(key)

      Next: \(steps(before: settings))`\(settings.commandLine("sync"))`.
      """
    )
    if let remark { Output.print("Note: \(remark).") }
  }

  /// Makes the key of the ledger, and says where it is.
  ///
  /// In the place of an archive that was signed for and is lost, a new one has a ledger that follows the old one's.
  private static func keyLines(_ settings: Settings, isNew: Bool) -> CleanText {
    guard let archive = try? settings.openedArchive() else { return "" }
    let ledger = ArchiveLedger(of: archive)
    let key = settings.ledgerKey
    var ended = ""
    if isNew, key.known.checkpoints.first != nil,
      (try? ledger.problem(for: key.present(for: archive))) != nil
    {
      do {
        try key.beginEpoch(of: ledger)
        ended =
          "\nNote: the ledger of the archive that was here has ended; what was beside its key is kept, with a number behind its name. If that archive comes back, put it and those files back under their names."
      } catch {
        return CleanText(
          lines: "\nNote: the ledger of the archive that was here could not be put aside: \(error)."
        )
      }
    }
    switch settings.ledgerKey.signing(for: archive) {
    case .by(let signers, _):
      let key = signers.first?.key.description ?? ""
      return CleanText(
        lines: """

               \(settings.ledgerKey.file)
                 the key that the archive's ledger is signed with; nobody else may read it, and a copy
                 belongs in a safe. Whoever is to check what the archive proves is given its public half:
                 \(key)\(ended)
          """
      )
    case .nobody(let reason): return CleanText(lines: "\nNote: \(reason).")
    }
  }

  /// What `sync` would refuse as it is.
  private func steps(before settings: Settings) -> CleanText {
    var steps: [CleanText] = []
    if settings.missingContact != nil { steps.append("write your contact into \(file)") }
    if settings.sources.isEmpty {
      steps.append("`\(settings.commandLine("source add ADDRESS"))`")
    } else if !settings.sources.contains(where: \.isEnabled) {
      steps.append("switch a source on there (enabled: true)")
    }
    return steps.isEmpty ? "" : "\(steps.joined(separator: ", ")), then "
  }

  /// - Returns: false where there was an archive already.
  private func makeArchive(at path: FilePath) throws -> Bool {
    if try Disk().entry(at: path) == .file {
      throw CommandFailure("\(path) is a file; an archive needs a folder of that name, or another")
    }
    do {
      _ = try Archive.create(at: path)
      return true
    } catch ArchiveError.notEmpty(let path, let strangers) {
      if (try? Archive(opening: path)) != nil { return false }
      throw ArchiveError.notEmpty(path, strangers)
    }
  }

  // MARK: The page

  private static func address(ofPage text: String) throws -> WebAddress {
    do {
      return try WebAddress(text)
    } catch {
      throw ValidationError("--page: \(error.sentence(forTyped: text))")
    }
  }

  /// The page as it was typed, unless that needs cleaning.
  private var writtenPage: String? {
    get throws {
      guard let page else { return nil }
      let isPlain = page.unicodeScalars.allSatisfy { scalar in
        !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
          && scalar.properties.generalCategory != .format
      }
      return isPlain ? page : try Self.address(ofPage: page).text
    }
  }

  private func look(_ contact: String) async throws -> PageLook.Outcome? {
    guard let page else { return nil }
    let address = try Self.address(ofPage: page)
    let plan = RunPlan(
      sources: [],
      politeness: Politeness(),
      limits: TransferLimits(),
      network: NetworkSettings(userAgent: Settings.userAgent(contact)),
      tool: Settings.tool,
      contact: contact
    )
    return try await PageLook.outcome(at: address, plan)
  }
}

extension PageLook.Outcome {
  fileprivate var sentence: String {
    switch self {
    case .seen(let proposal) where proposal.reportPages.isEmpty: proposal.sentence
    case .seen(let proposal):
      proposal.sentence + (proposal.reportPages.count == 1 ? " It is" : " They are")
        + " to be kept too; see `includePages` in the configuration."
    case .notSeen(let why):
      """
      Could not look at the page: \(CleanText.clean(why)). The configuration is made all the same; if \
      some of its reports are web pages, see `includePages` there.
      """
    }
  }
}
