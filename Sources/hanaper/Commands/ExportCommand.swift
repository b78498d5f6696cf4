// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Exchange
import Filing
import Night
import Records
import Reporting
import SystemPackage

struct ExportCommand: AsyncParsableCommand, EndsInOrder {
  static let whatStays = "what was written stays, and the same command goes on with it"

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Bring documents out in a form that others read.",
    discussion: """
      Without more, all versions of all documents go out, in the form that the name of TARGET says: `.warc`, `.wacz`, `.csv`, `.json`, and of \
      any other name a folder. --as says it otherwise:

        warc     a file of web archives (WARC 1.1): what was answered, and the
                 provenance of each version
        wacz     the same in one file with its index and the proofs of what is
                 in it (WACZ 1.1.1)
        bag      a folder with checksums, as archives hand them to each
                 other (BagIt 1.0)
        folder   a folder with readable names, a page and a table
        csv      a table of all versions, for a spreadsheet
        json     the same for a program

        hanaper export /srv/out/reports.warc
        hanaper export bag --as bag --source merton --latest
        hanaper export childd --document "Child D"

      In a bag and in a folder the provenance and the proof of each version lie beside it, in a WACZ file in it; `hanaper prove` checks a proof. Equal \
      content under one name is equal to the byte, but for the signature in a WACZ file. TARGET is there when it is whole; one that was cut off is gone on with.

      EXIT STATUS
        0   all of it is there
        1   could not do it: TARGET is there already, say
        3   a version is damaged, and is not in it
        4   a version is left out, or has no proof, because nothing was signed
            for yet
        64  usage
        75  stopped in order before the end; the same command goes on
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "The form: \(Export.Form.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "form"
    ),
    transform: { word throws(ValidationError) in
      if let form = Export.Form(rawValue: word) { return form }
      throw ValidationError(
        "“\(word)” is no form; the forms are \(Export.Form.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
  )
  var form: Export.Form?

  @Option(
    name: .customLong("document"),
    help: ArgumentHelp("Only this document; may be said several times.", valueName: "document")
  )
  var documents: [String] = []

  @Option(
    name: .customLong("source"),
    help: ArgumentHelp("Only documents of this source; may be said several times.", valueName: "id")
  )
  var sources: [String] = []

  @Flag(help: "Only the newest version of each document.")
  var latest = false

  @Argument(help: ArgumentHelp("The file or folder that is made.", valueName: "target"))
  var target: String

  func validate() throws { try target.requirePath(of: "TARGET") }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let place = FilePath(target)
    try settings.refuseInsideArchive(place)
    let catalogue = try await archive.catalogue()
    var addresses: [WebAddress] = []
    for name in documents {
      addresses.append(try await DocumentFinder(in: catalogue, of: archive).find(name).address)
    }
    for id in sources where !settings.sources.contains(where: { $0.id == id }) {
      throw CommandFailure(
        "there is no source “\(id)”; `\(NextCommand("source", "list").typed)` lists them"
      )
    }
    let export = Export(
      ExportChoice(
        addresses: documents.isEmpty && sources.isEmpty ? nil : addresses,
        sources: sources,
        isOfAllVersions: !latest
      ),
      of: archive,
      catalogue,
      as: form ?? formByName,
      to: place,
      tool: Settings.tool
    )
    let line = ProgressLine()
    defer { ProgressLine.clear() }
    let outcome: Export.Outcome
    do {
      outcome = try await Interruption.allowing {
        try await export.run { done, all in
          line.show(done: done, of: all, what: "documents", bytes: 0)
        }
      }
    } catch let failure as Export.Failure {
      throw CommandFailure("\(failure)")
    }
    ProgressLine.clear()
    try await catalogue.close()
    if json.isWanted {
      try json.print(Answer(outcome, place))
    } else {
      Output.print(Report(of: outcome, at: place.string, in: Invocation.wording))
    }
    let isDamaged = outcome.leftOut.contains(where: \.isDamaged)
    let isWhole = outcome.leftOut.isEmpty && outcome.unproven == 0
    try (isDamaged ? ExitStatus.damaged : isWhole ? .done : .partly).end()
  }

  private var formByName: Export.Form {
    switch FilePath(target).extension?.lowercased() {
    case "warc": .warc
    case "wacz": .wacz
    case "csv": .csv
    case "json": .json
    default: .folder
    }
  }

  struct Answer: Encodable {
    let schema = "hanaper/export/1"
    let target: String
    let documents: Int
    let versions: Int
    /// Of the documents.
    let bytes: Int64
    let leftOut: [Item]
    /// How many versions have no proof, because they were not signed for yet.
    let unproven: Int

    struct Item: Encodable {
      let title: String
      let version: Int?
      let reason: String
      let isDamaged: Bool
    }

    init(_ outcome: Export.Outcome, _ place: FilePath) {
      target = place.string
      (documents, versions, bytes) = (outcome.documents, outcome.versions, outcome.bytes)
      leftOut = outcome.leftOut.map {
        Item(title: $0.title, version: $0.version, reason: $0.reason, isDamaged: $0.isDamaged)
      }
      unproven = outcome.unproven
    }
  }
}

extension Report {
  /// What was exported, and what was not.
  ///
  /// - Parameters:
  ///   - outcome: that.
  ///   - place: where it is.
  ///   - wording: how commands are typed here.
  fileprivate init(of outcome: Export.Outcome, at place: String, in wording: Wording) {
    self.init()
    say(
      "\(Readable.count(outcome.versions, "version")) of \(Readable.count(outcome.documents, "document")), \(Readable.size(outcome.bytes)), in \(place)."
    )
    for item in outcome.leftOut {
      let version = item.version.map { "v\($0) of " } ?? ""
      let next: CleanText =
        item.isDamaged ? "; `\(wording.command(.verify))` says what mends it" : ""
      say("Left out: \(version)\(item.title), which \(item.reason)\(next).")
    }
    if outcome.unproven > 0 {
      say(
        "\(Readable.count(outcome.unproven, "version")) \(outcome.unproven == 1 ? "has" : "have") no proof, because nothing was signed for \(outcome.unproven == 1 ? "it" : "them") yet; the next `\(wording.command(NextCommand("sync")))` does that."
      )
    }
  }
}
