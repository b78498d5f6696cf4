// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Delivery
import Filing
import Foundation
import Night
import Reporting
import Scheduling
import Surroundings
import SystemPackage

struct ScheduleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract:
      "Have the nights run by themselves: print or install lines for cron, or units for systemd.",
    discussion: """
      Every night a run, on Sundays one that fetches everything whole (sync --deep), and a while after that a part of the archive \
      is read, all of it once in 28 days (verify --due), and the text of what is new (index). Where the configuration names copies, what is new is \
      brought to them (replicate), and a part of each is read back. The night begins at a minute that this machine and this archive \
      decide, between half past midnight and three by the machine's clock, unless --at says when.

      Without --install it is only printed. With it, root gets a file in /etc/cron.d, run as the owner of the archive unless \
      --user says otherwise, and anybody else lines in their own crontab; with --systemd, services and timers that are \
      shut off from the rest of the machine. What was installed before is replaced. --uninstall takes all of it away.

      Cron mails what is printed to the contact of the configuration, if that is a mail address, or to --mail-to; it needs a \
      mailer (msmtp-mta, say). What units print is in the journal.

        hanaper schedule
        sudo hanaper schedule --install --config /srv/reports/Config/hanaper.yaml

      EXIT STATUS
        0   it was printed, installed or taken away
        1   could not do it
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Flag(help: "Services and timers of systemd in the place of lines for cron.")
  var systemd = false

  @Flag(help: "Install it.")
  var install = false

  @Flag(help: "Take away what was installed.")
  var uninstall = false

  @Option(
    help: ArgumentHelp("When the night begins: 02:20.", valueName: "time"),
    transform: ClockArgument.init
  )
  var at: ClockArgument?

  @Option(
    help: ArgumentHelp("Whom cron mails what is printed.", valueName: "address")
  )
  var mailTo: String?

  @Option(
    help: ArgumentHelp("Who runs it, where root installs it for the machine.", valueName: "name")
  )
  var user: String?

  @Option(
    help: ArgumentHelp(
      "Write the files into this folder, and set nothing going: for whoever brings them to machines by other means.",
      valueName: "path"
    )
  )
  var into: String?

  func validate() throws {
    try into?.requirePath(of: "--into")
    try mailTo?.requireWords(of: "--mail-to")
    if install, uninstall {
      throw ValidationError("--install and --uninstall do not go together")
    }
    if into != nil, install || uninstall {
      throw ValidationError(
        "--into writes files and nothing else; it goes without --install and --uninstall"
      )
    }
    if systemd, mailTo != nil {
      throw ValidationError("--mail-to is for cron; what a unit prints is in the journal")
    }
    for (name, word, signs) in [
      ("--user", user, " \t:/'\""), ("--mail-to", mailTo, " \t'\""),
    ] {
      guard let word, word.isEmpty || word.contains(where: { signs.contains($0) }) else { continue }
      throw ValidationError("\(name): “\(word)” cannot stand in a line of cron's")
    }
    if let mailTo, MailAddress(mailTo) == nil, UserAccount.exists(named: mailTo) == false {
      throw ValidationError(
        "--mail-to: “\(mailTo)” is neither a mail address nor an account of this machine"
      )
    }
    if user != nil, install, !UserAccount.isRoot {
      throw ValidationError(
        "--user is for root, who installs it for the machine; your own crontab and units run as you"
      )
    }
    if let user, !UserAccount.exists(named: user), into == nil {
      throw ValidationError("--user: this machine has no account “\(user)”")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let places = SchedulePlaces(for: settings.scheduleName)
    if uninstall { return try tellRemoved(places.remove()) }
    let schedule = try schedule(settings)
    if let into {
      try settings.refuseInsideArchive(FilePath(into))
      for place in try places.write(schedule, into: FilePath(into), asUnits: systemd) {
        Output.print("Made \(place.words)")
      }
      Output.print(
        systemd
          ? "Nothing is set going by that. Next: put them into /etc/systemd/system of the machine that they are for, then `systemctl daemon-reload` and `systemctl enable --now` with each timer."
          : "Nothing is set going by that. Next: put it into /etc/cron.d of the machine that it is for; it belongs to root there, and nobody else may write it."
      )
    } else if install {
      try settings.requireReadyForRuns()
      let (made, removed) = try places.install(
        schedule,
        asUnits: systemd,
        mailingInAnyCase: mailTo != nil
      )
      tellWritten(made, schedule)
      for place in removed { Output.print("Took away \(place.words), which did the same") }
      note(on: schedule, settings)
    } else {
      Output.print(verbatim: places.text(of: schedule, asUnits: systemd))
      note(on: schedule, settings)
    }
  }

  private func schedule(_ settings: Settings) throws -> Schedule {
    let (file, archive) = (settings.file.whole, settings.archive.whole)
    let isOfMachine = UserAccount.isRoot || user != nil || into != nil
    let owner = UserAccount.owner(of: archive) ?? "root"
    let address = mailTo ?? settings.contactMail
    do throws(ScheduleError) {
      return try Schedule(
        start: at?.time,
        machine: MachineName.own,
        program: ProgramFile.path?.string ?? "hanaper",
        configuration: file.string,
        archive: archive.string,
        folders: ([file, settings.ledgerKey.file.whole] + settings.outputs.files)
          .map { $0.removingLastComponent().string },
        hasCopies: !settings.replicas.isEmpty,
        copies: settings.replicas.compactMap {
          if case .folder(let path) = $0.place { path.whole.string } else { nil }
        },
        user: isOfMachine ? user ?? owner : nil,
        mailTo: address
      )
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  // MARK: What is told

  private func tellWritten(_ places: [SchedulePlaces.Place], _ schedule: Schedule) {
    for place in places { Output.print("Made \(place.words)") }
    Output.print(
      "Every night at \(schedule.start) by this machine's clock; on Sundays everything is fetched whole; later a part of the archive is read, and the text of what is new."
    )
    for step in places.flatMap(\.steps) { Output.print("Next: \(step)") }
  }

  private func tellRemoved(_ places: [SchedulePlaces.Place]) {
    guard !places.isEmpty else { return Output.print("Nothing of it was installed here.") }
    for place in places { Output.print("Took away \(place.words)") }
  }

  /// Says on standard error what may keep it from doing what is expected.
  private func note(on schedule: Schedule, _ settings: Settings) {
    if !settings.sources.contains(where: \.isEnabled) {
      Terminal.complain(
        "no source is enabled yet, so there is nothing to do at night; `\(settings.commandLine("source add ADDRESS"))` adds one"
      )
    }
    for replica in settings.replicas where replica.needsEnvironment {
      Terminal.complain(
        "the copy “\(replica.name)” has its key from the environment, and neither cron nor a unit has that: name a file with `credentials`"
      )
    }
    if schedule.program.contains("/.build") {
      Terminal.complain(
        "the program is \(schedule.program), which the next build changes or takes away; `make install` puts it where it stays"
      )
    }
    if !systemd, !LocalMailer.isThere, settings.outputs.mail == nil {
      Terminal.complain(
        "there is no \(LocalMailer.path), by which cron mails what is printed: nobody would hear of news or trouble; install a mailer (msmtp-mta, say)"
      )
    }
  }
}

extension FilePath {
  /// As it is to be found from anywhere.
  fileprivate var whole: FilePath {
    FilePath(FileManager.default.currentDirectoryPath).pushing(self).lexicallyNormalized()
  }
}

extension Settings {
  /// What the schedule of this configuration is called.
  var scheduleName: String { Schedule.name(for: file.whole.string) }

  /// The mail address in the contact; nil where that is another address.
  fileprivate var contactMail: String? {
    guard contact.lowercased().hasPrefix("mailto:") else { return nil }
    return String(contact.dropFirst("mailto:".count).prefix { $0 != "?" })
  }

  /// - Throws: what would end every run before it began.
  fileprivate func requireReadyForRuns() throws {
    if let missing = missingContact { throw missing }
    _ = try openedArchive()
  }
}
