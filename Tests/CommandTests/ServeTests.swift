// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Support
import SystemPackage
import Testing

/// The reading room, as a browser or another program asks it.
@Suite(.timeLimit(.minutes(5)))
struct `A reading room` {
  private static func id(_ path: String) -> String {
    WebAddress.shortID(of: "http://\(Installation.host)\(path)")
  }

  private static let document = "/documents/" + id("/child-q.pdf")

  @Test func `shows the list, a document, its changes and what is searched for`() async throws {
    try await OpenRoom.run { room in
      let list = try await room.ask("/").text
      #expect(
        list.hasPrefix("HTTP/1.1 200 OK")
          && list.contains("<a href=\"\(Self.document)\">Child Q</a>")
      )
      #expect(list.contains("2 documents"), "\(list)")
      let document = try await room.ask(Self.document).text
      #expect(
        document.contains("changed: version 2 kept") && document.contains("what changed in v2")
      )
      #expect(document.contains("origin, proof and citation of v2"), "\(document)")
      let changes = try await room.ask(Self.document + "/changes").words
      #expect(
        changes.contains("<del>before</del>") && changes.contains("<ins>after</ins>"),
        "\(changes)"
      )
      let found = try await room.ask("/search?q=the+year+after").text
      #expect(found.contains("<mark>after</mark>") && found.contains("page 1"), "\(found)")
      let gone = try await room.ask("/?standing=gone").text
      #expect(gone.contains("No document fits"), "\(gone)")
      #expect(
        try await room.ask("/sources").words.contains("Reviews</a> <span class=\"label good\">well")
      )
      #expect(try await room.ask("/attention").text.contains("Nothing needs attention"))
      let proof = try await room.ask(Self.document + "/v1.tlog-proof").text
      #expect(proof.contains("c2sp.org/tlog-proof"), "\(proof)")
      #expect(try await room.ask(Self.document + "/v1.bib").text.contains("@"))
      let version = try await room.ask(Self.document + "/v1").text
      #expect(version.contains("SHA-512: ") && version.contains("/v1.tlog-proof"), "\(version)")
      #expect(version.contains("status 200"), "\(version)")
    }
  }

  @Test func `gives out bytes as they are, in parts, and once`() async throws {
    try await OpenRoom.run { room in
      let file = Self.document + "/v2/child-q.pdf"
      #expect(try await room.bytes(of: file) == OpenRoom.second)
      #expect(try await room.bytes(of: Self.document + "/v1/x") == OpenRoom.first)
      let head = try await room.ask(file, "-I").text
      #expect(
        head.contains("Accept-Ranges: bytes") && head.contains("Content-Type: application/pdf")
      )
      #expect(head.contains("Content-Length: \(OpenRoom.second.count)"))
      let tag = try #require(head.firstMatch(of: /ETag: ("[^"]+")/)).1
      #expect(
        try await room.bytes(of: file, "-H", "Range: bytes=5-9") == Array(OpenRoom.second[5...9])
      )
      #expect(
        try await room.bytes(of: file, "-H", "Range: bytes=-7") == Array(OpenRoom.second.suffix(7))
      )
      let part = try await room.ask(file, "-H", "Range: bytes=0-3").text
      #expect(
        part.hasPrefix("HTTP/1.1 206")
          && part.contains("Content-Range: bytes 0-3/\(OpenRoom.second.count)")
      )
      let none = try await room.ask(file, "-H", "Range: bytes=999999-").text
      #expect(none.hasPrefix("HTTP/1.1 416") && none.contains("bytes */\(OpenRoom.second.count)"))
      let other = try await room.bytes(of: file, "-H", "Range: bytes=0-3", "-H", "If-Range: \"x\"")
      #expect(other == OpenRoom.second)
      let same = try await room.ask(file, "-H", "If-None-Match: W/\"x\", \(tag)").text
      #expect(same.hasPrefix("HTTP/1.1 304"), "\(same)")
      let page = try await room.ask("/").text
      let own = try #require(page.firstMatch(of: /ETag: ("[^"]+")/)).1
      #expect(try await room.ask("/", "-H", "If-None-Match: \(own)").text.hasPrefix("HTTP/1.1 304"))
    }
  }

  @Test func `runs nothing of what is kept, and shows no path of the machine`() async throws {
    try await OpenRoom.run { room in
      for target in [
        "/", "/attention", "/sources", "/search?q=%3Cscript%3E",
        "/documents/" + Self.id("/odd.html"),
      ] {
        let page = try await room.ask(target).text
        #expect(
          !page.contains("<script") && page.contains("default-src 'none'"),
          "\(target): \(page)"
        )
        #expect(!page.contains(room.installation.folder.string), "\(target)")
      }
      let kept = try await room.ask("/documents/" + Self.id("/odd.html") + "/v1/odd.html").text
      #expect(
        kept.contains("Content-Security-Policy: sandbox") && kept.contains("<script>1</script>")
      )
      #expect(kept.contains("Content-Disposition: attachment") && kept.contains("nosniff"))
      let strange = [
        "/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/documents/..%2f..%2fetc/passwd",
        "/style.css/../../x",
        "/documents/\(Self.id("/child-q.pdf"))/v2/../../../../etc/passwd",
        "/a%0d%0aX-Injected:%201", "/timegate/http://x/%0d%0aX-Injected:%201", "//evil.example/",
      ]
      for target in strange {
        let answer = try await room.ask(target)
        #expect(
          !answer.text.contains("root:") && !answer.text.contains("\nX-Injected"),
          "\(target)"
        )
        let status = answer.text.split(separator: " ").dropFirst().first ?? "400"
        #expect(["400", "404"].contains(status), "\(target): \(answer.text)")
      }
      let long = try await room.ask("/search?q=" + String(repeating: "a+", count: 7_000)).text
      #expect(long.hasPrefix("HTTP/1.1 200"), "\(long.prefix(200))")
      let longest = try await room.ask("/search?q=" + String(repeating: "a", count: 20_000)).text
      #expect(longest.hasPrefix("HTTP/1.1 414"), "\(longest.prefix(200))")
    }
  }

  @Test func `is only shown, under its own names, to who may see it`() async throws {
    try await OpenRoom.run { room in
      #expect(try await room.ask("/", "-X", "POST", "-d", "a=b").text.hasPrefix("HTTP/1.1 405"))
      #expect(try await room.ask("/", "-X", "DELETE").text.hasPrefix("HTTP/1.1 405"))
      let other = try await room.ask("/", "-H", "Host: evil.example").text
      #expect(other.hasPrefix("HTTP/1.1 421") && !other.contains("Child Q"), "\(other)")
      #expect(try await room.ask("/", "-H", "Host: localhost:1").text.hasPrefix("HTTP/1.1 200"))
    }
    try await ScratchDirectory.run { folder in
      let token = folder.appending("token")
      // As an editor of Windows writes it.
      try Files.writeBytes(Array("0123456789abcdef0123\r\nnote\r\n".utf8), to: token)
      try await OpenRoom.run("--token", token.string, "--name", "reports.example.org") { room in
        let closed = try await room.ask("/").text
        #expect(closed.hasPrefix("HTTP/1.1 401") && closed.contains("WWW-Authenticate: Basic"))
        #expect(!closed.contains("Child Q"))
        let open = try await room.ask(
          "/",
          "-u",
          "anybody:0123456789abcdef0123",
          "-H",
          "Host: reports.example.org"
        )
        #expect(open.text.hasPrefix("HTTP/1.1 200"), "\(open.text)")
      }
    }
    let bare = try await Program.runBare("serve", "--listen", "0.0.0.0:0")
    #expect(bare.status == 64 && bare.errorText.contains("say who may"), "\(bare.errorText)")
  }

  @Test func `has the versions of an address for programs that ask web archives`() async throws {
    try await OpenRoom.run { room in
      let address = "http://\(Installation.host)/child-q.pdf"
      let map = try await room.ask("/timemap/link/\(address)").text
      #expect(
        map.contains("application/link-format") && map.contains("rel=\"first memento\""),
        "\(map)"
      )
      let places = map.matches(of: /<http:\/\/[^\/]+(\/[0-9]{14}id_\/[^>]+)>/).map { String($0.1) }
      #expect(places.count == 2)
      #expect(try await room.bytes(of: try #require(places.first)) == OpenRoom.first)
      let memento = try await room.ask(try #require(places.last), "-I").text
      #expect(
        memento.contains("Memento-Datetime: ") && memento.contains("rel=\"original\""),
        "\(memento)"
      )
      let gate = try await room.ask(
        "/timegate/\(address)",
        "-H",
        "Accept-Datetime: Thu, 01 Jan 1998 00:00:00 GMT"
      ).text
      #expect(gate.hasPrefix("HTTP/1.1 302") && gate.contains("Vary: accept-datetime"), "\(gate)")
      #expect(gate.contains(try #require(places.first)), "\(gate)")
      #expect(try await room.ask("/\(address)").text.contains(try #require(places.last)))
      let senseless = try await room.ask("/timegate/\(address)", "-H", "Accept-Datetime: tomorrow")
        .text
      #expect(senseless.hasPrefix("HTTP/1.1 400"), "\(senseless)")
      let json = try await room.ask("/timemap/json/\(address)").text
      #expect(json.contains("\"original_uri\" : \"\(address)\""), "\(json)")
      let none = try await room.ask("/timemap/link/http://nowhere.example/").text
      #expect(none.hasPrefix("HTTP/1.1 404") && none.contains("Nothing is held under this address"))
      try await room.program.run("suppress", "Child Q", "--reason", "other", "--yes")
      try await Task.sleep(for: .milliseconds(1_200))
      let letGo = try await room.ask("/timegate/\(address)").text
      #expect(letGo.hasPrefix("HTTP/1.1 410"), "\(letGo)")
      #expect(try await room.ask(places[0]).text.hasPrefix("HTTP/1.1 410"))
      #expect(!(try await room.ask("/").text.contains("Child Q")))
    }
  }

  @Test(
    .enabled(if: OutputJudge.room.isPresent, Comment(rawValue: OutputJudge.room.whatIsMissing))
  )
  func `is right in a browser, and judges find nothing against it`() async throws {
    try await OpenRoom.run { room in
      let pages = [
        "/", "/?standing=gone", Self.document, "\(Self.document)/changes", "\(Self.document)/v1",
        "/search",
        "/search?q=the+year",
        "/attention", "/sources", "/nowhere",
      ]
      let command = OutputJudge.room.command
      let judged = try await ProgramRun(
        command[0],
        Array(command.dropFirst()) + ["http://\(room.place)"] + pages
      )
      #expect(judged.status == 0, "\(judged.text)\(judged.errorText)")
    }
  }

  private static let aggregator = Judges.program("../aggregator/bin/wayback")

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: aggregator.string),
      "skipped: pywb is missing; \(Judges.whereToGetThem)"
    )
  )
  func `is one of the archives that pywb asks, and it gives out our bytes`() async throws {
    try await OpenRoom.run { room in
      let folder = room.installation.scratch.appending("aggregator")
      try FileManager.default.createDirectory(
        atPath: folder.string,
        withIntermediateDirectories: true
      )
      let config = """
        collections: { agg: { index_group: { ours: "memento+http://\(room.place)/" } } }
        framed_replay: false
        """
      try Files.writeBytes(Array(config.utf8), to: folder.appending("config.yaml"))
      let free =
        "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
      let port = try await ProgramRun("/usr/bin/python3", ["-c", free]).words
      try await RunningProgram.run(
        Self.aggregator.string,
        ["-p", port, "-b", "127.0.0.1", "-d", folder.string]
      ) { _ in
        func ask(_ path: String) async throws -> ProgramRun {
          try await ProgramRun(
            "/usr/bin/curl",
            [
              "-s", "--retry", "60", "--retry-connrefused", "--retry-delay", "1",
              "http://127.0.0.1:\(port)\(path)",
            ]
          )
        }
        let address = "http://\(Installation.host)/child-q.pdf"
        let map = try await ask("/agg/timemap/link/\(address)").text
        let times = map.matches(of: /\/agg\/([0-9]{14})\/http/).map { String($0.1) }
        #expect(times.count == 2, "\(map)")
        let first = try await ask("/agg/\(try #require(times.first))id_/\(address)").output
        #expect(first == OpenRoom.first)
        let last = try await ask("/agg/\(try #require(times.last))id_/\(address)").output
        #expect(last == OpenRoom.second)
      }
    }
  }
}
