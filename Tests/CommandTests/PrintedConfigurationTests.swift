// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What `hanaper config` prints is a configuration, and means the same.
@Suite(.timeLimit(.minutes(5)))
struct `A configuration that is printed` {
  private static let texts = [
    "contact: mailto:a@example.org",
    """
    archive: "odd: 'place' #1"
    contact: "https://example.org/contact?a={b},[c]&d='e'#f"
    politeness: { delay: 1.5s, hosts: 3, connectionsPerHost: 2, night: 90m, retries: 0 }
    limits: { documentSize: 1.5MB, requestTime: 90m, stalledAfter: 0.25ms, freeSpace: 3GiB, quarantine: 1B }
    network:
      allowPrivateAddresses: true
      proxy: "http://proxy.example:8080/#'"
      certificates: here/'authority'.pem
      connectTo: { "www.example.org:443": "127.0.0.1:8443", "[::1]:80": "[::1]:8080", "a:1": "b:2" }
    sources:
      - id: first
        title: "it's: a \\u202E title, #1 \\\\"
        page: "https://www.example.org/reviews/?a=[b]&c={d},e#f"
        include: ["*", "*.pdf", "a, b", "it's", ": x", "- y", "# z", "null", "\\tx\\ny"]
        exclude: ["!no", "&a", "%x", "@y", "`z`", "yes", "~"]
        kinds: [documents, page]
        includePages: ["*/reviews/*", "?"]
        queryNoise: ["utm_*", "a: b"]
        ignoreRobots: "because: we #asked, and they said 'yes'"
      - id: second
        enabled: false
        title: null
        addresses: ["https://example.org/a.pdf?x=1,2", "https://example.org/b%20c.pdf"]
        kinds: [pdf, csv]
      - { id: third, page: "https://example.org/", kinds: [] }
      - { id: "4", title: "4", addresses: [] }
      - { id: map, sitemap: "https://example.org/map.xml?a,b", include: ["*/reviews/*"], pages: 5 }
      - { id: deep, page: "https://example.org/", follow: ["*/r/*", "?"], depth: 3, pages: 10000 }
      - { id: news, feed: "https://example.org/feed/#'" }
      - { id: gov, govuk: "https://www.gov.uk/api/content/government/x/?a=b", pages: 9 }
      - { id: uploads, wordpress: "https://example.org/blog/", include: ["*review*"], follow: ["*/r/*"] }
      - { id: files-of-gov, govuk: /government/y, kinds: [documents] }
      - { id: scans, page: "https://example.org/scans/", kinds: [documents, jpeg, page] }
    """,
    """
    contact: https://example.org/contact
    outputs:
      html: "it's.html"
      atom: news.xml
      atomAddress: "https://example.org/news.xml?a=[b]"
      metrics: a.prom
      webhook: "https://hooks.example.org/#x"
      webhookSecret: one.secret
      ping: "https://hc.example.org/0b2c"
      exec: [cat, "it's", "- y", ""]
      mail:
        to: [a@example.org, "b+c@example.net"]
        from: d@example.org
        server: "smtps://[::1]"
        user: "a: #b"
        password: one.secret
    """,
  ]

  @Test(arguments: texts)
  func `can be read, wherever it is put, and means what the first one does`(
    text: String
  ) async throws {
    try await ScratchDirectory.run { folder in
      try Files.writeBytes(Array(text.utf8), to: folder.appending("one.yaml"))
      let secret = folder.appending("one.secret")
      try Files.writeBytes(Array("open sesame\n".utf8), to: secret)
      _ = chmod(secret.string, 0o600)
      let line = """
        cd "$1" && mkdir -p sub/here && "$2" config --config one.yaml >sub/two.yaml &&
        cd sub/here && "$2" config --config ../two.yaml >three.yaml &&
        cd "$1" && "$2" config --json --config sub/two.yaml >two.json &&
        "$2" config --json --config sub/here/three.yaml >three.json &&
        "$2" config --json --config "$1/one.yaml" >one.json
        """
      let run = try await Program.shell(line, [folder.string, try Program.path.string])
      #expect(run.status == 0, "\(run.text)\(run.errorText)")
      func lines(_ name: String) throws -> [Substring] {
        let text = String(
          decoding: try Files.readBytes(folder.pushing(FilePath(name))),
          as: UTF8.self
        )
        return text.split(separator: "\n").filter {
          !$0.contains(" means:") && !$0.hasPrefix("  \"file\"")
        }
      }
      #expect(try lines("sub/two.yaml") == lines("sub/here/three.yaml"))
      #expect(try lines("two.json") == lines("three.json"))
      #expect(try lines("two.json") == lines("one.json"))
      #expect(
        try lines("sub/two.yaml").contains {
          $0.hasPrefix("archive: '\(folder.removingLastComponent())")
            || $0.hasPrefix("archive: '\(folder)")
        }
      )
    }
  }

  @Test func `is that which ships, too`() async throws {
    let shipped = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent().appending("Config/hanaper.yaml")
    try await ScratchDirectory.run { folder in
      let run = try await Program(configuration: shipped).run("config")
      #expect(run.status == 0)
      let copy = folder.appending("copy.yaml")
      try Files.writeBytes(run.output, to: copy)
      let again = try await Program(configuration: copy).run("config")
      #expect(again.status == 0, "\(again.errorText)")
      #expect(
        again.text.split(separator: "\n").dropFirst() == run.text.split(separator: "\n").dropFirst()
      )
    }
  }
}
