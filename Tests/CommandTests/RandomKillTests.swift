// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

/// The built program, ended by `kill -9` at any moment of its work, as often as `HANAPER_KILLS` says.
///
/// Unlike the crash matrices this meets what no step announces: a thread in the middle of a transfer, a
/// database that is being written, a program that has only just begun.
@Suite(.timeLimit(.minutes(60)))
struct `Kills at random moments` {
  private static let kills =
    ProcessInfo.processInfo.environment["HANAPER_KILLS"].flatMap { Int($0) } ?? 10

  private static let reports = (1...8).map { "/report-\($0).pdf" }

  /// A report that somebody edits every day.
  private static func body(of report: String, on day: Int, from pdf: [UInt8]) -> [UInt8] {
    Array("%PDF-1.7\n% \(report), day \(day)\n".utf8) + pdf.drop { $0 != 0x0A }.dropFirst()
  }

  @Test func `lose nothing that was kept, and the next run goes on`() async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let day = Mutex(0)
    let script: ScriptedServer.Script = { request in
      if request.path == "/reviews/" {
        let links = Self.reports.map { ($0, "Report \($0)") }
        return .ok(Installation.listing(links), type: "text/html")
      }
      guard Self.reports.contains(request.path) else { return .status(404) }
      let today = day.withLock(\.self)
      return .ok(Self.body(of: request.path, on: today, from: pdf), type: "application/pdf")
    }
    try await Installation.run(script: script) { installation, _ in
      let program = installation.program
      let clock = ContinuousClock()
      let whole = try await clock.measure {
        let first = try await program.run("sync")
        #expect(first.status == 0, "\(first.text)\(first.errorText)")
      }
      var kept = try installation.statements()
      #expect(kept.count > Self.reports.count)
      var cut = 0
      for number in 1...Self.kills {
        day.withLock { $0 += 1 }
        let command = number.isMultiple(of: 7) ? ["reindex"] : ["sync", "--max-duration", "60s"]
        let words = command + ["--config", program.configuration.string]
        if try await killed(words, within: whole) { cut += 1 }
        if number.isMultiple(of: 3) {
          _ = try await killed(
            ["recover", "--config", program.configuration.string],
            within: whole / 4
          )
        }
        let verify = try await program.run("verify")
        #expect(verify.status == 0, "kill \(number): \(verify.text)\(verify.errorText)")
        let known = try installation.statements()
        #expect(kept.isSubset(of: known), "kill \(number) lost \(kept.subtracting(known))")
        kept = known
      }
      #expect(cut > 0 || Self.kills < 5, "all ended before they were killed")
      let last = try await program.run("sync")
      #expect(last.status == 0, "\(last.text)\(last.errorText)")
      for report in Self.reports {
        let file = installation.scratch.appending("restored.pdf")
        let run = try await program.run(
          "restore",
          "http://\(Installation.host)\(report)",
          "--to",
          file.string,
          "--overwrite"
        )
        #expect(run.status == 0, "\(run.errorText)")
        let today = day.withLock(\.self)
        #expect(try Files.readBytes(file) == Self.body(of: report, on: today, from: pdf))
      }
      #expect(try await program.run("verify").status == 0)
      let complaints = try await installation.complaints()
      #expect(complaints.isEmpty, "\(complaints)")
    }
  }

  /// Runs a command and kills it at some moment, perhaps after its end.
  ///
  /// - Returns: whether it was still at work.
  private func killed(_ command: [String], within duration: Duration) async throws -> Bool {
    try await RunningProgram.run(try Program.path.string, command) { program in
      let moment = Double.random(in: 0...1.1)
      try await Task.sleep(for: .nanoseconds(Int64(moment * (duration / .nanoseconds(1)))))
      program.send(SIGKILL)
      let ending = await program.ending()
      let errors = String(decoding: try program.errorOutput, as: UTF8.self)
      #expect(
        [.signal(9), .status(0)].contains(ending),
        "\(command[0]) ended by itself: \(errors)"
      )
      return ending == .signal(9)
    }
  }
}

extension Installation {
  /// The whole lines of the manifest: what is stated of each file that was ever kept.
  fileprivate func statements() throws -> Set<String> {
    let text = try Files.readBytes(archive.appending("manifest-sha512.txt"))
    let whole = text.prefix(through: text.lastIndex(of: 0x0A) ?? text.startIndex)
    return Set(String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init))
  }
}
