// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

@Suite("Outputs of a night", .timeLimit(.minutes(3)))
struct OutputsTests {
  /// What came to a site besides requests for its pages.
  private final class Posts: Sendable {
    struct Post {
      let path: String
      let fields: [String: String]
      let body: [UInt8]

      var text: String { String(decoding: body, as: UTF8.self) }
    }

    private let posts = Mutex<[Post]>([])

    func take(_ request: ReceivedRequest) {
      let fields = Dictionary(
        request.headers.map { ($0.name.lowercased(), $0.value) },
        uniquingKeysWith: { $1 }
      )
      posts.withLock {
        $0.append(Post(path: request.path, fields: fields, body: request.body))
      }
    }

    var all: [Post] { posts.withLock { $0 } }

    func of(_ path: String) -> [Post] { all.filter { $0.path == path } }
  }

  /// A site with reports, and services at its other paths; what is at `/refuses` answers 404.
  private func run(
    _ outputs: (Int, FilePath) -> String,
    links: @escaping @Sendable () -> Int = { 1 },
    _ body: (Installation, Posts) async throws -> Void
  ) async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let posts = Posts()
    let script: ScriptedServer.Script = { request in
      if request.method == "POST" {
        posts.take(request)
        return .status(request.path.hasPrefix("/refuses") ? 404 : 200)
      }
      if request.path == "/robots.txt" { return .status(404) }
      if request.path.hasSuffix(".pdf") {
        return .ok(pdf + Array("\n% \(request.path)\n%%EOF\n".utf8), type: "application/pdf")
      }
      let items = (0..<links()).map { ("/\($0).pdf", "Review <\($0)> & more") }
      return .ok(
        Installation.listing(
          items.map { ($0.0, $0.1.replacing("&", with: "&amp;").replacing("<", with: "&lt;")) }
        ),
        type: "text/html"
      )
    }
    try await Installation.run(connections: 1, script: script) { installation, server in
      let text = try installation.configurationText
      let config = outputs(server.port, installation.scratch) + text
      try Files.writeBytes(Array(config.utf8), to: installation.program.configuration)
      try await body(installation, posts)
    }
  }

  private func text(_ file: FilePath) throws -> String {
    String(decoding: try Files.readBytes(file), as: UTF8.self)
  }

  private struct Status: Decodable {
    let outputs: [Output]?
    let remarks: [String]

    struct Output: Decodable {
      let output: String
      let problem: String?
    }
  }

  @Test func `are all served, each in its form`() async throws {
    let secret = "a secret of two"
    try await run { port, scratch in
      """
      outputs:
        html: \(scratch)/page.html
        atom: \(scratch)/news.atom
        atomAddress: https://reports.example.org/news.atom
        metrics: \(scratch)/hanaper.prom
        webhook: http://127.0.0.1:\(port)/hook
        webhookSecret: \(scratch)/secret
        ping: http://127.0.0.1:\(port)/monitor/
        exec: [/bin/sh, -c, 'cat >"$0"', \(scratch)/told.json]

      """
    } links: {
      2
    } _: { installation, posts in
      let scratch = installation.scratch
      let key = scratch.appending("secret")
      try Files.writeBytes(Array("\(secret)\n".utf8), to: key)
      _ = chmod(key.string, 0o600)
      let run = try await installation.program.run("sync")
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.errorText.isEmpty, "\(run.errorText)")

      // The page.
      let page = try text(scratch.appending("page.html"))
      #expect(page.contains("<h1>") && page.contains("Review &lt;0&gt; &amp; more"), "\(page)")
      #expect(!page.contains("<script") && !page.contains("<link") && !page.contains("<img"))
      // The feed.
      let feed = scratch.appending("news.atom")
      #expect(try text(feed).contains("href=\"https://reports.example.org/news.atom\""))
      if OutputJudge.feed.isPresent {
        let judged = try await OutputJudge.feed.ask(about: feed)
        #expect(judged.status == 0, "\(judged.errorText)")
        #expect(judged.text.split(separator: "\n").count == 2, "\(judged.text)")
        #expect(judged.text.contains("New: Review <0> & more"), "\(judged.text)")
      }
      // The figures.
      let figures = try text(scratch.appending("hanaper.prom"))
      #expect(figures.contains("\nhanaper_documents 2\n"))
      #expect(figures.contains("hanaper_output_is_failing{output=\"webhook\"} 0"))

      // Who is told.
      let hook = try #require(posts.of("/hook").first)
      #expect(posts.of("/hook").count == 1)
      let message = Array("\(hook.fields["x-hanaper-time"] ?? "").".utf8) + hook.body
      let code = try await ProgramRun(
        "/bin/sh",
        ["-c", "openssl dgst -sha256 -hmac \"$1\" -r \"$2\" | cut -d' ' -f1", "sh", secret]
          + [try file(message, in: scratch)]
      )
      let signature = code.text.trimmingCharacters(in: .newlines)
      #expect(hook.fields["x-hanaper-signature"] == "sha256=\(signature)")
      let told = try JSONSerialization.jsonObject(with: Data(hook.body)) as? [String: Any]
      #expect(told?["schema"] as? String == "hanaper/sync/1")
      #expect((told?["news"] as? [Any])?.count == 2)
      #expect(try Files.readBytes(scratch.appending("told.json")) == hook.body)
      #expect(posts.all.first?.path == "/monitor/start")
      let end = try #require(posts.of("/monitor/0").first)
      #expect(end.text.contains("New (2)"), "\(end.text)")

      let status = try await installation.program.answer(Status.self, "status")
      #expect(status.outputs?.count == 6)
      #expect(status.outputs?.allSatisfy { $0.problem == nil } == true)
      #expect(!status.remarks.contains { $0.contains("nobody would hear") })
      #expect(try await installation.program.run("verify").status == 0)
    }
  }

  @Test(
    .enabled(if: OutputJudge.page.isPresent, Comment(rawValue: OutputJudge.page.whatIsMissing))
  )
  func `are a page that is right in a browser, and axe-core finds nothing against`() async throws {
    try await Program.withDemo { folder, program in
      let page = folder.appending("page.html")
      let text = String(decoding: try Files.readBytes(program.configuration), as: UTF8.self)
      let outputs = "outputs: { html: \(page), webhook: \"http://127.0.0.1:9/\" }\n"
      try Files.writeBytes(Array((outputs + text).utf8), to: program.configuration)
      // Its site is gone by now, so that there is trouble to tell of.
      _ = try await program.run("sync")
      let judged = try await OutputJudge.page.ask(about: page)
      #expect(judged.status == 0, "\(judged.text)\(judged.errorText)")
    }
  }

  private func file(_ bytes: [UInt8], in folder: FilePath) throws -> String {
    let file = folder.appending("message")
    try Files.writeBytes(bytes, to: file)
    return file.string
  }

  @Test func `of a feed have the same identifiers every night`() async throws {
    try await run { _, scratch in
      "outputs: { atom: \(scratch)/news.atom }\n"
    } _: {
      installation,
      _ in
      let feed = installation.scratch.appending("news.atom")
      func identifiers() throws -> [String] {
        try text(feed).split(separator: "<id>").dropFirst().map { String($0.prefix { $0 != "<" }) }
      }
      #expect(try await installation.program.run("sync").status == 0)
      let first = try identifiers()
      #expect(
        first.count == 2 && first.allSatisfy { $0.hasPrefix("tag:example.org,20") },
        "\(first)"
      )
      #expect(try await installation.program.run("sync").status == 0)
      #expect(try identifiers() == first)
      try FileManager.default.removeItem(
        atPath: installation.archive.appending("outputs.json").string
      )
      #expect(try await installation.program.run("sync").status == 0)
      #expect(try identifiers() == first)
    }
  }

  @Test func `tell of damage that a verification found, until one finds none`() async throws {
    try await run { _, scratch in
      "outputs: { metrics: \(scratch)/a.prom, html: \(scratch)/a.html }\n"
    } _: {
      installation,
      _ in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      #expect(try await program.run("status").status == 0)
      let line =
        #"cp -a "$1/ocfl" "$2/copy"; cd "$1/ocfl"; f=$(find . -name document.pdf | head -1); chmod u+w "$f"; printf x >>"$f""#
      let scratch = installation.scratch
      _ = try await Program.shell(line, [installation.archive.string, scratch.string])
      #expect(try await program.run("verify", "--quiet").status == 3)
      // What looks at less does not know better.
      #expect(try await program.run("sync").status == 0)
      let status = try await program.run("status")
      #expect(status.status == 3)
      #expect(
        status.words.contains("The archive is damaged: the verification of"),
        "\(status.text)"
      )
      #expect(status.words.contains("found 1 loss."), "\(status.text)")
      #expect(try text(scratch.appending("a.prom")).contains("\nhanaper_damaged_documents 1\n"))
      #expect(try text(scratch.appending("a.html")).contains("The archive is damaged"))
      let back = #"rm -rf "$1/ocfl" && mv "$2/copy" "$1/ocfl""#
      _ = try await Program.shell(back, [installation.archive.string, scratch.string])
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("status").status == 0)
    }
  }

  @Test func `in the archive's own folder are no strangers there`() async throws {
    try await run { _, _ in
      "outputs: { html: ../Archive/report.html, atom: ../Archive/news.atom }\n"
    } _: {
      installation,
      _ in
      #expect(try await installation.program.run("sync").status == 0)
      let run = try await installation.program.run("verify")
      #expect(run.status == 0)
      #expect(
        !run.text.contains("report.html") && !run.text.contains("outputs.json"),
        "\(run.text)"
      )
    }
  }

  @Test func `that fail are told by the others, and fail no run`() async throws {
    try await run { port, scratch in
      """
      outputs:
        html: \(scratch)/page.html
        webhook: http://127.0.0.1:\(port)/refuses?token=s3cr3t
        ping: http://127.0.0.1:\(port)/monitor
        exec: [/bin/sh, -c, "exit 7"]

      """
    } _: { installation, posts in
      let run = try await installation.program.run("sync")
      #expect(run.status == 0)
      for words in ["the output exec does not work: /bin/sh ended with 7", "answered 404"] {
        #expect(run.words.contains(words) || run.errorText.contains(words), "\(run.errorText)")
      }
      let page = try text(installation.scratch.appending("page.html"))
      #expect(page.contains("The output webhook does not work"))
      #expect(posts.of("/monitor/0").first?.text.contains("The output exec does not work") == true)
      let status = try await installation.program.run("status")
      #expect(status.words.contains("The output webhook does not work since"), "\(status.text)")
      for text in [
        run.errorText, page, status.text, try text(installation.archive.appending("outputs.json")),
      ] {
        #expect(!text.contains("s3cr3t"))
      }
    }
  }

  @Test func `hear of a run that could not begin`() async throws {
    try await run { port, _ in
      "outputs: { webhook: \"http://127.0.0.1:\(port)/hook\", ping: \"http://127.0.0.1:\(port)/monitor\" }\n"
    } _: { installation, posts in
      #expect(try await installation.program.run("sync").status == 0)
      let begun = posts.of("/monitor/start").count
      // Another run has the archive, and tells how it goes.
      let line = #"flock "$3" "$1" sync --config "$2""#
      let busy = try await Program.shell(
        line,
        [
          try Program.path.string, installation.program.configuration.string,
          installation.archive.appending("lock").string,
        ]
      )
      #expect(busy.status == 75)
      #expect(posts.of("/monitor/start").count == begun && posts.of("/hook").count == 1)
      let ledger = installation.archive.appending("ocfl")
      try FileManager.default.moveItem(atPath: ledger.string, toPath: "\(ledger)-away")
      let run = try await installation.program.run("sync")
      #expect(run.status != 0, "\(run.text)")
      #expect(posts.of("/monitor/\(run.status)").count == 1)
      let told = try #require(posts.of("/hook").last)
      #expect(told.text.contains("hanaper/failure/1"), "\(told.text)")
    }
  }

  @Test(arguments: [
    ("html: /nowhere/at/all/page.html", 1, "there is no folder /nowhere/at/all"),
    ("html: page.txt", 1, "ends in .html or .htm"),
    ("html: ../Archive/runs/page.html", 1, "folder of the archive"),
    ("atomAddress: https://example.org/", 1, "`atom` names no file"),
    ("webhook: not an address", 1, "not an address"),
    ("webhook: ftp://example.org/", 1, "ftp"),
    ("webhookSecret: secret", 1, "`webhook` names none"),
    ("ping: example", 1, "is not a whole address"),
    ("exec: [/nowhere/tell]", 1, "there is no program /nowhere/tell"),
    ("exec: []", 1, "a program and what it is called with"),
    ("mail: { to: [nobody] }", 1, "“nobody” is no mail address"),
    ("mail: { to: [] }", 1, "nobody is named"),
    ("mail: { to: [a@example.org], server: mail.example.org }", 1, "smtp://"),
    ("mail: { to: [a@example.org], server: \"smtp://u:p@example.org\" }", 1, "is no server"),
    ("mail: { to: [a@example.org], user: me }", 1, "`server` names none"),
    (
      "mail: { to: [a@example.org], server: \"smtp://example.org\", user: a, password: ../open }",
      1,
      "may be read by others"
    ),
    (
      "html: ../Config/a.html, atom: ../Config/a.html.new.xml, metrics: ../Config/hanaper.yaml", 1,
      "ends in .prom"
    ),
    ("ping: \"https://example.org/?a=1\"", 1, "no query"),
    ("mails: { to: [a@example.org] }", 1, "mail"),
  ])
  func `that cannot work are refused with their place`(
    _ written: String,
    line: Int,
    words: String
  ) async throws {
    try await run { _, _ in
      "outputs: { \(written) }\n"
    } _: { installation, _ in
      let open = installation.folder.appending("open")
      try Files.writeBytes(Array("pass\n".utf8), to: open)
      _ = chmod(open.string, 0o644)
      for command in ["sync", "config"] {
        let run = try await installation.program.run(command)
        #expect(run.status == 78, "\(command): \(run.text)\(run.errorText)")
        #expect(run.errorText.contains("hanaper.yaml:\(line):"), "\(run.errorText)")
        #expect(run.errorText.contains(words), "\(run.errorText)")
      }
    }
  }

  @Test func `are never written over what is there for something else`() async throws {
    try await run { _, _ in
      ""
    } _: { installation, _ in
      let folder = installation.program.configuration.removingLastComponent()
      let other = folder.appending("own.xml")
      let base = try installation.configurationText
      let secret = folder.appending("secret.html")
      try Files.writeBytes(Array("s\n".utf8), to: secret)
      _ = chmod(secret.string, 0o600)
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending("link.html").string,
        withDestinationPath: "led.html"
      )
      let program = Program(configuration: other)
      for (written, words) in [
        ("outputs: { atom: own.xml }", "is the configuration"),
        ("ledger: { key: led.html }\noutputs: { html: led.html }", "is the ledger's key"),
        ("outputs: { html: a.xml.html, atom: a.xml, metrics: a.prom }", ""),
        (
          "outputs: { html: secret.html, webhook: \"https://example.org/\", webhookSecret: secret.html }",
          "a file with a secret"
        ),
        ("outputs: { html: b.html, atom: ./b.xml, metrics: x.prom }", ""),
      ] {
        let whole = "\(written)\n\(base)"
        try Files.writeBytes(Array(whole.utf8), to: other)
        let run = try await program.run("config")
        #expect((run.status == 78) == !words.isEmpty, "\(written): \(run.errorText)")
        #expect(words.isEmpty || run.errorText.contains(words), "\(run.errorText)")
        #expect(try text(other) == whole)
      }
    }
  }

  @Test func `whose folder went away are told, and the night goes on`() async throws {
    try await run { _, scratch in
      "outputs: { html: \(scratch)/web/page.html }\n"
    } _: {
      installation,
      _ in
      let web = installation.scratch.appending("web")
      try FileManager.default.createDirectory(
        atPath: web.string,
        withIntermediateDirectories: false
      )
      #expect(try await installation.program.run("sync").status == 0)
      try FileManager.default.removeItem(atPath: web.string)
      let run = try await installation.program.run("sync")
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.errorText.contains("there is no folder"), "\(run.errorText)")
      #expect(try await installation.program.run("status").words.contains("The output html"))
      #expect(try await installation.program.run("list").status == 0)
    }
  }
}
