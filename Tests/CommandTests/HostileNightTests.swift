// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Foundation
import Support
import SystemPackage
import Testing

/// The built program against a crowd of hosts of which two are sound.
///
/// Each of the others is told by its own name and reason, nothing that it does reaches the sound ones,
/// and the program's memory stays within bounds, whatever they send.
@Suite(.timeLimit(.minutes(10)))
struct `A night among hostile servers` {
  private static let site = HostileSite.all

  /// What the program may hold beside what one page costs.
  private static let memory = 100_000_000
  /// What a page of 5 MB costs, the longest that there may be here.
  private static let pageCost = 150_000_000

  private func withInstallation(
    _ body: (Installation) async throws -> Void
  ) async throws {
    let document = try SampleSite.document("lessons-and-messages.pdf")
    try await ScratchDirectory.run { scratch in
      try await ScriptedServer.run { request in
        Self.site.answer(request, document: document)
      } _: { server in
        let installation = try await Installation(
          in: scratch.appending("here"),
          hosts: Self.site.hosts,
          at: server.port,
          limits: "{ documentSize: 5MB, freeSpace: 0B, requestTime: 60s, stalledAfter: 2s }",
          sources: Self.site.sources
        )
        try await body(installation)
      }
    }
  }

  private typealias Run = (
    ending: RunningProgram.Ending, output: [UInt8], errors: String, peak: Int
  )

  /// Runs a command to its end, looking at its memory every few milliseconds.
  private func run(
    _ installation: Installation,
    _ command: String...
  ) async throws -> Run {
    let words = command + ["--json", "--config", installation.program.configuration.string]
    return try await RunningProgram.run(try Program.path.string, words) { program in
      var peak = 0
      while program.isRunning {
        peak = max(peak, program.peakMemory ?? 0)
        try await Task.sleep(for: .milliseconds(5))
      }
      let errors = String(decoding: try program.errorOutput, as: UTF8.self)
      return (await program.ending(), try program.output, errors, peak)
    }
  }

  /// It ended by itself, and within its bounds.
  private func expectOrder(_ run: Run) throws {
    let status: Int? = if case .status(let status) = run.ending { status } else { nil }
    try #require(status != nil, "ended by \(run.ending): \(run.errors)")
    #expect(run.peak > 1_000_000, "nobody looked")
    #expect(Program.isSanitized || run.peak < Self.memory + Self.pageCost, "\(run.peak) bytes")
  }

  @Test func `keeps what the sound ones have, and says of each other what it did`() async throws {
    try await withInstallation { installation in
      let run = try await run(installation, "sync")
      try expectOrder(run)
      let decoder = JSONDecoder()
      let report = try decoder.decode(SyncAnswer.self, from: Data(run.output))
      for place in Self.site.places {
        #expect(report.outcome(of: place) == place.outcome, "\(place.role): \(place.what)")
      }
      let list = try await installation.program.answer(ListAnswer.self, "list")
      let sound = list.documents.filter { $0.address.contains(HostileSite.soundHost) }
      #expect(sound.map(\.versions) == [1, 1])
      #expect(try await installation.program.run("verify").status == 0)
    }
  }

  @Test func `lets the links be checked that the sound ones have`() async throws {
    try await withInstallation { installation in
      let run = try await run(installation, "check")
      try expectOrder(run)
      let answer = try JSONDecoder().decode(CheckAnswer.self, from: Data(run.output))
      let sound = answer.links.filter {
        $0.address.hasPrefix("http://\(HostileSite.soundHost)/") && $0.address.hasSuffix(".pdf")
      }
      #expect(sound.map(\.class) == ["alive", "alive"])
      // A check asks for heads: what a body is worth shows only where it is fetched.
      for place in Self.site.places where place.role == .document && place.what != "noise" {
        let link = try #require(answer.links.first { $0.address.contains("//\(place.host)/") })
        #expect(link.class != "alive", "\(place.what)")
      }
    }
  }
}

private struct SyncAnswer: Decodable {
  let sources: [Source]
  let troubles: [Trouble]

  struct Source: Decodable {
    let id: String
    let verdict: Verdict?
  }

  struct Trouble: Decodable {
    let address: String
    let verdict: Verdict?
  }

  struct Verdict: Decodable {
    let verdict: String
    let reason: String?

    var text: String { [verdict, reason].compactMap(\.self).joined(separator: " ") }
  }

  func outcome(of place: HostilePlace) -> String {
    if place.role == .document {
      return troubles.first { $0.address.contains(place.host) }?.verdict?.text ?? "none"
    }
    return sources.first { $0.id == "h\(place.number)" }?.verdict?.text ?? "none"
  }
}

private struct CheckAnswer: Decodable {
  let links: [Link]

  struct Link: Decodable {
    let address: String
    let `class`: String
  }
}
