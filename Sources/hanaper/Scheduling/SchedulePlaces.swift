// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Scheduling
import Surroundings
import SystemPackage

/// Where a schedule is written to and read from: cron's folder and crontabs, systemd's folders.
struct SchedulePlaces {
  let name: String

  init(for name: String) {
    self.name = name
  }

  /// Something that was written or taken away.
  struct Place {
    let words: String
    /// What is still to be done by hand.
    var steps: [String] = []
  }

  private static let cronFolder: FilePath = "/etc/cron.d"

  private var cronFile: FilePath { Self.cronFolder.appending(name) }

  /// Where this user's units are; root's are the machine's.
  private static var unitFolder: FilePath? {
    if UserAccount.isRoot { return "/etc/systemd/system" }
    let given = ProcessInfo.processInfo.environment
    if let folder = given["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return FilePath(folder).appending("systemd/user")
    }
    return given["HOME"].map { FilePath($0).appending(".config/systemd/user") }
  }

  private static var manager: SystemdUnits.Manager { UserAccount.isRoot ? .system : .user }

  // MARK: As text

  func text(of schedule: Schedule, asUnits isUnits: Bool) -> String {
    guard isUnits else { return Crontab.block(for: schedule) }
    return SystemdUnits(for: schedule, Self.manager).units
      .map { "# \($0.name)\n\($0.text)" }.joined(separator: "\n")
  }

  /// Writes the files as the machine of somebody else is to have them.
  func write(_ schedule: Schedule, into folder: FilePath, asUnits isUnits: Bool) throws -> [Place] {
    try Disk().makeDirectories(folder)
    guard isUnits else {
      return [try write(Crontab.block(for: schedule), to: folder.appending(name))]
    }
    return try SystemdUnits(for: schedule, .system).units
      .map { try write($0.text, to: folder.appending($0.name)) }
  }

  private func write(_ text: String, to file: FilePath) throws -> Place {
    if try Disk().entry(at: file) != nil {
      guard try isOurs(file) else {
        throw CommandFailure(
          "\(file) is there and was not made by `hanaper schedule`; it is left as it is"
        )
      }
    }
    try Disk().replace(file, with: text)
    // `status` looks when the next run is due, whoever asks.
    try Disk().makePublic(file)
    return Place(words: "\(file)")
  }

  private func isOurs(_ file: FilePath) throws -> Bool {
    let text = try Disk().readText(file, limit: 1 << 20)
    return text.hasPrefix(SystemdUnits.mark) || Crontab.has(name, in: text)
  }

  // MARK: Installing

  /// - Parameters:
  ///   - schedule: what is to run when.
  ///   - isUnits: whether as units of systemd.
  ///   - mailingInAnyCase: whether somebody named who is mailed, so that what a crontab says of that does not count.
  /// - Returns: what was made, and what was taken away because it did the same.
  /// - Throws: where it cannot be put there; what was installed before stays then.
  func install(
    _ schedule: Schedule,
    asUnits isUnits: Bool,
    mailingInAnyCase: Bool
  ) throws -> (made: [Place], removed: [Place]) {
    let made =
      isUnits
      ? try installUnits(schedule)
      : [try installLines(schedule, mailingInAnyCase: mailingInAnyCase)]
    // Only one of them may ask at night; the old one goes when the new one is there.
    return (made, isUnits ? try removeLines() : try removeUnits())
  }

  private func installLines(_ schedule: Schedule, mailingInAnyCase: Bool) throws -> Place {
    if UserAccount.isRoot {
      guard try Disk().entryMeant(by: Self.cronFolder) == .directory else {
        throw CommandFailure("there is no \(Self.cronFolder): install cron, or take --systemd")
      }
      return try write(Crontab.block(for: schedule), to: cronFile)
    }
    guard let text = try UserCrontab.read() else {
      throw CommandFailure("there is no `crontab` here: install cron, or take --systemd")
    }
    let new = Crontab.adding(schedule, to: text, mailingInAnyCase: mailingInAnyCase)
    try UserCrontab.write(new)
    return Place(words: "lines in the crontab of this user, which `crontab -l` shows")
  }

  private func installUnits(_ schedule: Schedule) throws -> [Place] {
    guard let folder = Self.unitFolder else {
      throw CommandFailure("there is no HOME, in which units could be")
    }
    try Disk().makeDirectories(folder)
    let units = SystemdUnits(for: schedule, Self.manager).units
    var places = try units.map { try write($0.text, to: folder.appending($0.name)) }
    let timers = units.filter(\.isTimer).map(\.name)
    if let problem = Systemd.call([["daemon-reload"], ["enable", "--now"] + timers]) {
      places[0].steps.append(
        "systemd was not told (\(problem)); `\(Systemd.line(["enable", "--now"] + timers))` sets it going"
      )
    }
    if !UserAccount.isRoot {
      places[0].steps.append("`loginctl enable-linger` lets it run while you are not logged in")
    }
    return places
  }

  // MARK: Taking away

  func remove() throws -> [Place] { try removeLines() + removeUnits() }

  private func removeLines() throws -> [Place] {
    if UserAccount.isRoot {
      guard try Disk().entry(at: cronFile) == .file, try isOurs(cronFile) else { return [] }
      try Disk().removeFile(cronFile)
      return [Place(words: "\(cronFile)")]
    }
    guard let text = try UserCrontab.read(), let rest = Crontab.removing(name, from: text) else {
      return []
    }
    try UserCrontab.write(rest)
    return [Place(words: "the lines in the crontab of this user")]
  }

  private func removeUnits() throws -> [Place] {
    guard let folder = Self.unitFolder else { return [] }
    let files = try SystemdUnits.names(of: name).map { folder.appending($0) }.filter {
      try Disk().entry(at: $0) == .file && isOurs($0)
    }
    guard !files.isEmpty else { return [] }
    let timers = files.compactMap { $0.lastComponent?.string }.filter { $0.hasSuffix(".timer") }
    _ = Systemd.call([["disable", "--now"] + timers])
    for file in files { try Disk().removeFile(file) }
    _ = Systemd.call([["daemon-reload"]])
    return files.map { Place(words: "\($0)") }
  }

  // MARK: What is installed

  /// When the nightly run begins, by what, and whether copies are brought what is new; nil where nothing of it is installed, as far as this user
  /// may see.
  var installed: (start: ClockTime, place: String, hasCopies: Bool)? {
    if let text = try? Disk().readText(cronFile, limit: 1 << 20),
      let start = Crontab.start(of: name, in: text)
    {
      return (start, cronFile.string, Crontab.copies(for: name, in: text))
    }
    for folder in [FilePath("/etc/systemd/system"), Self.unitFolder].compactMap(\.self) {
      let file = folder.appending("\(name).timer")
      guard let text = try? Disk().readText(file, limit: 1 << 20),
        let start = SystemdUnits.start(inTimer: text)
      else { continue }
      let copying = folder.appending(SystemdUnits.copyingTimer(of: name))
      return (start, file.string, (try? Disk().entry(at: copying)) == .file)
    }
    // What cannot be read has nothing that this command could speak of.
    if !UserAccount.isRoot, let text = (try? UserCrontab.read()) ?? nil,
      let start = Crontab.start(of: name, in: text)
    {
      return (start, "crontab", Crontab.copies(for: name, in: text))
    }
    return nil
  }
}

extension ClockTime {
  /// When the machine's clock shows it next.
  func next(after now: Date) -> Date? {
    Calendar.current.nextDate(
      after: now,
      matching: DateComponents(hour: hour, minute: minute),
      matchingPolicy: .nextTime
    )
  }
}

/// The crontab of the user who runs this: crontab(1).
private enum UserCrontab {
  /// Empty where there is none; nil where there is no cron.
  static func read() throws -> String? {
    guard let run = try OutsideProgram.run("crontab", ["-l"]) else { return nil }
    if run.status == 0 { return run.output }
    guard run.complaint.contains("no crontab for") else {
      throw CommandFailure("`crontab -l` says: \(run.complaint)")
    }
    return ""
  }

  static func write(_ text: String) throws {
    let run = try OutsideProgram.run("crontab", ["-"], input: .text(text))
    guard let run, run.status == 0 else {
      throw CommandFailure(
        "`crontab -` did not take the lines: \(run?.complaint ?? "it is not there")"
      )
    }
  }
}

/// The manager of units: systemctl(1).
private enum Systemd {
  private static var own: [String] { UserAccount.isRoot ? [] : ["--user"] }

  static func line(_ words: [String]) -> String {
    (["systemctl"] + own + words).joined(separator: " ")
  }

  /// - Returns: why a call was not done; nil where all were.
  static func call(_ calls: [[String]]) -> String? {
    for words in calls {
      guard let run = try? OutsideProgram.run("systemctl", own + words) else {
        return "there is no systemctl here"
      }
      if run.status != 0 { return run.complaint }
    }
    return nil
  }
}
