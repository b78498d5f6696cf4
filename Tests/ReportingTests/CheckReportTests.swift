// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Night
import Records
import Testing

@testable import Archiving
@testable import Reporting

@Suite(.timeLimit(.minutes(5)))
struct `Reports of checks` {
  private func link(_ name: String, _ verdict: Verdict, movedTo target: String? = nil) throws
    -> LinkCheckReport.Link
  {
    LinkCheckReport.Link(
      address: try WebAddress("https://example.org/\(name)"),
      verdict: verdict,
      sentence: "\(name) it is",
      status: nil,
      movedTo: try target.map { try WebAddress("https://example.org/\($0)") },
      places: [.init(page: "p.html", text: "T\u{7}", position: 0)],
      isNamed: false
    )
  }

  @Test func `links: the dead first, with the pages that they stand on`() throws {
    var check = LinkCheckReport()
    check.links = [
      try link("moved", .page, movedTo: "new"), try link("wall", .forbidden),
      try link("dead", .notFound), try link("alive", .page),
    ]
    check.malformed = [.init(page: "p.html", href: "http//x", text: "X", sentence: "is none")]
    check.relativeLinks = 1
    #expect(
      Report(of: check).text == """
        Dead (1)
          https://example.org/dead
            dead it is
            on p.html: “T”
        Malformed (1)
          http//x
            is none
            on p.html: “X”
        Uncertain (1)
          https://example.org/wall
            wall it is
            on p.html: “T”
        Moved for good; link to the new address (1)
          https://example.org/moved
            now at https://example.org/new
            on p.html: “T”
        1 relative link left out; say with --base what they are meant against.
        5 links on 0 pages: 1 alive, 1 moved, 1 dead, 1 malformed, 1 uncertain.
        """
    )
  }

  @Test func `links: a page that sends its readers there, and one that was not read`() throws {
    var check = LinkCheckReport()
    check.pages = [.init(notRead: "x.html", because: "no such file", nil)]
    check.links = [
      LinkCheckReport.Link(
        address: try WebAddress("https://example.org/"),
        verdict: .notFound,
        sentence: "s",
        status: 404,
        movedTo: nil,
        places: [.init(refreshOf: try WebAddress("https://example.org/old"))],
        isNamed: false
      )
    ]
    let lines = Report(of: check).lines.map(\.description)
    #expect(
      lines[3...4] == [
        "    on https://example.org/old, which sends its readers there",
        "x.html: the page was not read: no such file.",
      ]
    )
  }

  private func finding(_ path: String, of address: String?, title: String? = nil)
    -> ArchiveFinding
  {
    var finding = ArchiveFinding(
      address: address,
      path: path,
      codes: ["E093", "fixity"],
      sentence: "a file is not as it was kept",
      next: "run `\(.verify)`"
    )
    finding.title = title
    return finding
  }

  @Test func `an archive that is intact`() {
    var outcome = Verification.Outcome()
    outcome.objects = 1
    outcome.files = 2
    outcome.bytes = 3_000
    let report = Report(of: outcome, archive: "/a", took: .seconds(100), in: .sample)
    #expect(report.text == "Intact: 1 object, 2 files, 3.0 kB read in 2 min.")
  }

  @Test func `losses by document, warnings, and a run that left off`() {
    var outcome = Verification.Outcome()
    outcome.findings = [
      finding("ocfl/x", of: "https://example.org/a", title: "A"),
      finding("ocfl/y", of: "https://example.org/a", title: "A"), finding("lock", of: nil),
    ]
    outcome.warnings = [finding("odd", of: nil)]
    outcome.warnings[0].next = "run \(shell: "cp a b")"
    outcome.unfinished = UnfinishedWork(isAtWork: false, holder: nil, documents: [])
    #expect(
      Report(of: outcome, archive: "'/a b'", took: .zero, in: .sample).text == """
        A
        https://example.org/a
          a file is not as it was kept (E093, fixity)
            ocfl/x
            run `hanaper verify --config my.yaml`
          a file is not as it was kept (E093, fixity)
            ocfl/y
            run `hanaper verify --config my.yaml`
        lock
          a file is not as it was kept (E093, fixity)
            run `hanaper verify --config my.yaml`
        Warnings (1)
        odd
          a file is not as it was kept (E093, fixity)
            run cp a b
        Lines for a shell (cp, mv, printf) are to be run in the archive's folder:
          cd '/a b'
        a run was interrupted; the next run finishes it.
          `hanaper recover --config my.yaml` finishes it now
        DAMAGED: 3 findings (1 warning) in 0 objects, 0 files, 0 B read in 0 s.
        Nothing was changed, and every version that is not named can be restored. \
        /manual/docs/recovery.md says how to put sound copies back; do not edit inventories or the \
        manifest to match what is there.
        """
    )
  }
}
