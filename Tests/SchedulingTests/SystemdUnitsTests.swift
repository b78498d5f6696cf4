// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Scheduling
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `Units of systemd` {
  private static let judge = "/usr/bin/systemd-analyze"
  private static let isJudgePresent = (try? Files.readBytes(FilePath(judge))) != nil

  @Test(
    .enabled(if: isJudgePresent, "skipped: systemd-analyze is missing; `make peer` installs it"),
    arguments: [SystemdUnits.Manager.system, .user]
  )
  func `are understood by systemd, and say nothing that it does not know`(
    manager: SystemdUnits.Manager
  ) async throws {
    try await ScratchDirectory.run { folder in
      // What is verified has to be there.
      let schedule = try Schedule(
        start: ClockTime("2:20"),
        machine: "archive1",
        program: "/bin/true",
        configuration: "\(folder)/50% of $HOME \"our\" reports/hanaper.yaml",
        archive: "\(folder)/Archive",
        folders: [],
        hasCopies: true,
        copies: ["/mnt/is not mounted/Archive"],
        user: "root",
        mailTo: nil
      )
      let units = SystemdUnits(for: schedule, manager).units
      #expect(Set(units.map(\.name)) == Set(SystemdUnits.names(of: schedule.name)))
      for unit in units {
        try Files.writeBytes(Array(unit.text.utf8), to: folder.appending(unit.name))
      }
      let run = try await ProgramRun(
        Self.judge,
        ["verify", "--man=no"] + units.map { folder.appending($0.name).string }
      )
      let complaints = run.errorText.split(separator: "\n").filter { $0.contains(schedule.name) }
      #expect(complaints.isEmpty, "\(run.errorText)")
      #expect(run.status == 0, "\(run.errorText)")
    }
  }

  @Test(
    .enabled(if: isJudgePresent, "skipped: systemd-analyze is missing; `make peer` installs it")
  )
  func `leave little of the machine open`() async throws {
    try await ScratchDirectory.run { folder in
      for place in ["/srv/reports", "/home/me/reports"] {
        let schedule = try Example.schedule(
          configuration: "\(place)/Config/hanaper.yaml",
          archive: "\(place)/Archive",
          user: "hanaper"
        )
        for unit in SystemdUnits(for: schedule, .system).units where !unit.isTimer {
          let file = folder.appending(unit.name)
          try Files.writeBytes(Array(unit.text.utf8), to: file)
          // Ten times the exposure that is the most.
          let run = try await ProgramRun(
            Self.judge,
            ["security", "--offline=yes", "--threshold=20", file.string]
          )
          #expect(run.status == 0, "\(run.text)\(run.errorText)")
        }
      }
    }
  }

  @Test
  func `let the archive and what lies beside the configuration be written to, and nothing else`()
    throws
  {
    let schedule = try Example.schedule(user: "hanaper")
    let service = try #require(SystemdUnits(for: schedule, .system).units.first)
    #expect(service.text.contains("\nProtectSystem=strict\n"))
    #expect(service.text.contains("\nReadWritePaths=/srv/reports/Archive /srv/reports/Config\n"))
    #expect(service.text.contains("\nUser=hanaper\n"))
  }

  @Test
  func `take any name as it is`() throws {
    let schedule = try Example.schedule(configuration: #"/srv/50% $HOME "our"/hanaper.yaml"#)
    let service = try #require(SystemdUnits(for: schedule, .system).units.first)
    #expect(service.text.contains(#" --config "/srv/50%% $$HOME \"our\"/hanaper.yaml""#))
    #expect(service.text.contains(#" "/srv/50%% $HOME \"our\"""#))
  }

  @Test
  func `say when the night begins`() throws {
    let schedule = try Example.schedule()
    let timers = SystemdUnits(for: schedule, .user).units.filter(\.isTimer)
    #expect(
      timers.map { SystemdUnits.start(inTimer: $0.text)?.description } == [
        "01:17", "01:17", "05:32", "06:02",
      ]
    )
    #expect(timers.allSatisfy { $0.text.contains("\nPersistent=true\n") })
  }
}
