// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// A host that is asked over TLS.
struct FortnightSecureHost {
  static let name = "secure.example"
  /// The certificate that the clients trust.
  let authority: FilePath
  let port: Int
}

/// The site, as it is tonight.
final class FortnightSite: Sendable {
  struct State {
    /// What the list page links to.
    var listed: [String] = []
    /// What is served, by its path.
    var files: [String: [UInt8]] = [:]
    /// What takes a minute.
    var slow: String?
    /// Told when that is asked for.
    var asked: AsyncStream<Void>.Continuation?
  }

  let state = Mutex(State())

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  func answer(_ request: ReceivedRequest) -> Reply {
    state.withLock { state in
      switch request.path {
      case "/robots.txt": return .status(404)
      case "/reviews/":
        return .ok(
          Installation.listing(
            state.listed.map { ("/\($0).pdf", "Review \($0)") }
              + [("https://\(FortnightSecureHost.name)/s.pdf", "Review s")]
          ),
          type: "text/html"
        )
      case state.slow:
        state.asked?.yield()
        return Reply([.pause(.seconds(60)), .close])
      default:
        guard let file = state.files[request.path] else { return .status(404) }
        return .ok(file, type: "application/pdf")
      }
    }
  }
}

/// An installation whose nights are dated.
struct FortnightNights {
  let installation: Installation
  let site: FortnightSite
  private let outputs: String
  private var text: String
  private var secure: FortnightSecureHost
  private let pdf: [UInt8]

  init(_ installation: Installation, _ site: FortnightSite, _ secure: FortnightSecureHost) throws {
    (self.installation, self.site, self.secure) = (installation, site, secure)
    text = try installation.configurationText
      .replacing("certificates: null", with: "certificates: \"\(secure.authority)\"")
      .replacing(
        "connectTo:\n",
        with: "connectTo:\n    \"\(FortnightSecureHost.name):443\": \"127.0.0.1:\(secure.port)\"\n"
      )
    pdf = try SampleSite.document("lessons-and-messages.pdf")
    outputs = """
      replicas: [{ name: second, to: \(installation.scratch)/second }]
      outputs:
        html: \(installation.scratch)/page.html
        atom: \(installation.scratch)/news.atom
        metrics: \(installation.scratch)/hanaper.prom

      """
    try configure()
  }

  /// Lets another server answer in the name of the secure host.
  mutating func replace(by other: FortnightSecureHost) throws {
    text = text.replacing("\"127.0.0.1:\(secure.port)\"", with: "\"127.0.0.1:\(other.port)\"")
    secure = other
    try configure()
  }

  /// Writes the configuration, for a night on which something of it is otherwise.
  func configure(_ changed: [String: String] = [:], mail: String = "") throws {
    var own = text
    for (old, new) in changed {
      try #require(own.contains(old))
      own = own.replacing(old, with: new)
    }
    try Files.writeBytes(
      Array((outputs + mail + own).utf8),
      to: installation.program.configuration
    )
  }

  /// Where the second copy is.
  var copy: FilePath { installation.scratch.appending("second") }

  /// What the schedule does for the copy after a run, and how that ends.
  func copyExpecting(
    _ number: Int,
    _ status: Int = 0,
    plus days: Int = 0,
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let run = try await run(number, plus: days, "replicate", "--quiet")
    #expect(
      run.status == status && run.text.isEmpty == (status == 0),
      "the copy after night \(number): \(run.text)\(run.errorText)",
      sourceLocation: location
    )
    let audit = try await self.run(number, plus: days, "replicate", "--audit", "--quiet")
    #expect(audit.status == status, "\(audit.text)\(audit.errorText)", sourceLocation: location)
  }

  func serve(_ names: String..., edition: Int = 1) {
    site.change { state in
      for name in names {
        state.files["/\(name).pdf"] = pdf + Array("\n% \(name) \(edition)\n%%EOF\n".utf8)
      }
    }
  }

  /// Today: certificates are made for days after this one.
  private static let firstDay =
    Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)

  /// So many nights after the first, at two in the morning.
  func clock(_ number: Int, plus days: Int = 0, at seconds: TimeInterval = 7_200) -> String {
    let day = Calendar(identifier: .iso8601)
      .date(byAdding: .day, value: number + days, to: Self.firstDay)
    let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .gmt)
      .year().month().day().time(includingFractionalSeconds: false)
    return "@" + (day ?? .distantPast).addingTimeInterval(seconds).formatted(style)
  }

  func arguments(_ words: [String] = ["sync"]) -> [String] {
    words + ["--config", installation.program.configuration.string]
  }

  func environment(_ number: Int, plus days: Int = 0) -> [String: String] {
    Program.environment.merging([
      "TZ": "UTC", "LD_PRELOAD": FortnightTests.library ?? "",
      "FAKETIME": clock(number, plus: days),
      // Without names for what several processes share, it takes the arguments away from a program.
      "FAKETIME_SHARED": "/none /none",
    ]) { $1 }
  }

  func run(_ number: Int, plus days: Int = 0, _ words: String...) async throws -> ProgramRun {
    try await ProgramRun(
      Program.path.string,
      arguments(words.isEmpty ? ["sync"] : words),
      environment: environment(number, plus: days)
    )
  }

  /// A night that is like any other, and what it has to say.
  func expect(
    _ number: Int,
    _ status: Int = 0,
    says words: [String] = [],
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let run = try await run(number)
    #expect(
      run.status == status,
      "night \(number): \(run.text)\(run.errorText)",
      sourceLocation: location
    )
    for words in words {
      #expect(
        run.words.contains(words) || run.errorText.contains(words),
        "night \(number): \(run.text)\(run.errorText)",
        sourceLocation: location
      )
    }
    if words.isEmpty {
      #expect(run.text + run.errorText == "", "night \(number)", sourceLocation: location)
    }
  }
}
