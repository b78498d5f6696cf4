// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Foundation
import Ledger
import Replication
import Reporting
import Stores
import SystemPackage

struct Replicate: AsyncParsableCommand, EndsInOrder {
  static let whatStays = "what was copied stays, and the same command goes on with it"

  static let configuration = CommandConfiguration(
    commandName: "replicate",
    abstract: "Keep a second copy of the archive: on another disk, on another host, in a store.",
    discussion: """
      Brings what is missing to each copy that the configuration names under `replicas`, or to those named here. A copy is an archive: plain \
      files, which `hanaper verify` and `hanaper restore` read where they are, and which it is at every moment, also where copying \
      was cut off. The same command goes on then.

        replicas:
          - name: disk
            to: /mnt/second/Archive
          - name: offsite
            to: sftp://copies@offsite.example.org/srv/Archive
            key: offsite.key
            hostKey: SHA256:…
          - name: store
            to: s3:https://s3.example.org/reports/hanaper
            region: eu-west-2
            credentials: store.secret

        hanaper replicate
        hanaper replicate disk
        hanaper replicate /mnt/usb/Archive

      Each file is held against what was recorded of it while it is read: damage here is told, and not copied. What the copy has is never \
      written over, and nothing is removed from it but what was let go of (`suppress`, `requests --forget`). The checkpoint in it is held against the \
      ledger: where this archive was put back from a backup, or rewritten, nothing is copied.

      With --audit nothing is copied: files of the copy are read back and held against what was recorded, a twenty-eighth of them each day, so that in 28       days all were, or with --everything all now. What is damaged there is named, and with --mend written anew. (`hanaper audit` needs no       transfer, where hanaper runs on the other side, too.)

      As a rule only what is new is looked at; once in seven days, or with --everything, it is looked whether each file is in the copy, and as long as here. `hanaper repair --from` a copy \
      mends what is damaged here. The catalogue and the text of documents are not in it: `reindex` and `index` make them again.

      EXIT STATUS
        0   each copy is whole
        1   a copy could not be reached or written, or none is named
        3   something here or there is damaged, or the two contradict each other
        64  usage
        75  stopped in order before the end; the same command goes on
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Flag(help: "Look whether each file is in the copy, and as long, and not only at what is new.")
  var everything = false

  @Flag(help: "Read files of the copy back, in place of copying.")
  var audit = false

  @Flag(help: "With --audit: write anew what is damaged or missing there, and sound here.")
  var mend = false

  @Flag(help: "Begin a copy again that was whole and is not there any more.")
  var anew = false

  @Flag(help: "Say nothing where all is well.")
  var quiet = false

  @Argument(
    help: ArgumentHelp(
      "Only these copies, by name; or a folder, with a / in it.",
      valueName: "copy"
    )
  )
  var copies: [String] = []

  func validate() throws {
    if mend, !audit { throw ValidationError("--mend is for what --audit finds; name both") }
    if quiet, json.isWanted {
      throw ValidationError("--quiet and --json do not go together: a program is always answered")
    }
  }

  func run() async throws {
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    let replicas = try settings.replicas(named: copies)
    guard !replicas.isEmpty else {
      throw CommandFailure(
        "\(settings.file) names no copy; `\(settings.commandLine("config --explain replicas"))` says how, or name a folder here: `\(settings.commandLine("replicate /mnt/second/Archive"))`"
      )
    }
    let known = settings.ledgerKey.known
    let trust = HeldAgainst(key: known.key, checkpoints: known.checkpoints)
    if audit {
      let auditing = ReplicaAuditing(
        of: archive,
        against: trust,
        everything: everything,
        mends: mend,
        isQuiet: quiet
      )
      return try await auditing.run(replicas, json)
    }
    var answers: [Answer.Copy] = []
    for replica in replicas {
      let answer = try await copy(replica, of: archive, trust)
      answers.append(answer)
      if !json.isWanted, !quiet || !answer.isWell {
        Output.print(Report(of: answer, in: Invocation.wording))
      }
    }
    if json.isWanted { try json.print(Answer(copies: answers)) }
    let isDamaged = answers.contains { !$0.losses.isEmpty }
    let isFailed = answers.contains { $0.problem != nil }
    try (isDamaged ? ExitStatus.damaged : isFailed ? .failed : .done).end()
  }

  private func copy(
    _ replica: Replica,
    of archive: Archive,
    _ trust: HeldAgainst
  ) async throws -> Answer.Copy {
    let line = ProgressLine()
    defer { ProgressLine.clear() }
    let now = Date()
    var notes = ReplicaNotes(of: archive)
    let known = notes.copies[replica.name].flatMap { $0.place == replica.written ? $0 : nil }
    let wasWhole = known?.wholeAt != nil && !anew
    do {
      let store = try replica.store(ProcessInfo.processInfo.environment)
      let replication = Replication(
        of: archive,
        to: store,
        against: trust,
        tool: Settings.tool,
        at: now
      )
      let outcome = try await Interruption.allowing {
        try await replication.run(lookingAt: everything, wasWhole: wasWhole) { done, all in
          line.show(done: done, of: all, what: "documents", bytes: 0)
        }
      }
      let losses = outcome.notices.count(where: \.isLoss)
      let problem: String? = losses == 0 ? nil : "\(Readable.count(losses, "file")) not as here"
      try? notes.note(problem, of: replica.name, at: replica.written, now, in: archive)
      return Answer.Copy(replica, outcome)
    } catch let error as CancellationError {
      throw error
    } catch Replication.Failure.running(let holder) {
      throw CommandFailure("\(Replication.Failure.running(holder))")
    } catch {
      // The others are gone on with.
      let sentence = "\(Hanaper.sentence(of: error))"
      try? notes.note(sentence, of: replica.name, at: replica.written, now, in: archive)
      let isContradiction = if case Replication.Failure.ahead = error { true } else { false }
      return Answer.Copy(replica, problem: sentence, isContradiction: isContradiction)
    }
  }

  struct Answer: Encodable {
    let schema = "hanaper/replicate/1"
    let copies: [Copy]

    struct Copy: Encodable {
      let name: String
      let place: String
      /// Why nothing could be done; nil where it could.
      let problem: String?
      /// Of what something was written, lists among them.
      let documents: Int
      let files: Int
      let bytes: Int64
      /// How many documents were removed there, because they were let go of here.
      let suppressed: Int
      /// Over how many leaves the copy's checkpoint is; nil where it has none.
      let leaves: Int64?
      /// Whether each file of the copy was looked at.
      let everything: Bool
      let mended: [String]
      let losses: [Loss]
      /// When each file of the copy was last looked for.
      let surveyedAt: Date?

      /// Whether nobody need hear of it.
      var isWell: Bool { problem == nil && losses.isEmpty && mended.isEmpty }

      struct Loss: Encodable {
        let kind: String
        let file: String
        let detail: String
      }

      init(_ replica: Replica, _ outcome: ReplicationOutcome) {
        (name, place, problem) = (replica.name, outcome.place, nil)
        (documents, files, bytes) = (outcome.documents, outcome.files, outcome.bytes)
        (suppressed, leaves, everything) = (outcome.suppressed, outcome.leaves, outcome.isSurvey)
        surveyedAt = outcome.surveyedAt
        mended = outcome.notices.filter { !$0.isLoss }.map(\.name)
        losses = outcome.notices.filter(\.isLoss).map {
          Loss(kind: $0.kind.rawValue, file: $0.name, detail: $0.detail)
        }
      }

      init(_ replica: Replica, problem: String, isContradiction: Bool) {
        (name, place, self.problem) = (replica.name, replica.written, problem)
        (documents, files, bytes, suppressed) = (0, 0, 0, 0)
        (leaves, everything, mended, surveyedAt) = (nil, false, [], nil)
        losses =
          isContradiction ? [Loss(kind: "ahead", file: "ledger/checkpoint", detail: problem)] : []
      }
    }
  }
}

extension Report {
  /// So many of the same kind are named.
  private static let mostNamed = 10

  /// What came of a copy.
  ///
  /// - Parameters:
  ///   - copy: that.
  ///   - wording: how commands are typed here.
  fileprivate init(of copy: Replicate.Answer.Copy, in wording: Wording) {
    self.init()
    if let problem = copy.problem {
      say("\(copy.name): not copied. \(problem).")
      return
    }
    let state: CleanText = copy.losses.isEmpty ? "whole" : "not whole"
    let leaves: CleanText = copy.leaves.map { ", its checkpoint is over \($0.leaves)" } ?? ""
    let looked: CleanText =
      copy.surveyedAt.map { "; each file was looked for on \(Readable.day($0))" } ?? ""
    let new: CleanText =
      copy.files == 0
      ? copy.everything ? "Nothing was missing" : "Nothing was new\(looked)"
      : "\(Readable.count(copy.files, "file")) of \(Readable.count(copy.documents, "document")) copied, \(Readable.size(copy.bytes))"
    let at: CleanText = copy.name == copy.place ? "" : " at \(copy.place)"
    say("\(copy.name): the copy\(at) is \(state). \(new)\(leaves).")
    if copy.suppressed > 0 {
      say(
        "\(Readable.count(copy.suppressed, "document")) that had been let go of \(copy.suppressed == 1 ? "was" : "were") removed from it."
      )
    }
    for name in copy.mended.prefix(Self.mostNamed) {
      say("Mended there: \(name), which was not as long as it was when it was kept.")
    }
    let groups = Dictionary(grouping: copy.losses, by: \.kind).sorted { $0.key < $1.key }
    for (kind, losses) in groups {
      say(Self.heading(kind, losses.count, wording))
      for loss in losses.prefix(Self.mostNamed) {
        let detail: CleanText = loss.detail.isEmpty ? "" : ": \(loss.detail)"
        say("  \(loss.file)\(detail)")
      }
      if losses.count > Self.mostNamed { say("  and \(losses.count - Self.mostNamed) more") }
    }
  }

  private static func heading(_ kind: String, _ count: Int, _ wording: Wording) -> CleanText {
    switch ReplicaNotice.Kind(rawValue: kind) {
    case .damagedHere:
      "Damaged here, and not copied (`\(wording.command(NextCommand("verify")))` says more, `\(wording.command(NextCommand("repair", "--from", "COPY")))` mends it):"
    case .missingHere:
      "In the copy, and not here, so that it stays there (`\(wording.command(NextCommand("repair", "--from", "COPY")))` brings back what is lost):"
    case .differs:
      "Not the same there as here, and left as it is (`\(wording.command(NextCommand("verify")))` says whether it is damaged here; where not, remove the file there, and the next copying brings it again):"
    case .unread: "Not readable here, and not copied:"
    case .ledger:
      "The ledger here is not sound, so the copy keeps the one that it has (`\(wording.command(NextCommand("verify")))` says more):"
    case .mended, nil: "\(count) in all:"
    }
  }
}
