// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Filing
import Fixity
import Foundation
import Reporting
import SystemPackage

struct AuditCommand: AsyncParsableCommand, EndsInOrder {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Show that a copy elsewhere has its bytes, without sending them.",
    discussion: """
      Run where the copy is, it prints a digest of each content file behind a number that the other side made up, so that \
      nobody can answer without reading the files now. Run here with --against, it makes the same of this archive, and says what differs.

        NONCE=$(openssl rand -hex 16)
        ssh offsite hanaper audit --nonce $NONCE > answer.txt
        hanaper audit --nonce $NONCE --against answer.txt

      The copy needs hanaper, and a configuration that names it as `archive`. For copies where nothing can be run, `hanaper replicate --audit` reads \
      a share of the files back.

      EXIT STATUS
        0   it was printed; with --against, all is the same
        1   could not do it
        3   a file cannot be read, or is not the same
        64  usage
        75  stopped before the end
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(help: ArgumentHelp("What the other side made up: 16 signs or more.", valueName: "nonce"))
  var nonce: String

  @Option(
    help: ArgumentHelp(
      "The other side's answer, held against this archive; - for standard input.",
      valueName: "file"
    )
  )
  var against: String?

  func validate() throws {
    try against?.requirePath(of: "--against")
    guard nonce.utf8.count >= 16 else {
      throw ValidationError(
        "--nonce: \(nonce.utf8.count) signs can be guessed; `openssl rand -hex 16` makes up a good one"
      )
    }
    if against == nil, json.isWanted {
      throw ValidationError("without --against there are only lines, as sha512sum writes them")
    }
  }

  func run() async throws {
    let archive = try configuration.archive()
    let audit = NonceAudit(of: archive, nonce: nonce)
    guard let against else {
      let isWhole = try await Interruption.allowing {
        var isWhole = true
        try audit.forEach { line in
          if line.digest == nil { isWhole = false }
          Output.print(verbatim: line.text)
        }
        return isWhole
      }
      return try (isWhole ? ExitStatus.done : .damaged).end()
    }
    let answers = try answers(in: against)
    let answer = try await Interruption.allowing { try Self.hold(answers, against: audit) }
    if json.isWanted {
      try json.print(answer)
    } else {
      Output.print(Report(of: answer, in: Invocation.wording))
    }
    try (answer.isSame ? ExitStatus.done : .damaged).end()
  }

  private static func hold(
    _ answers: [String: Digest?],
    against audit: NonceAudit
  ) throws -> Answer {
    var answers = answers
    var answer = Answer()
    try audit.forEach { line in
      answer.files += 1
      guard let theirs = answers.removeValue(forKey: line.file) else {
        return answer.missing.append(line.file)
      }
      guard let own = line.digest else { return answer.unreadable.append(line.file) }
      if theirs != own { answer.differing.append(line.file) }
    }
    answer.strange = answers.keys.sorted()
    return answer
  }

  /// What the other side says, by file; nil where it could not read one.
  private func answers(in file: String) throws -> [String: Digest?] {
    let text =
      file == "-"
      ? String(
        decoding: try StandardInput.read(advice: "name a file with --against"),
        as: UTF8.self
      )
      : try Disk().readText(FilePath(file), limit: 1 << 30)
    var answers: [String: Digest?] = [:]
    for (number, row) in text.split(separator: "\n").enumerated() {
      guard let line = NonceAudit.Line(row) else {
        throw CommandFailure(
          "line \(number + 1) of \(file == "-" ? "standard input" : file) is no line that `hanaper audit` prints: a digest, two spaces and a name"
        )
      }
      answers[line.file] = .some(line.digest)
    }
    guard !answers.isEmpty else {
      throw CommandFailure(
        "\(file == "-" ? "standard input" : file) has no line in it; the other side prints one for each file"
      )
    }
    return answers
  }

  struct Answer: Encodable {
    let schema = "hanaper/audit/1"
    /// How many files there are here.
    var files = 0
    /// Of which there is no word from the other side.
    var missing: [String] = []
    /// Of which the other side has other bytes, or could not read them.
    var differing: [String] = []
    /// Which cannot be read here.
    var unreadable: [String] = []
    /// Which are not here.
    var strange: [String] = []

    var isSame: Bool {
      missing.isEmpty && differing.isEmpty && unreadable.isEmpty && strange.isEmpty
    }
  }
}

extension Report {
  private static let mostShown = 20

  /// What an audit came to.
  ///
  /// - Parameters:
  ///   - answer: that.
  ///   - wording: how commands are typed here.
  fileprivate init(of answer: AuditCommand.Answer, in wording: Wording) {
    self.init()
    guard !answer.isSame else {
      say("The other side has the same \(Readable.count(answer.files, "file")), byte for byte.")
      return
    }
    let groups: [(CleanText, [String])] = [
      ("Other bytes there, or not readable there:", answer.differing),
      ("Not there, or not answered for:", answer.missing),
      ("There, and not here:", answer.strange),
      (
        "Not readable here (`\(wording.command(NextCommand("verify")))` says more):",
        answer.unreadable
      ),
    ]
    for (heading, files) in groups where !files.isEmpty {
      say(heading)
      for file in files.prefix(Self.mostShown) { say("  \(file)") }
      if files.count > Self.mostShown { say("  and \(files.count - Self.mostShown) more") }
    }
    say(
      "Of \(Readable.count(answer.files, "file")) here. `\(wording.command(NextCommand("verify")))` on each side says which of the two is damaged."
    )
  }
}
