// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import OCFL
import Text

/// What a validation found, as `validate` tells it.
package struct ValidationReport: Encodable, Sendable {
  package enum Verdict: String, Encodable, Sendable {
    case valid, invalid, unread
  }

  private let schema = "hanaper/validate/1"
  package var path = ""
  /// Why another path was looked at than the one that was named, or that nothing is there.
  package var remark: String?
  let subject: String
  package let verdict: Verdict
  let errors: Int
  let warnings: Int
  let objects: Int
  let files: Int
  let bytes: Int64
  let findings: [Finding]

  package init(_ check: ObjectCheck) {
    self.init("object", check.findings, objects: 1, check.files, check.bytes)
  }

  package init(_ check: StorageRootCheck) {
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
}

extension Report {
  package init(of validation: ValidationReport, took time: Duration) {
    var section: Section?
    var object: String?
    for finding in validation.findings {
      if finding.object != object {
        if let section { add(section) }
        object = finding.object
        let name = finding.object.isEmpty ? validation.path : finding.object
        section = Section(.styled("\(name)", .bold))
      }
      let code = CleanText.styled("\(finding.code)", finding.severity == .warning ? .yellow : .red)
      let place = finding.path.isEmpty ? "" : " \(finding.path)"
      let link = finding.link.map { [CleanText.styled("\($0)", .dim)] } ?? []
      section?.items.append(Item("\(code)\(place): \(finding.message)", details: link))
    }
    if let section { add(section) }
    let amount =
      "\(Readable.count(validation.objects, "object")), \(Readable.count(validation.files, "file")), "
      + "\(Readable.size(validation.bytes)) read in \(Readable.time(time.seconds))"
    say("\(validation.headline): \(amount).")
  }
}

extension ValidationReport {
  fileprivate var headline: CleanText {
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
