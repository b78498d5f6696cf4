// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `Nights that run by themselves` {
  /// Runs `body` with a configuration and its empty archive.
  private func withProgram(_ body: (FilePath, Program) async throws -> Void) async throws {
    try await ScratchDirectory.run { folder in
      let made = try await Program.runBare(
        "init",
        folder.string,
        "--contact",
        "mailto:records@example.org"
      )
      try #require(made.status == 0, "\(made.errorText)")
      try await body(folder, Program(configuration: folder.appending("Config/hanaper.yaml")))
    }
  }

  @Test
  func `are printed for cron, with whole paths, and the contact is mailed`() async throws {
    try await withProgram { folder, program in
      let run = try await program.run("schedule", "--at", "2:20")
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.text.contains("MAILTO=records@example.org\n"))
      #expect(run.text.contains("\n20 2 * * 1-6  "))
      #expect(
        run.text.contains(
          " \(try Program.path) sync --max-duration 4h --config \(folder)/Config/hanaper.yaml\n"
        )
      )
      #expect(try await program.run("schedule", "--at", "2:20").text == run.text)
      // What is run from where it was built goes with the next build.
      #expect(run.errorText.contains("make install"))
    }
  }

  @Test
  func `are written as files for other machines, and nothing of theirs is overwritten`()
    async throws
  {
    try await withProgram { folder, program in
      let target = folder.appending("out")
      let cron = try await program.run("schedule", "--into", target.string, "--user", "hanaper")
      #expect(cron.status == 0, "\(cron.errorText)")
      let units = try await program.run(
        "schedule",
        "--systemd",
        "--into",
        target.string,
        "--user",
        "hanaper"
      )
      #expect(units.status == 0, "\(units.errorText)")
      let names = try FileManager.default.contentsOfDirectory(atPath: target.string).sorted()
      #expect(names.count == 9)
      let name = try #require(names.first)
      #expect(!name.contains("."), "cron reads no file with a dot in its name")
      let service = String(
        decoding: try Files.readBytes(target.appending("\(name).service")),
        as: UTF8.self
      )
      #expect(service.contains("User=hanaper\n"))
      try Files.writeBytes(Array("# mine\n".utf8), to: target.appending(name))
      let again = try await program.run("schedule", "--into", target.string)
      #expect(again.status == 1)
      #expect(again.errorText.contains("was not made by `hanaper schedule`"))
      #expect(try Files.readBytes(target.appending(name)) == Array("# mine\n".utf8))
    }
  }

  @Test(arguments: [
    (["--install", "--uninstall"], "do not go together"), (["--at", "25:00"], "02:20"),
    (["--systemd", "--mail-to", "a@example.org"], "journal"),
    (["--into", "x", "--install"], "--into"),
    (["--user", "nobody-of-that-name"], "no account"),
    (["--user", "x y", "--into", "out"], "x y"), (["--mail-to", "\"a b\"@x.org"], "--mail-to"),
  ])
  func `are not made of what contradicts itself`(arguments: [String], words: String) async throws {
    try await withProgram { _, program in
      let run = try await Program.run(
        ["schedule"] + arguments + ["--config", program.configuration.string]
      )
      #expect(run.status == 64)
      #expect(run.errorText.contains(words), "\(run.errorText)")
    }
  }

  @Test
  func `are missed by the status where nothing has them run`() async throws {
    try await withProgram { _, program in
      let run = try await program.run("status")
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.text.contains("schedule --install"))
    }
  }

  @Test
  func `leave an archive that is sound in silence`() async throws {
    try await withProgram { folder, program in
      let run = try await program.run("verify", "--due", "--quiet")
      #expect(run.status == 0)
      #expect(run.text.isEmpty)
      #expect(run.errorText.isEmpty)
      try Files.writeBytes([], to: folder.appending("Archive/ocfl/0=ocfl_1.1"))
      let damaged = try await program.run("verify", "--due", "--quiet")
      #expect(damaged.status == 3)
      #expect(damaged.text.contains("DAMAGED"))
    }
  }

  /// Whether this user may see other folders in the place of the machine's.
  private static func mayHide() async throws -> Bool {
    try await Program.shell("unshare -m sh -c 'mount -t tmpfs none /etc/cron.d'", []).status == 0
  }

  @Test(
    .enabled("skipped: only root can put other folders in the place of the machine's") {
      try await mayHide()
    }
  )
  func `are installed for the machine, one way at a time, and taken away without a trace`()
    async throws
  {
    try await withProgram { _, program in
      let line = #"""
        unshare -m sh -c '
          mkdir -p /etc/systemd/system && mount -t tmpfs none /etc/cron.d &&
            mount -t tmpfs none /etc/systemd/system || exit 9
          "$1" schedule --install --at 1:17 --config "$2"; echo "installed $?"
          cat /etc/cron.d/hanaper-*
          "$1" status --config "$2"
          "$1" schedule --install --systemd --at 1:17 --config "$2"; echo "units $?"
          ls /etc/cron.d | wc -l; ls /etc/systemd/system | wc -l
          "$1" status --config "$2"
          "$1" schedule --uninstall --config "$2"; echo "uninstalled $?"
          ls /etc/cron.d /etc/systemd/system
          "$1" schedule --uninstall --config "$2"
          echo mine >/etc/cron.d/other; ls /etc/cron.d
          ' sh "$1" "$2"
        """#
      let run = try await Program.shell(
        line,
        [try Program.path.string, program.configuration.string]
      )
      let text = run.text
      #expect(
        text.contains("installed 0\n") && text.contains("units 0\n"),
        "\(text)\(run.errorText)"
      )
      #expect(text.contains("\n17 1 * * 1-6  root  "))
      #expect(
        text.split(separator: "\n").count { $0.hasPrefix("Next run due: 20") } == 2,
        "\(text)"
      )
      #expect(text.contains("which did the same\n"))
      #expect(text.contains("units 0\n0\n8\n"), "\(text)")
      #expect(text.contains("uninstalled 0\n/etc/cron.d:\n\n/etc/systemd/system:\n"), "\(text)")
      #expect(text.contains("Nothing of it was installed here.\nother\n"))
      #expect(run.errorText.contains("no source is enabled yet"))
    }
  }

  /// Whether this user may be nobody for a command.
  private static func mayBeNobody() async throws -> Bool {
    try await Program.shell("unshare -U true", []).status == 0
  }

  @Test(
    .enabled("skipped: no namespace can be made in which one is nobody") { try await mayBeNobody() }
  )
  func `stand in one's own crontab, below what is there, and go again`() async throws {
    try await withProgram { folder, program in
      let line = #"""
        mkdir "$3/bin"; cat >"$3/bin/crontab" <<'END'
        #!/bin/sh
        test -e "$0.broken" && { echo "cannot open your crontab" >&2; exit 1; }
        case $1 in
          -l) test -e "$0.tab" || { echo "no crontab for nobody" >&2; exit 1; }; cat "$0.tab" ;;
          -) cat >"$0.tab" ;;
        esac
        END
        chmod +x "$3/bin/crontab"
        nobody() { unshare -U env PATH="$hb:$PATH" HOME="$home" "$hanaper" "$@" --config "$config"; }
        hanaper=$1 config=$2 home=$3 hb=$3/bin
        printf 'MAILTO=me@example.org\n5 4 * * * tidy\n' >"$3/bin/crontab.tab"; cp "$3/bin/crontab.tab" "$3/before"
        nobody schedule --install --at 1:17; echo "first $?"; grep -c MAILTO "$3/bin/crontab.tab"
        nobody schedule --install --at 2:17 --mail-to you@example.org; echo "second $?"
        head -n 2 "$3/bin/crontab.tab"; grep ' sync ' "$3/bin/crontab.tab"; grep MAILTO "$3/bin/crontab.tab"
        nobody status | grep due
        nobody schedule --install --user me; echo "other $?"
        : >"$3/bin/crontab.broken"; nobody schedule --uninstall; echo "broken $?"; rm "$3/bin/crontab.broken"
        nobody schedule --uninstall; echo "gone $?"; cmp "$3/before" "$3/bin/crontab.tab" && echo same
        """#
      let run = try await Program.shell(
        line,
        [try Program.path.string, program.configuration.string, folder.string]
      )
      let text = run.text
      #expect(text.contains("first 0\n1\n"), "\(text)\(run.errorText)")
      #expect(
        text.contains("second 0\nMAILTO=me@example.org\n5 4 * * * tidy\n17 2 * * 1-6  /"),
        "\(text)"
      )
      #expect(text.contains("MAILTO=you@example.org\n"), "\(text)")
      #expect(text.contains("Next run due: 20"), "\(text)")
      #expect(
        text.contains("other 64\n") && run.errorText.contains("--user is for root"),
        "\(text)"
      )
      #expect(text.contains("broken 1\n") && run.errorText.contains("cannot open your crontab"))
      #expect(text.contains("gone 0\nsame\n"), "\(text)")
    }
  }
}
