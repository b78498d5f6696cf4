// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What is printed says what to do, and where to read more.
@Suite(.timeLimit(.minutes(5)))
struct `The next step` {
  @Test func `is told of what a site keeps from us, and of a source that could not be read`()
    async throws
  {
    let host = Installation.host
    let page = Installation.listing([("/a.pdf", "A"), ("/kept.pdf", "Kept"), ("/b.pdf", "B")])
    let document = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/well/": .ok(page, type: "text/html")
      case "/a.pdf", "/b.pdf": .ok(document, type: "application/pdf")
      case "/kept.pdf": .status(401)
      case "/ill/": .status(500)
      default: .status(404)
      }
    }
    let sources = """
      - { id: first, page: "http://\(host)/well/" }
      - { id: second, page: "http://\(host)/ill/" }
      """
    try await Installation.run(sources: sources, script: script) { installation, _ in
      let run = try await installation.program.run("sync")
      let configuration = installation.program.configuration
      let advice =
        "next: open one with a browser. If it is there, ask the site to let this program in; "
        + "`hanaper config --config \(configuration)` says by what name it comes."
      #expect(run.words.contains(advice), "\(run.text)\(run.errorText)")
      let unread = "Could not read the source second: the site has a fault (status 500). "
      let next =
        "next: it is asked again in the next run; should it stay so, open http://\(host)/"
      #expect(run.words.contains(unread + next), "\(run.text)")
    }
  }

  @Test func `names the manual where it was installed`() async throws {
    try await ScratchDirectory.run { folder in
      let script = """
        mkdir -p "$1/bin" "$1/share/doc/hanaper/docs" && : >"$1/share/doc/hanaper/docs/recovery.md" &&
        { ln "$2" "$1/bin/hanaper" 2>/dev/null || cp "$2" "$1/bin/hanaper"; } && cd "$1" &&
        bin/hanaper init --contact mailto:t@example.org . >/dev/null && rm Archive/ocfl/ocfl_layout.json &&
        bin/hanaper verify; echo "$?"; bin/hanaper verify --json; "$2" verify
        """
      let run = try await Program.shell(script, [folder.string, try Program.path.string])
      let place = "\(folder)/share/doc/hanaper/docs/recovery.md"
      let words = run.text.replacing("\\/", with: "/")
      #expect(
        words.contains("\(place) says how to put sound copies back"),
        "\(run.text)\(run.errorText)"
      )
      #expect(words.contains("\n3\n"), "\(run.text)")
      // Where nothing was installed, it is named as it is among the sources.
      #expect(words.contains("be restored. docs/recovery.md says how"), "\(run.text)")
      let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()
      let made = try await Program.shell("make -C \"$1\" -n install", [root.string])
      #expect(
        made.text.contains("share/doc/hanaper") && made.text.contains(" docs "),
        "\(made.text)"
      )
    }
  }
}
