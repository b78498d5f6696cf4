// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Foundation
import Replication
import Reporting
import Stores

/// `hanaper replicate --audit`: reads copies back.
struct ReplicaAuditing {
  private let archive: Archive
  private let trust: HeldAgainst
  private let everything: Bool
  private let mends: Bool
  private let isQuiet: Bool

  /// So many days it takes until each file was read back.
  private static let days = 28

  init(
    of archive: Archive,
    against trust: HeldAgainst,
    everything: Bool,
    mends: Bool,
    isQuiet: Bool
  ) {
    (self.archive, self.trust) = (archive, trust)
    (self.everything, self.mends) = (everything, mends)
    self.isQuiet = isQuiet
  }

  func run(_ replicas: [Replica], _ json: JSONOption) async throws {
    var answers: [Answer.Copy] = []
    for replica in replicas {
      let answer = try await read(replica)
      answers.append(answer)
      if !json.isWanted, !isQuiet || answer.problem != nil || !answer.findings.isEmpty {
        Output.print(Report(of: answer, in: Invocation.wording))
      }
    }
    if json.isWanted { try json.print(Answer(copies: answers)) }
    let isDamaged = answers.contains { $0.findings.contains { $0.kind != "mended" } }
    let isFailed = answers.contains { $0.problem != nil }
    try (isDamaged ? ExitStatus.damaged : isFailed ? .failed : .done).end()
  }

  private func read(_ replica: Replica) async throws -> Answer.Copy {
    let line = ProgressLine()
    defer { ProgressLine.clear() }
    do {
      let store = try replica.store(ProcessInfo.processInfo.environment)
      let audit = ReplicaAudit(of: archive, in: store, against: trust, at: Date())
      let share: ReplicaAudit.Share = everything ? .all : .oneOf(Self.days)
      let outcome = try await Interruption.allowing { [mends] in
        try await audit.run(share, mending: mends) { done, all in
          line.show(done: done, of: all, what: "documents", bytes: 0)
        }
      }
      let bad = outcome.findings.count { $0.kind != .mended }
      note(bad == 0 ? nil : "\(Readable.count(bad, "file")) not as kept", of: replica)
      return Answer.Copy(replica, outcome)
    } catch let error as CancellationError {
      throw error
    } catch {
      // Nothing was read, so nothing is known of it; copying notes that it is not reached.
      return Answer.Copy(replica, problem: "\(Hanaper.sentence(of: error))")
    }
  }

  private func note(_ problem: String?, of replica: Replica) {
    var notes = ReplicaNotes(of: archive)
    try? notes.noteReading(
      problem,
      isOfAll: everything,
      of: replica.name,
      at: replica.written,
      Date(),
      in: archive
    )
  }

  struct Answer: Encodable {
    let schema = "hanaper/replica-audit/1"
    let copies: [Copy]

    struct Copy: Encodable {
      let name: String
      let place: String
      /// Why nothing could be read; nil where it could.
      let problem: String?
      /// How many objects were read back, and how many there are.
      let objects: Int
      let allObjects: Int
      let files: Int
      let bytes: Int64
      let findings: [Finding]

      struct Finding: Encodable {
        let kind: String
        let file: String
        let detail: String
      }

      init(_ replica: Replica, _ outcome: ReplicaAudit.Outcome) {
        (name, place, problem) = (replica.name, replica.written, nil)
        (objects, allObjects) = (outcome.objects, outcome.allObjects)
        (files, bytes) = (outcome.files, outcome.bytes)
        findings = outcome.findings.map {
          Finding(kind: $0.kind.rawValue, file: $0.name, detail: $0.detail)
        }
      }

      init(_ replica: Replica, problem: String) {
        (name, place, self.problem) = (replica.name, replica.written, problem)
        (objects, allObjects, files, bytes, findings) = (0, 0, 0, 0, [])
      }
    }
  }
}

extension Report {
  private static let mostRead = 20

  /// What reading a copy back came to.
  ///
  /// - Parameters:
  ///   - copy: that.
  ///   - wording: how commands are typed here.
  fileprivate init(of copy: ReplicaAuditing.Answer.Copy, in wording: Wording) {
    self.init()
    if let problem = copy.problem {
      say("\(copy.name): not read. \(problem).")
      return
    }
    guard copy.objects > 0 || !copy.findings.isEmpty else {
      say(
        "\(copy.name): of \(Readable.count(copy.allObjects, "document")) none is due to be read back today; with --everything all are."
      )
      return
    }
    let bad = copy.findings.count { $0.kind != "mended" }
    let state: CleanText =
      bad > 0
      ? "\(Readable.count(bad, "file")) not as kept"
      : copy.findings.isEmpty ? "all as it was kept" : "all as it was kept, now that it is mended"
    say(
      "\(copy.name): \(copy.objects) of \(Readable.count(copy.allObjects, "document")) read back, \(Readable.count(copy.files, "file")), \(Readable.size(copy.bytes)): \(state)."
    )
    let headings: [(String, CleanText)] = [
      ("mended", "Written anew there:"),
      ("damagedThere", "Damaged there (`--mend` writes it anew from here):"),
      ("missingThere", "Missing there (`--mend` writes it anew from here):"),
      (
        "missingHere",
        "In the copy, and not here (`\(wording.command(NextCommand("repair", "--from", copy.name)))` brings back what is lost):"
      ),
      (
        "damagedHere",
        "Not sound here, so that nobody can say (`\(wording.command(NextCommand("verify")))` says more):"
      ),
    ]
    for (kind, heading) in headings {
      let findings = copy.findings.filter { $0.kind == kind }
      guard !findings.isEmpty else { continue }
      say(heading)
      for finding in findings.prefix(Self.mostRead) {
        say("  \(finding.file)\(finding.detail.isEmpty ? "" : ": \(finding.detail)")")
      }
      if findings.count > Self.mostRead { say("  and \(findings.count - Self.mostRead) more") }
    }
  }
}
