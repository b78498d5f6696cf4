// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import ArgumentParser
import Filing
import Foundation
import Reporting
import OCFL
import SystemPackage
import Text

struct Validate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
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
      case .object: Answer(ObjectCheck(of: place.path, fixity: !skipsFixity))
      }
    answer.path = place.path.string
    answer.remark = place.remark?.description
    ProgressLine.clear()
    if json.isWanted {
      try json.print(answer)
    } else {
      if let remark = place.remark { Output.print(remark) }
      tell(answer, after: ContinuousClock.now - start)
    }
    try answer.status.end()
  }

  private func answer(ofRoot path: FilePath) async throws -> Answer {
    var check = StorageRootCheck(hierarchyOf: path)
    let line = ProgressLine()
    let cores = ProcessInfo.processInfo.activeProcessorCount
    await check.forEachObject(fixity: !skipsFixity, cores: cores) { object in
      check.add(object)
      line.show(done: check.checked, of: check.objects.count, what: "objects", bytes: check.bytes)
    }
    return Answer(check)
  }

  private func tell(_ answer: Answer, after time: Duration) {
    var object: String?
    for finding in answer.findings {
      if finding.object != object {
        object = finding.object
        let name = finding.object.isEmpty ? answer.path : finding.object
        Output.print(CleanText.styled("\(name)", .bold))
      }
      let style: CleanText.Style = finding.severity == .warning ? .yellow : .red
      let place = finding.path.isEmpty ? "" : " \(finding.path)"
      Output.print("  \(CleanText.styled("\(finding.code)", style))\(place): \(finding.message)")
      if let link = finding.link { Output.print("    \(CleanText.styled("\(link)", .dim))") }
    }
    let amount =
      "\(Readable.count(answer.objects, "object")), \(Readable.count(answer.files, "file")), "
      + "\(Readable.size(answer.bytes)) read in \(Readable.time(time.seconds))"
    Output.print("\(answer.headline): \(amount).")
  }

  struct Answer: Encodable {
    enum Verdict: String, Encodable {
      case valid, invalid, unread
    }

    let schema = "hanaper/validate/1"
    var path = ""
    /// Why another path was looked at than the one that was named, or that nothing is there.
    var remark: String?
    let subject: String
    let verdict: Verdict
    let errors: Int
    let warnings: Int
    let objects: Int
    let files: Int
    let bytes: Int64
    let findings: [Finding]

    init(_ check: ObjectCheck) {
      self.init("object", check.findings, objects: 1, check.files, check.bytes)
    }

    init(_ check: StorageRootCheck) {
      // Checks end in no particular order; a report has one.
      let findings = check.findings.enumerated().sorted {
        ($0.element.object, $0.offset) < ($1.element.object, $1.offset)
      }
      self.init(
        "storage root",
        findings.map(\.element),
        objects: check.checked,
        check.files,
        check.bytes
      )
    }

    private init(
      _ subject: String,
      _ findings: [Finding],
      objects: Int,
      _ files: Int,
      _ bytes: Int64
    ) {
      func count(_ severity: Finding.Severity) -> Int {
        findings.count { $0.severity == severity }
      }
      self.subject = subject
      self.findings = findings
      self.objects = objects
      self.files = files
      self.bytes = bytes
      (errors, warnings) = (count(.error), count(.warning))
      verdict = errors > 0 ? .invalid : count(.unread) > 0 ? .unread : .valid
    }

    var status: ExitStatus {
      switch verdict {
      case .valid: .done
      case .invalid: .damaged
      case .unread: .failed
      }
    }

    var headline: CleanText {
      let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
        .map { Readable.count($0.0, $0.1) }
      let detail: CleanText = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
      return switch verdict {
      case .valid: CleanText.styled("Valid", .green) + detail
      case .invalid: CleanText.styled("INVALID", .red) + detail
      case .unread: CleanText.styled("Could not be read in full", .red) + detail
      }
    }
  }
}
