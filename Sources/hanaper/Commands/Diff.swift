// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Extraction
import Records
import Reporting

struct Diff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say what changed between two versions of a document.",
    discussion: """
      Compared is the text, as a reader would read it: pages that are new or gone, paragraphs that were added, taken out or \
      changed, and in these the words. What was taken out stands in [-…-], what was put in, in {+…+}. Pictures and layout \
      are not compared.

        hanaper diff "Child D"            # the two newest versions
        hanaper diff "Child D" 1 3

      DOCUMENT is as for `hanaper show`. Of what has no text, a scan say, that is told.

      EXIT STATUS
        0   they were compared, whatever came of it
        1   could not do it: no such document or version, or one has no text
        3   a version is damaged
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "Which document.")
  var document: String

  @Argument(
    help: ArgumentHelp(
      "The version from which on; without it, the one before the last.",
      valueName: "from"
    ),
    transform: VersionArgument.init
  )
  var from: VersionArgument?

  @Argument(
    help: ArgumentHelp("The version up to which; without it, the newest.", valueName: "to"),
    transform: VersionArgument.init
  )
  var to: VersionArgument?

  func run() async throws {
    let archive = try configuration.settings().openedArchive()
    let catalogue = try await archive.catalogue()
    let found = try await DocumentFinder(in: catalogue, of: archive).find(document)
    let versions = try await catalogue.versions(of: found.address)
      .filter {
        !found.rejected.contains($0.number) || [from?.number, to?.number].contains($0.number)
      }
    let new = try chosen(to?.number ?? versions.last?.number, of: versions, found)
    let before = versions.last { $0.number < new.number }
    let old = try chosen(from?.number ?? before?.number, of: versions, found)
    guard old.number != new.number else {
      throw CommandFailure("that is one version; name two of them")
    }
    let worker = try TextWorker()
    let texts = try [old, new].map { try text(of: $0, in: archive, worker) }
    let comparison = TextComparison(texts[0].parts, texts[1].parts)
    let isSameFile = old.digest == new.digest
    if json.isWanted {
      return try json.print(
        Answer(found, old, new, comparison, texts[1].kind, isSameFile: isSameFile)
      )
    }
    var report = Report()
    report.say(
      "\(found.title.isEmpty ? found.address.text : found.title): v\(old.number), kept on \(Readable.day(old.capturedAt)), and v\(new.number), kept on \(Readable.day(new.capturedAt))."
    )
    if isSameFile {
      report.say("They are the same file, byte for byte.")
    } else {
      report.tell(comparison, in: texts[1].kind)
    }
    for (version, text) in zip([old, new], texts) { report.tell(text, of: version) }
    Output.print(report)
  }

  private func chosen(
    _ number: Int?,
    of versions: [Version],
    _ document: Document
  ) throws -> Version {
    if let version = versions.first(where: { $0.number == number }) { return version }
    guard let number else {
      throw CommandFailure(
        versions.isEmpty
          ? "nothing is held of it" : "there is one version of it, so nothing has changed"
      )
    }
    let held = versions.map { "v\($0.number)" }.joined(separator: ", ")
    throw CommandFailure(
      "there is no v\(number) of it; \(held) \(versions.count == 1 ? "is" : "are") held"
    )
  }

  private func text(
    of version: Version,
    in archive: Archive,
    _ worker: TextWorker
  ) throws -> ExtractedText {
    let outcome = try archive.read(version, by: worker)
    switch outcome.reading {
    case .text(let text): return text
    case .none(let reason):
      let advice = outcome.missing.map { "; `apt install \($0)` brings it" } ?? ""
      throw CommandFailure("v\(version.number) has no text to compare: \(reason.sentence)\(advice)")
    }
  }

  struct Answer: Encodable {
    let schema = "hanaper/diff/1"
    let address: String
    let from: Int
    let to: Int
    let isSameFile: Bool
    let isSameText: Bool
    let isRewritten: Bool
    /// In a sentence.
    let summary: String
    let part: String?
    let newParts: [Int]
    let goneParts: [Int]
    let changes: [Change]

    struct Change: Encodable {
      /// added, removed or changed.
      let change: String
      let oldPart: Int?
      let newPart: Int?
      let old: String?
      let new: String?
    }

    init(
      _ document: Document,
      _ old: Version,
      _ new: Version,
      _ comparison: TextComparison,
      _ part: ExtractedText.Part?,
      isSameFile: Bool
    ) {
      (address, from, to) = (document.address.text, old.number, new.number)
      (self.isSameFile, isSameText) = (isSameFile, comparison.isSame)
      isRewritten = comparison.isRewritten
      summary = comparison.sentence(part)
      self.part = part?.rawValue
      (newParts, goneParts) = (comparison.newParts, comparison.goneParts)
      changes = comparison.changes.map { change in
        switch change {
        case .added(let new):
          Change(change: "added", oldPart: nil, newPart: new.part, old: nil, new: new.text)
        case .removed(let old):
          Change(change: "removed", oldPart: old.part, newPart: nil, old: old.text, new: nil)
        case .changed(let old, let new, _):
          Change(
            change: "changed",
            oldPart: old.part,
            newPart: new.part,
            old: old.text,
            new: new.text
          )
        }
      }
    }
  }
}
