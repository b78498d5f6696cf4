// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import FoundationXML
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
      Report(of: check, in: .sample).text == """
        Dead (1)
          https://example.org/dead
            dead it is
            on p.html: “T”
          a web archive may have a copy: https://webarchive.nationalarchives.gov.uk/ukgwa/*/ADDRESS or https://web.archive.org/web/*/ADDRESS
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

  @Test func `links: of the dead, what the archive has of them`() throws {
    var check = LinkCheckReport()
    check.links = [try link("dead", .notFound), try link("lost", .gone)]
    var document = Document(
      address: check.links[0].address,
      role: .document,
      title: "T",
      firstSeen: Date(timeIntervalSince1970: 0),
      lastVisited: Date(timeIntervalSince1970: 0),
      lastAlive: Date(timeIntervalSince1970: 86_400)
    )
    #expect(LinkCheckReport.Kept(document) == nil && LinkCheckReport.Kept(nil) == nil)
    document.version = 2
    check.links[0].kept = .init(document)
    let told =
      "v2 is kept, last seen alive on 1970-01-02; "
      + "`hanaper restore \"https://example.org/dead\" --config my.yaml` gives it back"
    let lines = Report(of: check, in: .sample).lines.map(\.description)
    #expect(lines[3] == "    \(told)")
    #expect(lines.count { $0.contains("is kept") } == 1)
    #expect(lines.count { $0.contains("web.archive.org") } == 1, "once for all")
    #expect(check.markdown(in: .sample).contains("  - v2 is kept, last seen alive on 1970-01-02;"))
    let json = String(decoding: try JSONEncoder().encode(check), as: UTF8.self)
    #expect(json.contains(#""kept":{"#) && json.contains(#""version":2"#))
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
    let lines = Report(of: check, in: .sample).lines.map(\.description)
    #expect(
      [lines[3], lines[5]] == [
        "    on https://example.org/old, which sends its readers there",
        "x.html: the page was not read: no such file.",
      ]
    )
  }

  /// A report with something of each class, and texts that no XML or Markdown would take as they are.
  private static let evil = "a\u{0}\u{1B}[2J<b>&\"'\u{202E}]]>\u{FFFE}\t`*_[x](y)|\n#"

  private func all() throws -> LinkCheckReport {
    var check = LinkCheckReport()
    check.pages = [.init(notRead: Self.evil, because: Self.evil, nil)]
    let places = [LinkCheckReport.Place(page: "p.html", text: Self.evil, position: 0)]
    check.links = [
      try link("moved", .page, movedTo: "new"), try link("wall", .forbidden),
      try link("dead", .notFound), try link("alive", .page),
    ]
    check.files = [
      .init(path: Self.evil, .missing, places), .init(path: "there.md", .there(nil), places),
    ]
    check.parts = try [
      #require(.init(Self.evil, of: "https://example.org/", .missing, places)),
      #require(.init("x", of: "y.html", .uncertain(.madeByScripts), places)),
    ]
    check.malformed = [.init(page: "p.html", href: Self.evil, text: Self.evil, sentence: "is none")]
    return check.inOrder()
  }

  /// What a reader of XML finds: the elements with their attributes, and what is wrong.
  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var texts: [String] = []

    func parser(
      _ parser: XMLParser,
      didStartElement name: String,
      namespaceURI: String?,
      qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements.append((name, attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      texts.append(text)
    }
  }

  @Test func `JUnit: any reader of XML finds every link on its page, whatever it is called`() throws
  {
    let check = try all()
    for (failing, failures) in [
      ([.dead, .malformed], 3), ([], 0), (Set(LinkCheckReport.Class.allCases), 7),
    ]
      as [(Set<LinkCheckReport.Class>, Int)]
    {
      let text = check.junit(failing: failing)
      let parser = XMLParser(data: Data(text.utf8))
      let reader = Reader()
      parser.delegate = reader
      #expect(parser.parse(), "\(String(describing: parser.parserError)): \(text)")
      let cases = reader.elements.filter { $0.name == "testcase" }
      #expect(cases.count == 10)
      #expect(reader.elements.count { $0.name == "failure" } == failures)
      #expect(reader.elements.count { $0.name == "error" } == 1)
      let skipped = reader.elements.count { $0.name == "skipped" }
      #expect(skipped == (failing.contains(.uncertain) ? 0 : 2))
      let whole = try #require(reader.elements.first)
      #expect(whole.name == "testsuites")
      #expect(whole.attributes["tests"] == "10" && whole.attributes["failures"] == "\(failures)")
      #expect(whole.attributes["errors"] == "1" && whole.attributes["skipped"] == "\(skipped)")
      let suites = reader.elements.filter { $0.name == "testsuite" }
      #expect(suites.compactMap { $0.attributes["tests"].flatMap { Int($0) } }.reduce(0, +) == 10)
      #expect(cases.contains { $0.attributes["name"] == "https://example.org/dead" })
      let mended = Self.evil.replacing("\u{0}", with: "\u{FFFD}").replacing(
        "\u{1B}",
        with: "\u{FFFD}"
      )
      .replacing("\u{FFFE}", with: "\u{FFFD}")
      #expect(cases.contains { $0.attributes["name"] == mended })
      let scalars = text.unicodeScalars
      #expect(!scalars.contains("\u{202E}") && !scalars.contains("\u{1B}"))
    }
  }

  @Test func `Markdown: what is dead first, and every text stands for itself`() throws {
    let text = try all().markdown(in: .sample)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.prefix(3) == [
        "# Links", "",
        "9 links on 0 pages: 2 alive, 1 moved, 2 dead, 1 malformed, 1 part-missing, 2 uncertain.",
      ]
    )
    #expect(lines.contains("## Dead (2)"))
    #expect(lines.contains("- <https://example.org/dead>: dead it is"))
    #expect(lines.contains("- <https://example.org/moved>: now at <https://example.org/new>"))
    // Read as Markdown again, it links to what is told and to nothing else.
    let read = Listing.read(markdown: Array(text.utf8), at: try WebAddress("https://x.example/"))
    #expect(
      Set(read.links.map { String($0.address.path) }) == ["/moved", "/new", "/wall", "/dead", "/"]
    )
    let scalars = text.unicodeScalars
    #expect(!scalars.contains("\u{202E}") && !scalars.contains("\u{1B}"))
  }

  @Test func `links: parts that are missing, and what was not asked again`() throws {
    var check = LinkCheckReport()
    check.links = [
      LinkCheckReport.Link(
        address: try WebAddress("https://example.org/"),
        verdict: .page,
        sentence: "s",
        status: 200,
        movedTo: nil,
        earlier: Date(timeIntervalSince1970: 1_900_000_000),
        places: [],
        isNamed: false
      )
    ]
    let place = LinkCheckReport.Place(page: "p.html", text: "", position: 0)
    let part = LinkCheckReport.Part("x", of: "https://example.org/", .missing, [place])
    check.parts = [try #require(part)]
    #expect(
      Report(of: check, in: .sample).text == """
        Alive, but without the part that is linked to (1)
          https://example.org/#x
            the page is there, and has no part of this name
            on p.html
        1 link not asked again, because alive in an earlier check (--max-age).
        2 links on 0 pages: 1 alive, 0 moved, 0 dead, 0 malformed, 1 part-missing, 0 uncertain.
        """
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
        Nothing was changed, and every version of a document that is not named can be restored. \
        /manual/docs/recovery.md says how to put sound copies back; do not edit inventories or the \
        manifest to match what is there.
        """
    )
  }
}
