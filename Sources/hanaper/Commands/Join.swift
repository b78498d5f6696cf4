// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import Records
import Reporting

struct Join: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Say that one document takes the place of another.",
    discussion: """
      Reports are published again under new addresses. Runs find that out by themselves where the publisher says so: by a \
      permanent redirect to a document that is listed, or, on GOV.UK, by a title that only one document has in its \
      publication, before and after. Of all others you say it: both stay kept, each with its versions, and `list`, `show` and \
      `restore` of the old one name the new one. Several may have one successor; each has one only. Where the site leads elsewhere \
      than was said here, that is told once the old one has left its list, and what was said stays. Where a run only supposes it, \
      `hanaper list --attention` shows that until you have said so, or denied it with --undo.

      OLD and NEW are addresses, or words of an address or title that fit one document only.

        hanaper join child-a-2024.pdf child-a-final.pdf
        hanaper join child-a-2024.pdf child-a-final.pdf --undo

      EXIT STATUS
        0   it stands so, or stood so before
        1   could not do it: no document fits, or the two would make a circle
        64  usage
        75  another run holds the archive, or a signal stopped it
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: "The document whose place is taken.")
  var old: String

  @Argument(help: "The document that takes it.")
  var new: String

  @Flag(help: "Take it back; runs do not say it again.")
  var undo = false

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let writer = try await settings.archiveWriter(for: "join", archive)
    let catalogue = try await writer.catalogue()
    let finder = DocumentFinder(in: catalogue, of: archive)
    let (old, new) = (try await finder.find(old), try await finder.find(new))
    let joining = Joining(PersonRun(writer, catalogue, settings))
    do {
      if undo {
        try await joining.part(old, from: new)
      } else {
        try await joining.join(old, to: new)
      }
    } catch let failure as Joining.Failure where failure == .already || failure == .notJoined {
      // It stands so already.
      if !json.isWanted { Output.print("Nothing is new: \(failure.sentence).") }
    } catch let failure as Joining.Failure {
      throw CommandFailure("\(new.address): \(failure.sentence)")
    }
    if json.isWanted {
      return try json.print(
        Answer(old: old.address.text, new: new.address.text, isJoined: !undo)
      )
    }
    Output.print(
      undo
        ? "“\(new.title)” does not take the place of “\(old.title)” any more."
        : "“\(new.title)” takes the place of “\(old.title)”. Both stay kept."
    )
    Output.print("  \(old.address)")
    Output.print("  \(new.address)")
  }

  struct Answer: Encodable {
    let schema = "hanaper/join/1"
    let old: String
    let new: String
    let isJoined: Bool
  }
}
