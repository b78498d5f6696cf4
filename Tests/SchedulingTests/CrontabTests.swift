// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Scheduling
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `Lines for cron` {
  @Test
  func `say who is mailed, and what runs when`() throws {
    let schedule = try Example.schedule(user: "hanaper")
    let lines = Crontab.block(for: schedule).split(separator: "\n")
    #expect(lines.contains("MAILTO=records@example.org"))
    #expect(
      lines.contains(
        "17 1 * * 1-6  hanaper  /usr/local/bin/hanaper sync --max-duration 4h --config /srv/reports/Config/hanaper.yaml"
      )
    )
    #expect(
      lines.contains(
        "17 1 * * 0  hanaper  /usr/local/bin/hanaper sync --max-duration 4h --config /srv/reports/Config/hanaper.yaml --deep"
      )
    )
    #expect(
      lines.contains(
        "32 5 * * *  hanaper  /usr/local/bin/hanaper verify --due --quiet --config /srv/reports/Config/hanaper.yaml"
      )
    )
  }

  @Test func `have texts read behind everything else`() throws {
    let lines = Crontab.block(for: try Example.schedule(user: "hanaper")).split(separator: "\n")
    #expect(
      lines.contains(
        "2 6 * * *  hanaper  /usr/local/bin/hanaper index --quiet --max-duration 6h --config /srv/reports/Config/hanaper.yaml"
      )
    )
  }

  @Test func `bring what is new to copies after the run, and read these back last`() throws {
    let schedule = try Example.schedule(user: "hanaper", hasCopies: true)
    let text = Crontab.block(for: schedule)
    let lines = text.split(separator: "\n").filter { $0.first != "#" }
    #expect(
      lines.contains(
        "22 5 * * *  hanaper  /usr/local/bin/hanaper replicate --quiet --config /srv/reports/Config/hanaper.yaml"
      )
    )
    #expect(
      lines.last
        == "32 6 * * *  hanaper  /usr/local/bin/hanaper replicate --audit --quiet --config /srv/reports/Config/hanaper.yaml"
    )
    #expect(Crontab.copies(for: schedule.name, in: text))
    let without = Crontab.block(for: try Example.schedule(user: "hanaper"))
    #expect(!without.contains("replicate"))
    #expect(!Crontab.copies(for: schedule.name, in: without))
  }

  @Test(arguments: [
    ("/srv/100 % ours/hanaper.yaml", #"'/srv/100 '\%' ours/hanaper.yaml'"#),
    ("/srv/Child's/hanaper.yaml", #"'/srv/Child'\''s/hanaper.yaml'"#),
    (#"/srv/a\%b/hanaper.yaml"#, #"'/srv/a\'\%'b/hanaper.yaml'"#),
    ("/srv/$HOME/hanaper.yaml", "'/srv/$HOME/hanaper.yaml'"),
  ])
  func `take any name as it is`(configuration: String, word: String) throws {
    let schedule = try Example.schedule(configuration: configuration)
    #expect(Crontab.block(for: schedule).contains(" --config \(word)\n"))
  }

  @Test
  func `stand once in a crontab, at its end, and go without a trace`() throws {
    let schedule = try Example.schedule()
    let own = "5 4 * * * /usr/bin/tidy\n"
    let once = Crontab.adding(schedule, to: own)
    #expect(once.hasPrefix(own))
    #expect(Crontab.adding(schedule, to: once) == once)
    #expect(Crontab.removing(schedule.name, from: once) == own)
    #expect(Crontab.removing("hanaper-other-000000", from: once) == nil)
    #expect(Crontab.start(of: schedule.name, in: once) == schedule.start)
  }

  @Test
  func `of two archives do not touch each other`() throws {
    let first = try Example.schedule()
    let second = try Example.schedule(configuration: "/srv/reports-2/Config/hanaper.yaml")
    let both = Crontab.adding(second, to: Crontab.adding(first, to: ""))
    #expect(Crontab.removing(first.name, from: both) == Crontab.block(for: second, mailsAll: false))
  }

  @Test
  func `leave whom a crontab mails as it is`() throws {
    let text = Crontab.adding(try Example.schedule(), to: "MAILTO=me@example.org\n")
    #expect(
      text.split(separator: "\n").filter { $0.hasPrefix("MAILTO") } == ["MAILTO=me@example.org"]
    )
  }

  @Test
  func `mail whom somebody named, whatever stands above them`() throws {
    let text = Crontab.adding(
      try Example.schedule(),
      to: "MAILTO=me@example.org\n",
      mailingInAnyCase: true
    )
    #expect(
      text.split(separator: "\n").filter { $0.hasPrefix("MAILTO") }
        == ["MAILTO=me@example.org", "MAILTO=records@example.org"]
    )
  }

  @Test
  func `are not taken out where their end is missing`() throws {
    let schedule = try Example.schedule()
    let text = Crontab.block(for: schedule).split(separator: "\n").dropLast().joined(
      separator: "\n"
    )
    #expect(Crontab.removing(schedule.name, from: text) == nil)
  }

  @Test
  func `cannot be broken by a path`() {
    #expect(throws: ScheduleError.self) {
      try Example.schedule(configuration: "/" + String(repeating: "long/", count: 200) + "h.yaml")
    }
    #expect(throws: ScheduleError.self) {
      try Example.schedule(configuration: "/srv/a\n* * * * * root rm -r /\n/hanaper.yaml")
    }
  }
}

enum Example {
  static func schedule(
    start: ClockTime? = ClockTime("1:17"),
    machine: String = "archive1",
    configuration: String = "/srv/reports/Config/hanaper.yaml",
    archive: String = "/srv/reports/Archive",
    user: String? = nil,
    hasCopies: Bool = false
  ) throws -> Schedule {
    let beside = configuration.split(separator: "/").dropLast().joined(separator: "/")
    return try Schedule(
      start: start,
      machine: machine,
      program: "/usr/local/bin/hanaper",
      configuration: configuration,
      archive: archive,
      folders: ["/" + beside],
      hasCopies: hasCopies,
      user: user,
      mailTo: "records@example.org"
    )
  }
}
