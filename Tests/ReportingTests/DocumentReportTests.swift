// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Night
import Records
import Support
import SystemPackage
import Testing

@testable import Cataloguing
@testable import Reporting

@Suite(.timeLimit(.minutes(5)))
struct `Reports of documents` {
  private func document(_ title: String) throws -> Document {
    Document(
      address: try WebAddress("https://example.org/a.pdf"),
      role: .document,
      title: title,
      firstSeen: Date(timeIntervalSince1970: 0),
      lastVisited: Date(timeIntervalSince1970: 86_400)
    )
  }

  private let asker = Catalogue.Asker(
    record: ListEntry(source: "old", text: "A\u{7}", heading: "H", position: 0),
    isListed: true
  )

  @Test func `a list has a row for each, by title or by address`() throws {
    let asking = Asking(of: [])
    let list = DocumentList(documents: [
      .init(try document("A\u{1B}title"), [asker], asking), .init(try document(""), [], asking),
    ])
    let byTitle = Report(of: list, byAddress: false, in: .sample)
    #expect(
      byTitle.text == """
        ID        STANDING  LISTED        VERSIONS  SIZE  LAST ALIVE  DOCUMENT
        085f2010  unknown   once, by old         0     -  never       Atitle
        085f2010  unknown   no                   0     -  never       https://example.org/a.pdf
        2 documents, 0 versions: 2 unknown.
        """
    )
    let byAddress = Report(of: list, byAddress: true, in: .sample)
    #expect(byAddress.text.contains("never       https://example.org/a.pdf\n"))
  }

  @Test func `what is not fetched by our own refusal is said of it, with what to do`() throws {
    var document = try document("A")
    document.standing = .present
    document.version = 2
    document.lastAlive = Date(timeIntervalSince1970: 0)
    let day = Date(timeIntervalSince1970: 86_400)
    document.refusal = OwnRefusal(reason: .robots, stay: Illness(since: day), toldOn: day)
    let list = DocumentList(documents: [.init(document, [], Asking(of: []))])
    let row = Report(of: list, byAddress: false, in: .sample).text
    #expect(row.contains("present (not fetched: robots.txt)  no"))
    #expect(row.contains("1970-01-01  A"), "when it was last seen alive")
    let details = DocumentDetails(document, askers: [], Asking(of: []), versions: [])
    let shown = Report(of: details, in: "/archive", .sample).text
    #expect(
      shown.contains("  not fetched   since 1970-01-02: the site's robots.txt asks us to stay away")
    )
    #expect(shown.contains("  next          ask the site to let this program in"))
    var open = DocumentList(documents: [.init(document, [], Asking(of: []))]).documents
    open[0].attention = Attention(OpenNews(of: document, waiting: []), in: .sample)
    let attention = Report(ofAttention: DocumentList(documents: open), in: .sample).text
    #expect(attention.contains("Kept, but not fetched any more (1)"))
    #expect(
      attention.contains(
        "robots.txt asks us to stay away (ask the site to let this program in, or give a reason in `ignoreRobots` of "
          + "the source); last seen alive on 1970-01-01; v2 is kept"
      )
    )
    #expect(
      attention.contains("`hanaper explain https://example.org/a.pdf --config my.yaml`")
        || attention.contains("hanaper explain \"https://example.org/a.pdf\" --config my.yaml")
    )
  }

  @Test func `list, show and explain say in the same words why a document stands as it does`()
    throws
  {
    let day = Date(timeIntervalSince1970: 0)
    let cases: [(Standing, Verdict, String)] = [
      (.leftOut(since: day, .rejected), .document(.pdf), "left-out (rejected elsewhere)"),
      (.leftOut(since: day, .rejected), .notFound, "left-out (rejected)"),
      (.leftOut(since: day, .otherKind), .document(.png), "left-out (a PNG image)"),
      (.leftOut(since: day, .page), .page, "left-out (a web page)"),
      (.unreachable(since: day, count: 4), .unreachable(.timedOut), "unreachable (timed out)"),
      (.blocked(since: day), .forbidden, "blocked (status 403)"),
      (.faulty(since: day, .expired), .tls(.expired), "faulty (certificate expired)"),
      (.gone(since: day), .gone, "gone"),
    ]
    for (standing, verdict, words) in cases {
      var document = try document("A")
      (document.standing, document.verdict) = (standing, verdict)
      let asking = Asking(of: [])
      let list = DocumentList(documents: [.init(document, [], asking)])
      let table = Report(of: list, byAddress: false, in: .sample).text
      #expect(table.contains(words), "list: \(table)")
      let details = DocumentDetails(document, askers: [], asking, versions: [])
      let shown = Report(of: details, in: "/archive", .sample).text
      #expect(shown.contains("\(words) since 1970-01-01"), "show: \(shown)")
      var explanation = Explanation(document.address)
      explanation.take(document, askers: [], asking, [], nil)
      let explained = Report(of: explanation, in: .sample).text
      #expect(explained.contains("\(words) since 1970-01-01"), "explain: \(explained)")
    }
  }

  @Test func `what was rejected is shown though no source lists it any more`() throws {
    var document = try document("A")
    document.standing = .leftOut(since: .distantPast, .rejected)
    (document.version, document.rejected, document.verdict) = (nil, [1], .notFound)
    let row = DocumentList.Row(document, [], Asking(of: []))
    #expect(!row.isForgotten)
    let table = Report(of: DocumentList(documents: [row]), byAddress: false, in: .sample).text
    #expect(table.contains("left-out (rejected)") && table.contains("0 (v1 rejected)"))
    document.rejected = []
    #expect(DocumentList.Row(document, [], Asking(of: [])).isForgotten)
  }

  @Test(arguments: [
    (
      Standing.unreachable(since: .distantPast, count: 3), Verdict.unreachable(.nameUnknown),
      "no such host"
    ),
    (
      .unreachable(since: .distantPast, count: 3), .unreachable(.refusedConnection),
      "connection refused"
    ),
    (.unreachable(since: .distantPast, count: 3), .unreachable(.timedOut), "timed out"),
    (.unreachable(since: .distantPast, count: 3), .serverError(status: 503), "status 503"),
    (.unreachable(since: .distantPast, count: 3), .clientError(status: 400), "status 400"),
    (.faulty(since: .distantPast, .expired), .tls(.expired), "certificate expired"),
    (.blocked(since: .distantPast), .forbidden, "status 403"),
  ])
  func `why an address does not answer is said of it, in the list and where it needs attention`(
    standing: Standing,
    verdict: Verdict,
    words: String
  ) throws {
    var document = try document("A")
    (document.standing, document.told, document.verdict) = (standing, standing, verdict)
    document.version = 1
    var row = DocumentList.Row(document, [], Asking(of: []))
    let table = Report(of: DocumentList(documents: [row]), byAddress: false, in: .sample).text
    #expect(table.contains("\(standing.word) (\(words))  no"), "\(table)")
    #expect(row.reason == verdict.reason ?? verdict.word)
    row.attention = Attention(OpenNews(of: document, waiting: []), in: .sample)
    let attention = Report(ofAttention: DocumentList(documents: [row]), in: .sample).text
    #expect(
      attention.contains("; \(verdict.sentence); never seen alive; v1 is kept"),
      "\(attention)"
    )
  }

  @Test func `every verdict that is no sign of life has few words`() {
    for verdict in EveryVerdict.all { #expect((verdict.fewWords == nil) == verdict.isAlive) }
  }

  @Test func `what is made anew at each request is said of it`() throws {
    var document = try document("A")
    document.madeAnewSince = Date(timeIntervalSince1970: 86_400)
    let list = DocumentList(documents: [.init(document, [], Asking(of: []))])
    #expect(
      Report(of: list, byAddress: false, in: .sample).text.contains(
        "unknown (made anew each time)  no"
      )
    )
    let details = DocumentDetails(document, askers: [], Asking(of: []), versions: [])
    let fact =
      "  made anew     at each request, known since 1970-01-02; only its content is compared"
    #expect(
      Report(of: details, in: FilePath("/archive"), .sample).lines.map(\.description).contains(fact)
    )
  }

  @Test func `one document, with who listed it once, and nothing held of it`() throws {
    var details = DocumentDetails(
      try document("A"),
      askers: [asker],
      Asking(of: []),
      versions: []
    )
    let lines = Report(of: details, in: FilePath("/archive"), .sample).lines.map(\.description)
    #expect(
      lines.prefix(7) == [
        "A", "https://example.org/a.pdf", "  standing      unknown", "  id            085f2010",
        "  first seen    1970-01-01 00:00 UTC", "  last visited  1970-01-02 00:00 UTC",
        "  last alive    never",
      ]
    )
    #expect(lines[7] == "  listed by     no source any more")
    #expect(lines[8].hasPrefix("  once by       old: “A”, under “H”; "))
    #expect(lines.last == "Nothing is held of it.")
    details.damage = .init(sentence: "s", next: "n")
    let damaged = Report(of: details, in: FilePath("/archive"), .sample).lines
    #expect(damaged.last == "The catalogue knows no version of it.")
  }

  @Test func `what is lost, with what there is for a reader`() throws {
    var lost = try document("A")
    lost.standing = .gone(since: Date(timeIntervalSince1970: 86_400))
    (lost.version, lost.lastAlive) = (2, Date(timeIntervalSince1970: 0))
    var copy = try document("B")
    copy.place = try WebAddress("https://example.com/a.pdf")
    let asking = Asking(of: [])
    var details = DocumentDetails(lost, askers: [], asking, versions: [])
    details.help = DeadLinkHelp(of: lost, copies: [copy])
    let lines = Report(of: details, in: FilePath("/archive"), .sample).lines.map(\.description)
    let address = "https://example.org/a.pdf"
    #expect(
      lines.dropLast().suffix(4) == [
        "  kept          v2; `hanaper restore \"\(address)\" --config my.yaml` gives it back",
        "  same bytes at \(address)",
        "  perhaps at    https://webarchive.nationalarchives.gov.uk/ukgwa/*/\(address)",
        "                https://web.archive.org/web/*/\(address)",
      ]
    )
    let list = Report(
      of: DocumentList(documents: [.init(lost, [], asking), .init(lost, [], asking)]),
      byAddress: true,
      in: .sample
    )
    #expect(
      list.lines.last?.description
        == "Of what is missing or gone, `hanaper restore DOCUMENT --config my.yaml` gives back what is kept, "
        + "and `hanaper show DOCUMENT --config my.yaml` says where else to look."
    )
    let moved = DocumentDetails(copy, askers: [], asking, versions: [])
    let facts = Report(of: moved, in: FilePath("/archive"), .sample).lines.map(\.description)
    #expect(facts.contains("  found at      https://example.com/a.pdf"))
  }

  @Test func `a run that is only thought of`() throws {
    let run = DryRun(
      [
        .init(id: "a", page: try WebAddress("https://example.org/"), documents: 1, pages: 1),
        .init(id: "b", page: nil, documents: 0, new: 60),
      ],
      SourceTrials([]),
      delay: .seconds(2)
    )
    #expect(
      Report(of: run).text == """
        a: would visit 1 document known so far, of which 1 is an ordinary web page that it does not keep, and not asked for, and 0 that are not
        b: would visit 0 documents known so far, and 60 that are not
        About 61 requests; at most 2 min if all are at one host.
        """
    )
  }
}
