// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The services and timers of a schedule; systemd.service(5), systemd.timer(5), systemd.exec(5).
///
/// Each service sees the file system as if nothing could be written but the archive and what lies beside the
/// configuration, and may do what a program needs that asks web servers: no more.
package struct SystemdUnits: Sendable {
  /// Whose manager runs them.
  package enum Manager: Sendable {
    /// The machine's, in which a unit can be shut off from the rest of it.
    case system
    /// A user's own, which has no right to most of that.
    case user
  }

  package struct Unit: Hashable, Sendable {
    /// The name of its file.
    package let name: String
    package let text: String

    package var isTimer: Bool { name.hasSuffix(".timer") }
  }

  /// The mark in the first line of each, by which they are known again.
  package static let mark = "# Made by `hanaper schedule`, which takes it away with --uninstall."

  package let units: [Unit]

  package init(for schedule: Schedule, _ manager: Manager) {
    units = schedule.jobs.flatMap { job in
      let name = Schedule.fileName(job.task, of: schedule.name)
      return [
        Unit(name: "\(name).service", text: Self.service(job, of: schedule, manager)),
        Unit(name: "\(name).timer", text: Self.timer(job, of: schedule)),
      ]
    }
  }

  /// The names of all files that a schedule may have.
  ///
  /// - Parameter schedule: its name.
  /// - Returns: the timers first.
  package static func names(of schedule: String) -> [String] {
    ["timer", "service"].flatMap { ending in
      Schedule.Task.allCases.map { "\(Schedule.fileName($0, of: schedule)).\(ending)" }
    }
  }

  /// The name of the timer by which copies are brought what is new.
  package static func copyingTimer(of schedule: String) -> String {
    "\(Schedule.fileName(.replicate, of: schedule)).timer"
  }

  /// When the nightly run begins, as its timer says; nil where that was changed to more than an hour and a minute.
  package static func start(inTimer text: String) -> ClockTime? {
    for line in text.split(separator: "\n") where line.hasPrefix("OnCalendar=") {
      return line.split(separator: " ").last.flatMap { ClockTime($0) }
    }
    return nil
  }

  // MARK: Services

  private static func service(
    _ job: Schedule.Job,
    of schedule: Schedule,
    _ manager: Manager
  ) -> String {
    let command = ([schedule.program] + job.arguments).map(argument).joined(separator: " ")
    var lines = [
      mark, "[Unit]",
      "Description=Hanaper: \(specifiersEscaped(job.purpose)) (\(specifiersEscaped(schedule.archive)))",
      "Wants=network-online.target", "After=network-online.target", "", "[Service]",
      "Type=oneshot", "ExecStart=\(command)",
      // News, sources that were not reached, and an end in order are no failure; damage is.
      "SuccessExitStatus=2 4 75",
    ]
    if manager == .system { lines += shut(schedule) }
    return (lines + restrictions).map { $0 + "\n" }.joined()
  }

  /// What only the manager of the machine may do.
  private static func shut(_ schedule: Schedule) -> [String] {
    [
      "User=\(specifiersEscaped(schedule.user ?? "root"))", "ProtectSystem=strict",
      "ReadWritePaths=\((schedule.folders.map(word) + schedule.copies.map { "-" + word($0) }).joined(separator: " "))",
      "ProtectHome=\(isAt(["/home/", "/root/", "/run/user/"], schedule) ? "read-only" : "yes")",
      "PrivateTmp=\(isAt(["/tmp/", "/var/tmp/"], schedule) ? "no" : "yes")", "PrivateDevices=yes",
      "ProtectKernelTunables=yes",
      "ProtectKernelModules=yes", "ProtectKernelLogs=yes", "ProtectControlGroups=yes",
      "ProtectClock=yes", "ProtectHostname=yes", "ProtectProc=invisible", "ProcSubset=pid",
      "CapabilityBoundingSet=", "RemoveIPC=yes", "MemoryMax=1G",
    ]
  }

  /// Whether something that it needs is below one of some folders.
  private static func isAt(_ folders: [String], _ schedule: Schedule) -> Bool {
    ([schedule.program, schedule.configuration] + schedule.folders + schedule.copies).contains {
      path in
      folders.contains { "\(path)/".hasPrefix($0) }
    }
  }

  private static let restrictions = [
    "NoNewPrivileges=yes", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes",
    "LockPersonality=yes", "MemoryDenyWriteExecute=yes", "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service", "SystemCallFilter=~@privileged @resources",
    // With which documents are read behind a fence.
    "SystemCallFilter=seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self",
    "SystemCallErrorNumber=EPERM", "UMask=0077",
  ]

  // MARK: Timers

  private static func timer(_ job: Schedule.Job, of schedule: Schedule) -> String {
    let lines = [
      mark, "[Unit]",
      "Description=Hanaper: when to \(specifiersEscaped(job.purpose)) (\(specifiersEscaped(schedule.archive)))",
      "", "[Timer]", "OnCalendar=\(job.days.calendarDays)*-*-* \(job.time)",
      // A night on which the machine was off is made up for.
      "Persistent=true", "", "[Install]", "WantedBy=timers.target",
    ]
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: Quoting

  /// A word of a command line, in which a dollar begins a variable.
  private static func argument(_ text: String) -> String { word(text).replacing("$", with: "$$") }

  /// A word of a list, whatever is in it.
  private static func word(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0.isLetterOrDigit || "/-_.,:@+=".utf8.contains($0) }) { return text }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(specifiersEscaped(escaped))\""
  }

  private static func specifiersEscaped(_ text: String) -> String {
    text.replacing("%", with: "%%")
  }
}

extension Schedule.Job.Days {
  /// The days before a date in `OnCalendar=`, systemd.time(7).
  fileprivate var calendarDays: String {
    switch self {
    case .all: ""
    case .allButSunday: "Mon..Sat "
    case .sunday: "Sun "
    }
  }
}
