// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Scheduling
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `A schedule` {
  @Test
  func `begins at a minute that stays, and that other machines do not have`() throws {
    let starts = try (1...60).map {
      try Example.schedule(start: nil, machine: "archive\($0)").start
    }
    #expect(try Example.schedule(start: nil, machine: "archive1").start == starts[0])
    #expect(Set(starts).count > 30)
    for start in starts {
      let minutes = start.hour * 60 + start.minute
      #expect((30..<180).contains(minutes))
    }
  }

  @Test(arguments: [
    ("/srv/reports/Config/hanaper.yaml", "hanaper-reports-"),
    ("/etc/hanaper/hanaper.yaml", "hanaper-hanaper-"),
    ("/srv/Unsere Berichte (Nord)/Config/h.yaml", "hanaper-unsere-berichte-nord-"),
    ("/hanaper.yaml", "hanaper-"),
  ])
  func `has a name that cron and systemd take`(configuration: String, beginning: String) {
    let name = Schedule.name(for: configuration)
    #expect(name.hasPrefix(beginning))
    #expect(
      name.utf8.allSatisfy {
        $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
      }
    )
    #expect(name != Schedule.name(for: configuration + "2"))
  }

  @Test
  func `reads the archive when the run must be over, also past midnight`() throws {
    let schedule = try Example.schedule(start: ClockTime("22:30"))
    #expect(schedule.jobs.suffix(2).map(\.time.description) == ["02:45", "03:15"])
  }

  @Test(arguments: [
    "", ":", "1", "24:00", "12:60", "1:5", "-1:00", "+1:00", "1:00:00", "１:00", " 1:00",
  ])
  func `takes no time that no clock shows`(text: String) {
    #expect(ClockTime(text) == nil)
  }

  @Test(arguments: [("0:00", "00:00"), ("02:20", "02:20"), ("23:59", "23:59")])
  func `takes any that one does`(text: String, time: String) {
    #expect(ClockTime(text)?.description == time)
  }
}
