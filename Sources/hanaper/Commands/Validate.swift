// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import ArgumentParser
import Filing
import Foundation
import OCFL
import Reporting
import SystemPackage
import Text

struct Validate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check any OCFL object or storage root by the letter of the specification.",
    discussion: """
      PATH is an object or a storage root of OCFL 1.0 or 1.1, written by Hanaper or by any other \
      program. Every finding is listed, with the code that the specification gives it: E… for a rule \
      that is broken, W… for advice that is not followed. Nothing is written, and no link is followed.

      Of an archive of Hanaper's, its storage root is validated.

      `hanaper verify` checks the archive of the configuration, with all that stands beside its \
      storage root.

      EXIT STATUS
        0   valid; there may be warnings
        1   something could not be read
        3   invalid
        64  usage
      """
  )

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case object, root
  }

  @OptionGroup var json: JSONOption

  @Flag(
    name: .customLong("no-fixity"),
    help: "Do not read content: files only have to be there, whatever their digests."
  )
  var skipsFixity = false

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Take PATH for an object or for a root, whatever it seems to be.",
      valueName: "object|root"
    )
  )
  var subject: Subject?

  @Argument(help: ArgumentHelp("An object's directory, or a storage root.", valueName: "path"))
  var path: String

  func validate() throws {
    try path.requirePath(of: "the path")
  }

  func run() async throws {
    let place = try ValidationPlace(
      path,
      as: subject.map { $0 == .root ? .storageRoot : .object }
    )
    let start = ContinuousClock.now
    var answer =
      switch place.subject {
      case .storageRoot: try await answer(ofRoot: place.path)
      case .object: ValidationReport(ObjectCheck(of: place.path, fixity: !skipsFixity))
      }
    answer.path = place.path.string
    answer.remark = place.remark?.description
    ProgressLine.clear()
    if json.isWanted {
      try json.print(answer)
    } else {
      if let remark = place.remark { Output.print(remark) }
      Output.print(Report(of: answer, took: ContinuousClock.now - start))
    }
    try answer.verdict.status.end()
  }

  private func answer(ofRoot path: FilePath) async throws -> ValidationReport {
    var check = StorageRootCheck(hierarchyOf: path)
    let line = ProgressLine()
    let cores = ProcessInfo.processInfo.activeProcessorCount
    await check.forEachObject(fixity: !skipsFixity, cores: cores) { object in
      check.add(object)
      line.show(done: check.checked, of: check.objects.count, what: "objects", bytes: check.bytes)
    }
    return ValidationReport(check)
  }
}

extension ValidationReport.Verdict {
  fileprivate var status: ExitStatus {
    switch self {
    case .valid: .done
    case .invalid: .damaged
    case .unread: .failed
    }
  }
}
