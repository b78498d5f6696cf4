// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Extraction
import Foundation
import Records
import Reporting

struct Diff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say what changed between two versions of a document.",
    discussion: """
      Compared is the text, as a reader would read it: pages that are new or gone, paragraphs that were added, taken out or \
      changed, and in these the words. What was taken out stands in [-…-], what was put in, in {+…+}. Of a PDF it says \
      besides which pages look different with the same words, and of an office file, how many pictures are new or gone.

        hanaper diff "Child D"            # the two newest versions
        hanaper diff "Child D" 1 3
        hanaper diff "Child D" --unified  # for programs: a line a paragraph

      DOCUMENT is as for `hanaper show`. Of scans, what the pages look like is compared. `--unified` prints what `diff -u` \
      prints of two texts of which each line is a paragraph; nothing, where all words are the same.

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

  @Flag(help: "Print changes of the text as `diff -u` does, a line for each paragraph.")
  var unified = false

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
    let sides = try archive.compare(old, new, by: TextWorker())
    if unified { return try printUnified((old, sides.old), (new, sides.new), of: found) }
    guard let comparison = sides.comparison else {
      throw Self.incomparable([(old, sides.old), (new, sides.new)])
    }
    let isSameFile = old.digest == new.digest
    if json.isWanted {
      return try json.print(Answer(found, old, new, comparison, isSameFile: isSameFile))
    }
    var report = Report()
    report.say(
      "\(found.title.isEmpty ? found.address.text : found.title): v\(old.number), kept on \(Readable.day(old.capturedAt)), and v\(new.number), kept on \(Readable.day(new.capturedAt))."
    )
    if isSameFile {
      report.say("They are the same file, byte for byte.")
    } else {
      report.tell(comparison)
    }
    for (version, outcome) in [(old, sides.old), (new, sides.new)] {
      switch outcome.reading {
      case .text(let text): report.tell(text, of: version)
      case .none(let reason): report.say("v\(version.number) has no text: \(reason.sentence).")
      }
    }
    Output.print(report)
  }

  func validate() throws {
    if unified, json.isWanted {
      throw ValidationError("--unified and --json are two forms of the answer; name one of them")
    }
  }

  private func printUnified(
    _ old: (version: Version, outcome: TextWorker.Outcome),
    _ new: (version: Version, outcome: TextWorker.Outcome),
    of document: Document
  ) throws {
    guard case .text(let before) = old.outcome.reading, case .text(let after) = new.outcome.reading
    else { throw Self.incomparable([old, new]) }
    let both = VersionComparison.readable(before, after)
    if !both.unread.isEmpty {
      let pages = ExtractedText.Part.page.naming(both.unread)
      Terminal.complain("\(pages) could not be read in one of them, and are not compared")
    }
    let comparison = UnifiedComparison(both.old, both.new)
    guard !comparison.isSame else { return }
    // A tab stands between name and time.
    for (mark, version) in [("---", old.version), ("+++", new.version)] {
      Output.print(
        "\(mark) v\(version.number) \(document.address)\t\(version.capturedAt.formatted(.iso8601))"
      )
    }
    comparison.forEachLine { Output.print("\($0)") }
  }

  /// Why two versions cannot be compared.
  private static func incomparable(
    _ sides: [(version: Version, outcome: TextWorker.Outcome)]
  ) -> CommandFailure {
    for (version, outcome) in sides {
      guard case .none(let reason) = outcome.reading else { continue }
      let advice = outcome.missing.map { "; `apt install \($0)` brings it" } ?? ""
      return CommandFailure(
        "v\(version.number) has no text to compare: \(reason.sentence)\(advice)"
      )
    }
    return CommandFailure("they cannot be compared")
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

  struct Answer: Encodable {
    let schema = "hanaper/diff/1"
    let address: String
    let from: Int
    let to: Int
    let isSameFile: Bool
    /// Nil where one of the two has no text.
    let isSameText: Bool?
    let isRewritten: Bool
    let looks: Looks?
    /// In a sentence.
    let summary: String
    let part: String?
    let newParts: [Int]
    let goneParts: [Int]
    let changes: [Change]

    struct Looks: Encodable {
      let isSame: Bool
      /// Pages that look different, whatever their words.
      let changedPages: [Int]
      let newPages: [Int]
      let gonePages: [Int]
      /// Pages that could not be drawn.
      let unknownPages: [Int]
      let newPictures: Int
      let gonePictures: Int

      init(_ look: LookComparison) {
        (isSame, changedPages, newPages) = (look.isSame, look.differentPages, look.newPages)
        (gonePages, unknownPages) = (look.gonePages, look.unknownPages)
        (newPictures, gonePictures) = (look.newPictures, look.gonePictures)
      }
    }

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
      _ comparison: VersionComparison,
      isSameFile: Bool
    ) {
      let text = comparison.text
      (address, from, to) = (document.address.text, old.number, new.number)
      (self.isSameFile, isSameText) = (isSameFile, text?.isSame)
      isRewritten = text?.isRewritten ?? false
      looks = comparison.look.map(Looks.init)
      summary = comparison.sentence
      part = comparison.part?.rawValue
      (newParts, goneParts) = (text?.newParts ?? [], text?.goneParts ?? [])
      changes = (text?.changes ?? []).map { change in
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
