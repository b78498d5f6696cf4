// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `Where a version is restored to` {
  /// Every file with its bytes' digest, so that nothing can change unseen.
  private func state(of folder: FilePath) async throws -> String {
    let line = "cd \"$1\" && find . -type f -not -name 'catalogue*' -exec sha256sum {} + | sort"
    let run = try await Program.shell(line, [folder.string])
    try #require(!run.text.isEmpty)
    return run.text
  }

  @Test func `nothing is written into an archive, by whatever name it is called`() async throws {
    try await Program.withDemo { folder, program in
      // Links by every road, and two more storage roots that are not ours.
      let prepared = try await Program.shell(
        #"""
        cd "$1" && ln -s Archive link && ln -s Archive/ocfl deep && mkdir -p a/b other/x
        printf 'ocfl_1.0\n' >other/0=ocfl_1.0; ln -s ../../Archive/runs a/b/runs
        f=$(find Archive/ocfl -name document.pdf | head -n 1); ln -s "$PWD/${f%/*}" content; echo "$f"
        """#,
        [folder.string]
      )
      let content = String(prepared.text.dropLast())
      let before = try await state(of: folder.appending("Archive"))
      for place in [
        "Archive", "Archive/", "Archive/new.pdf", "Archive/catalogue.sqlite", "Archive/lock",
        "Archive/manifest-sha512.txt", "Archive/README.md", "Archive/ocfl/0=ocfl_1.1",
        "Archive/ocfl", content, "./a/../Archive/lock", "link", "link/lock",
        "deep/ocfl_layout.json",
        "a/b/runs/x.pdf", "content/document.pdf", "content", "Archive/staging", "other/x",
        "other/x/new.pdf", "Archive/../Archive/quarantine/x",
      ] {
        // Where one is refused, a new file is refused with it.
        let more = place.hasSuffix("x") || place.hasSuffix("new.pdf") ? [] : ["--overwrite"]
        let run = try await Program.shell(
          "cd \"$1\"; shift; exec \"$@\"",
          [
            folder.string, try Program.path.string, "restore", "Child B", "--config",
            program.configuration.string, "--to",
            place.hasPrefix("Archive/") ? place : "\(folder)/\(place)",
          ] + more
        )
        #expect(run.status == 1, "\(place) \(more): \(run.text)")
        #expect(run.errorText.contains("would be in an archive"), "\(place): \(run.errorText)")
      }
      #expect(try await state(of: folder.appending("Archive")) == before)

      // A name like it, and another name of a kept file, are no part of the archive.
      _ = try await Program.shell(
        "cd \"$1\"; mkdir Archive-copies; ln \"$2\" twin.pdf",
        [folder.string, content]
      )
      for place in ["Archive-copies", "twin.pdf"] {
        let run = try await program.run(
          "restore",
          "Child B",
          "--to",
          "\(folder)/\(place)",
          "--overwrite"
        )
        #expect(run.status == 0, "\(run.errorText)")
      }
      #expect(try await state(of: folder.appending("Archive")) == before)
      // It notes what it has read, in the archive.
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `neither the configuration nor a device is replaced`() async throws {
    try await Program.withDemo { folder, program in
      let sound = try Files.readBytes(program.configuration)
      _ = try await Program.shell(
        "cd \"$1\"; ln -s hanaper.yaml Config/linked.yaml; mkfifo pipe; ln -s pipe to-pipe; mkdir full; : >full/x",
        [folder.string]
      )
      let linked = Program(configuration: folder.appending("Config/linked.yaml"))
      for (program, name) in [
        (program, "Config/hanaper.yaml"), (program, "Config/../Config/hanaper.yaml"),
        (linked, "Config/linked.yaml"), (linked, "Config/hanaper.yaml"), (program, "pipe"),
        (program, "to-pipe"), (program, "nowhere/x.pdf"), (program, "nowhere/"),
      ] {
        let run = try await program.run(
          "restore",
          "Child B",
          "--to",
          "\(folder)/\(name)",
          "--overwrite"
        )
        #expect(run.status == 1, "\(name)")
        #expect(
          run.errorText.contains(name.hasPrefix("nowhere") ? "no directory" : "is not replaced"),
          "\(run.errorText)"
        )
      }
      #expect(try Files.readBytes(program.configuration) == sound)
      let rest = try FileManager.default.contentsOfDirectory(atPath: folder.string)
      #expect(rest.filter { $0.hasPrefix(".") } == [])
    }
  }

  @Test func `a directory behind a link will do`() async throws {
    try await Program.withDemo { folder, program in
      _ = try await Program.shell("cd \"$1\"; mkdir real; ln -s real link", [folder.string])
      let run = try await program.run("restore", "Child B", "--to", "\(folder)/link", "--overwrite")
      #expect(run.status == 0, "\(run.errorText)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/real").count == 1)
    }
  }

  @Test func `a name that is not UTF-8 is refused and nothing is made under another`() async throws
  {
    try await Program.withDemo { folder, program in
      for arguments in [
        "restore 'Child B' --to \"$n.pdf\" --config \"$2\"", "list --config \"$n\"",
        "init \"$n\" --contact mailto:a@example.org", "check \"$n.html\"", "validate \"$n\"",
        "explain --robots \"$n\" /", "demo --keep \"$n\"", "list --config=\"$n\"",
        "show \"$n\" --config \"$2\"",
      ] {
        let run = try await Program.shell(
          "cd \"$3\"; n=$(printf 'caf\\351'); exec \"$1\" \(arguments)",
          [try Program.path.string, program.configuration.string, folder.string]
        )
        #expect(run.status == 64, "\(arguments): \(run.errorText)")
        #expect(run.errorText.contains("caf?") && run.errorText.contains("not UTF-8"))
      }
      let made = try FileManager.default.contentsOfDirectory(atPath: folder.string)
      #expect(made.filter { $0.hasPrefix("caf") } == [])
    }
  }

  @Test
  func `a folder whose name is not UTF-8 can be worked in, and be the home of a configuration`()
    async throws
  {
    try await Program.withDemo { folder, program in
      let line = #"""
        cd "$2"; n=$(printf 'caf\351'); mkdir "$n"; mv Config Archive "$n"; cd "$n"
        for c in "list" "verify" "reindex" "show Jason" "restore Jason --to out.pdf" "source list"; do
          "$1" $c >/dev/null || echo "$c: $?"
        done
        mkdir new; cd new; "$1" init --contact mailto:a@example.org >/dev/null || echo "init: $?"
        "$1" list >/dev/null || echo "list: $?"; cd ../..
        mkdir "$n/hanaper"; printf 'archive: %s/Archive\ncontact: mailto:a@example.org\n' "$2/new" \
          >"$n/hanaper/hanaper.yaml"; mv "$n/new/Archive" "$n/new/Config" "$2/" 2>/dev/null
        mkdir new; mv Archive new
        cd new; XDG_CONFIG_HOME="$PWD/../$n" "$1" list >/dev/null || echo "XDG: $?"
        ls -b ..
        """#
      let run = try await Program.shell(line, [try Program.path.string, folder.string])
      #expect(!run.text.contains(": "), "\(run.text)\(run.errorText)")
      #expect(run.text.contains("caf\\351\n"))
      // In another encoding, a configuration would name other folders than it says.
      let text = String(
        decoding: try Files.readBytes(folder.appending("Config/hanaper.yaml")),
        as: UTF8.self
      )
      let bytes = Array(text.utf8) + Array("# caf".utf8) + [0xE9, 0x0A]
      try Files.writeBytes(bytes, to: folder.appending("Config/latin.yaml"))
      let latin = Program(configuration: folder.appending("Config/latin.yaml"))
      let refused = try await latin.run("list")
      #expect(refused.status == 78)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(
        refused.errorText.contains("latin.yaml:\(lines):6: this is not UTF-8"),
        "\(refused.errorText)"
      )
    }
  }

  @Test func `a published name as long as a name can be is restored with its ending`() async throws
  {
    let long = String(repeating: "Lessons learnt and not forgotten, ", count: 9)
    let wide = String(repeating: "Überprüfung–", count: 22)
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let other = try SampleSite.document("triennial-2014-2017.pdf")
    let names = ["/a": long, "/b": wide, "/c": long]
    let listing = Installation.listing([("/a", "first"), ("/b", "second")])
    let script: ScriptedServer.Script = { request in
      guard request.path != "/reviews/" else { return .ok(listing, type: "text/html") }
      guard let name = names[request.path] else { return .status(404) }
      let encoded = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      let body = request.path == "/a" ? pdf : other
      return .ok(
        body,
        type: "application/pdf",
        headers: [("Content-Disposition", "attachment; filename*=UTF-8''\(encoded).pdf")]
      )
    }
    let sources =
      "  - { id: reviews, page: \"http://\(Installation.host)/reviews/\", kinds: [pdf] }"
    try await Installation.run(sources: sources, script: script) { installation, _ in
      let sync = try await installation.program.run("sync")
      #expect(sync.status == 0, "\(sync.text)\(sync.errorText)")
      let target = installation.scratch.appending("out").string
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
      for document in ["first", "second"] {
        for more in [[], ["--all"]] {
          let run = try await Program.run(
            ["restore", document, "--to", target, "--config"]
              + [installation.program.configuration.string] + more
          )
          #expect(run.status == 0, "\(run.errorText)")
        }
      }
      let made = try FileManager.default.contentsOfDirectory(atPath: target)
      #expect(made.count == 4)
      #expect(made.allSatisfy { $0.hasSuffix(".pdf") && $0.utf8.count <= 255 }, "\(made)")
      #expect(made.count { $0.hasSuffix("-v1.pdf") } == 2)

      for name in ["plain", "told.docx", "right.PDF", "review.2024"] {
        let run = try await installation.program.run(
          "restore",
          "first",
          "--all",
          "--to",
          "\(target)/\(name)"
        )
        #expect(run.status == 0, "\(run.errorText)")
      }
      let named = try Set(FileManager.default.contentsOfDirectory(atPath: target))
        .subtracting(made)
      #expect(
        named == ["plain-v1.pdf", "told-v1.pdf", "right-v1.PDF", "review.2024-v1.pdf"]
      )
      let again = try await installation.program.run(
        "restore",
        "first",
        "--all",
        "--to",
        "\(target)/plain"
      )
      #expect(again.status == 1 && again.errorText.contains("plain-v1.pdf"), "\(again.errorText)")

      let tooLong = String(repeating: "x", count: 256)
      let run = try await installation.program.run(
        "restore",
        "first",
        "--to",
        "\(target)/\(tooLong)"
      )
      #expect(run.status == 1)
      #expect(run.errorText.contains("give it a shorter name"), "\(run.errorText)")
    }
  }

  @Test func `everything goes into a directory that is made, under names that a person can read`()
    async throws
  {
    try await Program.withDemo { folder, program in
      let place = folder.appending("out/everything")
      let run = try await program.run("restore", "--all", "--to", place.string)
      #expect(run.status == 0, "\(run.errorText)")
      #expect(
        run.text == "8 documents, 9 versions restored to \(place)/; every digest intact\n"
      )
      let names = try FileManager.default.subpathsOfDirectory(atPath: place.string)
      let files = names.filter { $0.split(separator: "/").count == 3 }
      #expect(files.count > 8)
      let child = try #require(files.first { $0.contains("Child-B-SCR") })
      #expect(child.hasPrefix("www.northbrookscp.example/Child B SCR"))
      #expect(child.contains("-v1.pdf"))
      // A second time, what is there stays, what is missing comes, and what is in the way is told.
      try FileManager.default.removeItem(atPath: place.pushing(FilePath(child)).string)
      let again = try await program.run("restore", "--all", "--to", place.string)
      #expect(again.status == 0, "\(again.errorText)")
      #expect(
        again.text.contains("1 version restored to \(place)/, 8 there already"),
        "\(again.text)"
      )
      try Files.writeBytes([1], to: place.pushing(FilePath(child)))
      let other = try await program.run("restore", "--all", "--to", place.string)
      #expect(other.status == 1)
      #expect(other.errorText.contains("exists and is another file"), "\(other.errorText)")
      #expect(try Files.readBytes(place.pushing(FilePath(child))) == [1])
      // A version comes though another of the same report is in the way.
      let versions = files.filter { $0.contains("Child-D-Final-Report") }.sorted()
      try #require(versions.count == 2)
      try Files.writeBytes([2], to: place.pushing(FilePath(versions[0])))
      try FileManager.default.removeItem(atPath: place.pushing(FilePath(versions[1])).string)
      let rest = try await program.run("restore", "--all", "--to", place.string, "--json")
      #expect(rest.status == 1)
      let named = try JSONSerialization.jsonObject(with: Data(rest.output)) as? [String: Any]
      #expect((named?["inTheWay"] as? [String])?.count == 2, "\(rest.text)")
      #expect(named?["thereAlready"] as? Int == 6 && (named?["restored"] as? [Any])?.count == 1)
      let cut =
        "f=$(find \"$1\" -name document.pdf | sort | head -n 1) && chmod u+w \"$f\" && : >\"$f\""
      #expect(try await Program.shell(cut, ["\(folder)/Archive/ocfl"]).status == 0)
      let damaged = try await program.run("restore", "--all", "--to", "\(place)-2")
      #expect(damaged.status == 3)
      #expect(damaged.errorText.contains("is damaged"))
      #expect(damaged.text.contains("1 lost or damaged, and told"), "\(damaged.text)")
      for inside in ["Archive/ocfl/x/y", "Archive", "Archive/new"] {
        let run = try await program.run("restore", "--all", "--to", "\(folder)/\(inside)")
        #expect(run.status == 1)
        #expect(run.errorText.contains("lies in the archive"), "\(run.errorText)")
      }
      #expect(try await program.run("verify").status == 3, "only the file that was cut")
      #expect(try Tree(folder.appending("Archive")).names.allSatisfy { !$0.contains("/x/") })
      let bare = try await program.run("restore")
      #expect(bare.status == 64)
      let placeless = try await program.run("restore", "--all")
      #expect(placeless.status == 64)
      #expect(placeless.errorText.contains("--to"))
    }
  }
}
