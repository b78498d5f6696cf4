// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
import Text

// What a verification found, as a records officer reads it: by document, each loss once.
extension Report {
  /// - Parameters:
  ///   - outcome: what was found.
  ///   - archive: the folder of the archive, as a shell takes it.
  ///   - time: how long it took.
  ///   - wording: how commands are written.
  package init(
    of outcome: Verification.Outcome,
    archive: String,
    took time: Duration,
    in wording: Wording
  ) {
    tellFindings(of: outcome, archive: archive, in: wording)
    tellVerdict(on: outcome, took: time, in: wording)
    tell(outcome.reading)
    tell(outcome.ledger)
  }

  private mutating func tellFindings(
    of outcome: Verification.Outcome,
    archive: String,
    in wording: Wording
  ) {
    tell(outcome.findings, in: wording)
    if !outcome.warnings.isEmpty {
      say(.styled("Warnings (\(outcome.warnings.count))", .yellow))
      tell(outcome.warnings, in: wording)
    }
    if (outcome.findings + outcome.warnings).contains(where: \.next.hasShellLine) {
      say(
        "Lines for a shell (cp, mv, printf) are to be run in the archive's folder:",
        more: ["cd \(archive)"]
      )
    }
    if let unfinished = outcome.unfinished {
      say("\(unfinished.sentence).", more: ["\(wording.words(for: unfinished.next))"])
    }
  }

  private mutating func tellVerdict(
    on outcome: Verification.Outcome,
    took time: Duration,
    in wording: Wording
  ) {
    let amount = "\(outcome.amount) in \(Readable.time(time.seconds))"
    let warnings =
      outcome.warnings.isEmpty ? "" : " (\(Readable.count(outcome.warnings.count, "warning")))"
    guard !outcome.isIntact else {
      let isAll = outcome.reading.map { $0.bytesRead == $0.bytes } ?? true
      say("Intact\(isAll ? "" : ", as far as was read")\(warnings): \(amount).")
      return
    }
    let unread = outcome.findings.count { $0.severity == .unread }
    let closed = "\(Readable.count(unread, "place")) could not be read for want of permission"
    guard outcome.isDamaged else {
      say(
        "\(CleanText.styled("NOT ALL READ", .yellow)): \(closed)\(warnings); else intact: \(amount)."
      )
      return
    }
    let findings = Readable.count(outcome.findings.count - unread, "finding")
    let besides = unread > 0 ? "; \(closed)" : ""
    // Where the whole folder of documents is gone, none of them is named.
    let isAllLost = outcome.findings.contains { $0.path == "ocfl" }
    say("\(CleanText.styled("DAMAGED", .red)): \(findings)\(warnings)\(besides) in \(amount).")
    let isLedgerLost =
      outcome.ledger == nil
      && outcome.findings.contains { $0.severity == .damage && $0.codes.contains("ledger") }
    if isLedgerLost {
      say(
        "Nothing could be held against the ledger: what somebody altered, and made all records agree with, does not show. Do first what is said above of the ledger, then run `\(wording.command(.verify))` again."
      )
    }
    // Where the records of a document are lost, nobody says which of its versions are there.
    let isOfVersions = outcome.findings.allSatisfy { finding in
      finding.severity != .damage || finding.address == nil || !finding.versions.isEmpty
    }
    let sound: CleanText =
      isOfVersions
      ? "every version that is not named" : "every version of a document that is not named"
    say(
      """
      Nothing was changed\(isAllLost || isLedgerLost ? "" : ", and \(sound) can be restored"). \
      \(wording.page(.recovery)) says how to put sound copies back; do not edit inventories or the \
      manifest to match what is there.
      """
    )
  }

  /// How much of the content was read, where that is not all; and what there is to say of what was read before.
  private mutating func tell(_ reading: ReadingAccount?) {
    guard let reading else { return }
    if reading.bytesRead < reading.bytes || reading.isCutShort {
      let share =
        reading.bytes > 0 ? Int(Double(reading.bytesRead) / Double(reading.bytes) * 100) : 0
      let past =
        reading.neverRead > 0
        ? "\(Readable.count(reading.neverRead, "document")) \(reading.neverRead == 1 ? "was" : "were") never read, as far as is known"
        : reading.oldest.map { "what was read longest ago was read on \(Readable.day($0))" } ?? ""
      say(
        """
        Of the content \(Readable.size(reading.bytesRead)) of \(Readable.size(reading.bytes)) (\(share) %) was read, \
        \(reading.readWhole) of \(Readable.count(reading.documents, "document")) whole\(reading.isCutShort ? "; then the time was up" : "").
        """,
        more: past.isEmpty ? [] : ["\(past)"]
      )
    }
    if let reason = reading.forgotten {
      say("What was read is not remembered: \(reason).")
    }
  }

  /// What the ledger goes on from.
  private mutating func tell(_ ledger: LedgerAccount?) {
    guard let ledger else { return }
    let leaves = Readable.count(Int(ledger.leaves), "leaf", "leaves")
    let waiting = ledger.waiting > 0 ? "; \(ledger.waiting) more wait to be signed for" : ""
    func words(_ points: [LedgerAccount.Point]) -> [String] {
      points.map { "\($0.place) (\(Readable.count(Int($0.leaves), "leaf", "leaves")))" }
    }
    let points = words(ledger.goesOnFrom)
    let before = words(ledger.wentOnFrom)
    if !before.isEmpty {
      say(
        "The ledger that was put aside went on from \(before.joined(separator: ", from ")) until then; this one proves nothing of the time before it."
      )
    }
    say(
      points.isEmpty
        ? """
        The ledger is whole (\(leaves)\(waiting)). There was no checkpoint from outside of the archive to hold it \
        against; `--since` takes one from a mail.
        """
        : "The ledger (\(leaves)\(waiting)) goes on from \(points.joined(separator: ", from "))."
    )
    guard !ledger.isSignatureChecked, ledger.leaves > 0 else { return }
    say(
      "Its signature was not checked: beside the configuration is no key of it that you may read. "
        + "Where its checkpoint was kept elsewhere, `--since` holds it against that."
    )
  }

  /// Findings alone, those of one document under its title.
  package init(of findings: [ArchiveFinding], in wording: Wording) {
    tell(findings, in: wording)
  }

  private mutating func tell(_ findings: [ArchiveFinding], in wording: Wording) {
    var section: Section?
    var last: String?
    for finding in findings {
      let heading = finding.address ?? finding.path
      if heading != last {
        if let section { add(section) }
        let name = finding.title ?? heading
        section = Section(
          .styled("\(name)", .bold),
          subheading: finding.title == nil ? nil : "\(heading)"
        )
        last = heading
      }
      let codes = finding.codes.joined(separator: ", ")
      let path: [CleanText] = finding.path == heading ? [] : ["\(finding.path)"]
      section?.items.append(
        Item(
          "\(finding.sentence) (\(codes))",
          details: path + ["\(wording.words(for: finding.next))"]
        )
      )
    }
    if let section { add(section) }
  }
}

extension Verification.Outcome {
  /// How much was read, in words.
  package var amount: String {
    "\(Readable.count(objects, "object")), \(Readable.count(files, "file")), \(Readable.size(bytes)) read"
  }
}
