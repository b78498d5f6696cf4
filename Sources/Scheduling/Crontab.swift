// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The text of a crontab, and the part of it that is a schedule's; crontab(5).
package enum Crontab {
  /// The lines of a schedule, between two marks.
  ///
  /// - Parameters:
  ///   - schedule: what is to run when.
  ///   - mailsAll: whether its `MAILTO` may stand there, which is for all lines below it, too.
  /// - Returns: lines with their ends; the last one ends, too, as cron asks.
  package static func block(for schedule: Schedule, mailsAll: Bool = true) -> String {
    var lines = [
      "\(beginning(schedule.name)) for \(schedule.archive). Made by `hanaper schedule`, which takes it out with --uninstall."
    ]
    if mailsAll, let mailTo = schedule.mailTo { lines.append("MAILTO=\(quoted(mailTo))") }
    for job in schedule.jobs {
      let command = ([schedule.program] + job.arguments).map(word).joined(separator: " ")
      let user = schedule.user.map { "\($0)  " } ?? ""
      lines.append("# \(job.purpose)")
      lines.append(
        "\(job.time.minute) \(job.time.hour) * * \(job.days.crontabField)  \(user)\(command)"
      )
    }
    lines.append(end(schedule.name))
    return lines.map { $0 + "\n" }.joined()
  }

  /// A crontab with a schedule in it, once: at its end, so that nothing of it is for lines of others.
  ///
  /// - Parameters:
  ///   - schedule: what is to be in it.
  ///   - text: the crontab.
  ///   - mailingInAnyCase: whether its `MAILTO` stands there though the crontab has one already.
  /// - Returns: the text as it is to be.
  package static func adding(
    _ schedule: Schedule,
    to text: String,
    mailingInAnyCase: Bool = false
  ) -> String {
    var rest = removing(schedule.name, from: text) ?? text
    if !rest.isEmpty, !rest.hasSuffix("\n") { rest += "\n" }
    let hasMail = rest.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("MAILTO") }
    return rest + block(for: schedule, mailsAll: mailingInAnyCase || !hasMail)
  }

  /// A crontab without a schedule.
  ///
  /// - Parameters:
  ///   - name: that of the schedule.
  ///   - text: the crontab.
  /// - Returns: nil where it is not in there, or has no end there.
  package static func removing(_ name: String, from text: String) -> String? {
    guard let place = lines(of: name, in: text) else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeSubrange(place)
    return lines.joined(separator: "\n")
  }

  /// When the nightly run of a schedule begins, as its lines say; nil where there are none, or a person changed them to
  /// more than a minute and an hour.
  package static func start(of name: String, in text: String) -> ClockTime? {
    guard let place = lines(of: name, in: text) else { return nil }
    let line = text.split(separator: "\n", omittingEmptySubsequences: false)[place]
      .first { $0.first.map { !"#M".contains($0) } ?? false }
    let fields = line?.split(separator: " ").prefix(2).map { Int($0) } ?? []
    guard fields.count == 2, let minute = fields[0], let hour = fields[1] else { return nil }
    return ClockTime(hour: hour, minute: minute)
  }

  /// Whether the lines of a schedule bring what is new to copies.
  package static func copies(for name: String, in text: String) -> Bool {
    guard let place = lines(of: name, in: text) else { return false }
    return text.split(separator: "\n", omittingEmptySubsequences: false)[place]
      .contains { !$0.hasPrefix("#") && $0.contains(" replicate ") }
  }

  /// Whether a text has lines of a schedule.
  package static func has(_ name: String, in text: String) -> Bool {
    lines(of: name, in: text) != nil
  }

  private static func lines(of name: String, in text: String) -> ClosedRange<Int>? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.hasPrefix(beginning(name)) }),
      let last = lines[first...].firstIndex(where: { $0 == end(name) })
    else { return nil }
    return first...last
  }

  private static func beginning(_ name: String) -> String { "# \(name):" }

  private static func end(_ name: String) -> String { "# \(name), end" }

  // MARK: Quoting

  /// A word of a command: as a shell takes it, and with no sign in it that cron takes for the end of a line.
  private static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetterOrDigit || "/-_.,:@+=".utf8.contains($0) }
    // The sign stands outside of the quotes: a backslash that is part of a name would else stand before ours.
    return isPlain ? text : text.quotedForShell.replacing("%", with: #"'\%'"#)
  }

  /// The value of a variable: cron takes it as it is, and outer quotes away.
  private static func quoted(_ text: String) -> String {
    text.contains(where: \.isWhitespace) ? "\"\(text)\"" : text
  }
}

extension Schedule.Job.Days {
  /// The fifth field.
  fileprivate var crontabField: String {
    switch self {
    case .all: "*"
    case .allButSunday: "1-6"
    case .sunday: "0"
    }
  }
}
