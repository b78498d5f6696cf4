// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import SystemPackage
import Testing

extension FortnightNights {
  private static let cron = "/usr/sbin/cron"

  /// Whether a daemon of our own can be had: it needs root, and places of its own for the jobs, that no other job of the machine runs.
  static func canRunCron() async throws -> Bool {
    guard geteuid() == 0, FileManager.default.isExecutableFile(atPath: cron) else { return false }
    return try await ProgramRun("/usr/bin/unshare", ["-m", "/bin/true"]).status == 0
  }

  /// A night that cron runs by the line that `hanaper schedule` makes, and the mail that comes of it.
  ///
  /// - Parameter number: which night.
  /// - Returns: what cron brought to the mailer; where there can be no cron, what it would have.
  /// - Throws: where nothing comes in half a minute.
  func runUnderCron(_ number: Int) async throws -> ProgramRun {
    guard try await Self.canRunCron() else {
      print("skipped: no cron may be run here; night \(number) is run without")
      return try await run(number)
    }
    let folder = installation.scratch.appending("cron")
    let made = try await ProgramRun(
      Program.path.string,
      arguments(["schedule", "--user", "root", "--into", folder.string]),
      environment: Program.environment
    )
    #expect(made.status == 0, "\(made.errorText)")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.string).first
    )
    let lines = String(decoding: try Files.readBytes(folder.appending(name)), as: UTF8.self)
    let job = try #require(lines.split(separator: "\n").first { $0.contains(" sync ") })
    let time = job.split(separator: " ").prefix(2).compactMap { Double($0) }
    try #require(time.count == 2)
    // What cron sets for its jobs is what stands in its table.
    let clock = environment(number).map { "\($0.key)=\($0.value)\n" }.sorted().joined()
    try Files.writeBytes(Array((clock + lines).utf8), to: folder.appending(name))
    return try await ProgramRun(
      "/usr/bin/unshare",
      [
        "-m", "/bin/sh", "-c", Self.daemon, "sh", folder.string, name,
        FortnightTests.library ?? "",
        self.clock(number, at: time[1] * 3600 + time[0] * 60 - 5),
      ],
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    )
  }

  /// Runs cron with one table, and a mailer that prints; it sees no other job, and nobody sees its files.
  ///
  /// `$1` is a folder of ours, `$2` the table in it, `$3` the library of the clock and `$4` its time.
  private static let daemon = """
    set -e
    mount -t tmpfs none /run && mount -t tmpfs none /etc/cron.d
    mount -t tmpfs none /var/spool/cron && mount --bind /dev/null /etc/crontab
    mkdir "$1/sbin"
    printf '#!/bin/sh\\ncat > "%s/part" && mv "%s/part" "%s/mail"\\n' "$1" "$1" "$1" > "$1/sbin/sendmail"
    chmod 755 "$1/sbin/sendmail"
    mount -t overlay overlay -o "lowerdir=$1/sbin:/usr/sbin" /usr/sbin
    cp "$1/$2" "/etc/cron.d/$2" && chmod 644 "/etc/cron.d/$2"
    LD_PRELOAD="$3" FAKETIME="$4" TZ=UTC \(cron) -f -L 15 2> "$1/log" &
    for i in $(seq 300); do test -e "$1/mail" && break; sleep 0.1; done
    kill $! || true
    cat "$1/mail"
    """
}
