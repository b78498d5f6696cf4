// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

/// What is to run when, so that an archive is kept up and looked through: each night a run, once a week one that fetches
/// everything whole, and each night a part of the archive read.
package struct Schedule: Hashable, Sendable {
  /// In words and digits with hyphens between them, for names of files; another one for each archive.
  package let name: String
  /// When the night begins.
  package let start: ClockTime
  /// The program and its configuration, as whole paths.
  package let program: String
  package let configuration: String
  package let archive: String
  /// The folders that a run writes to: the archive, and those of what it notes beside the configuration and the key.
  package let folders: [String]
  /// Whether copies are kept elsewhere, and the folders that these are in; what is not mounted is not there.
  package let hasCopies: Bool
  package let copies: [String]
  /// Who runs it; nil for whoever's crontab it is.
  package let user: String?
  /// Who is mailed what the commands print; nil where cron is to decide.
  package let mailTo: String?

  /// Makes the schedule of an archive.
  ///
  /// - Parameters:
  ///   - start: when; nil for a time that the machine and the archive decide.
  ///   - machine: its name.
  ///   - program: the program's whole path.
  ///   - configuration: that of its configuration.
  ///   - archive: that of the archive.
  ///   - folders: those besides the archive that a run writes to.
  ///   - hasCopies: whether copies are kept elsewhere.
  ///   - copies: the folders that copies are in.
  ///   - user: who runs it; nil for whoever's crontab it is.
  ///   - mailTo: who is mailed what is printed; nil where cron is to decide.
  /// - Throws: ``ScheduleError`` where a path or name cannot stand in a line of cron's or of a unit.
  package init(
    start: ClockTime?,
    machine: String,
    program: String,
    configuration: String,
    archive: String,
    folders: [String],
    hasCopies: Bool = false,
    copies: [String] = [],
    user: String?,
    mailTo: String?
  ) throws(ScheduleError) {
    let folders = [archive] + folders
    for (what, text) in [
      ("program", program), ("configuration", configuration), ("user", user ?? ""),
      ("address for mail", mailTo ?? ""),
    ] + (folders + copies).map({ ("folder", $0) })
    where text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw ScheduleError(what: what, text: text, isLong: false)
    }
    // Cron drops a whole file for one command of a thousand bytes.
    guard program.utf8.count + configuration.utf8.count <= Self.longestPaths else {
      throw ScheduleError(what: "configuration", text: configuration, isLong: true)
    }
    name = Self.name(for: configuration)
    self.start = start ?? .spread(by: [machine, configuration, archive])
    (self.program, self.configuration, self.archive) = (program, configuration, archive)
    self.folders = folders.enumerated().filter { !folders[..<$0].contains($1) }.map(\.element)
    (self.user, self.mailTo) = (user, mailTo)
    (self.hasCopies, self.copies) = (hasCopies, copies)
  }

  /// What it is called: after the folder that has the configuration's, and by a digest of its path.
  package static func name(for configuration: String) -> String {
    let folders = configuration.split(separator: "/").dropLast()
    let folder = folders.last == "Config" ? folders.dropLast().last : folders.last
    let word = (folder ?? "").lowercased().map {
      $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-"
    }
    let mark = Digest.of(configuration, by: .sha256).hex.prefix(6)
    let parts = ["hanaper", String(String(word).prefix(32)), String(mark)]
    return parts.joined(separator: "-").split(separator: "-").joined(separator: "-")
  }

  // MARK: What runs

  /// What there is to do; the word is for names of files, and empty for the run of the night.
  package enum Task: String, CaseIterable, Sendable {
    case run = ""
    case deep, replicate, verify, index, audit
  }

  /// What a file for a task is called, without its ending.
  static func fileName(_ task: Task, of schedule: String) -> String {
    task.rawValue.isEmpty ? schedule : "\(schedule)-\(task.rawValue)"
  }

  /// One command, and on which days.
  package struct Job: Hashable, Sendable {
    /// Days of the week on which something runs.
    package enum Days: Hashable, Sendable {
      case all, allButSunday, sunday
    }

    package let task: Task
    /// What it is for, in a few words.
    package let purpose: String
    package let days: Days
    package let time: ClockTime
    /// What the program is called with.
    package let arguments: [String]
  }

  private static let longestPaths = 700

  /// How long a run may take; the archive is read a little after that.
  private static let longestRun = "4h"
  private static let readingDelay = 4 * 60 + 15
  /// Copies are brought what is new as soon as a run is over, and read back behind everything else.
  private static let copyingDelay = 4 * 60 + 5
  private static let auditingDelay = readingDelay + 60
  /// Texts are read behind that, which no run waits for.
  private static let indexingDelay = readingDelay + 30
  private static let longestIndexing = "6h"

  package var jobs: [Job] {
    let given = ["--config", configuration]
    let run = ["sync", "--max-duration", Self.longestRun] + given
    func later(_ task: Task, _ purpose: String, after minutes: Int, _ arguments: [String]) -> Job {
      Job(
        task: task,
        purpose: purpose,
        days: .all,
        time: start.adding(minutes: minutes),
        arguments: arguments + given
      )
    }
    let nights = [
      Job(
        task: .run,
        purpose: "fetch what is new",
        days: .allButSunday,
        time: start,
        arguments: run
      ),
      Job(
        task: .deep,
        purpose: "fetch everything whole, whatever servers say of it",
        days: .sunday,
        time: start,
        arguments: run + ["--deep"]
      ),
    ]
    let copying = later(
      .replicate,
      "bring what is new to the copies",
      after: Self.copyingDelay,
      ["replicate", "--quiet"]
    )
    let reading = [
      later(
        .verify,
        "read a part of the archive, all of it once in 28 days",
        after: Self.readingDelay,
        ["verify", "--due", "--quiet"]
      ),
      later(
        .index,
        "read the text of what is new, to be found by its words",
        after: Self.indexingDelay,
        ["index", "--quiet", "--max-duration", Self.longestIndexing]
      ),
    ]
    let auditing = later(
      .audit,
      "read a part of each copy back, all of it once in 28 days",
      after: Self.auditingDelay,
      ["replicate", "--audit", "--quiet"]
    )
    return hasCopies ? nights + [copying] + reading + [auditing] : nights + reading
  }
}

/// Something that cannot stand in a line of cron's or in a unit: it would end the line, or make it too long.
package struct ScheduleError: Error, Hashable, Sendable, CustomStringConvertible {
  let what: String
  let text: String
  let isLong: Bool

  package var description: String {
    isLong
      ? "the path of the \(what) is too long for a line of cron's: put it where it is shorter, or make a link to it"
      : "the \(what) has a control character in it, as no line of cron's and no unit can have: \(text.debugDescription)"
  }
}
