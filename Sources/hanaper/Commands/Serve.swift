// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Filing
import Foundation
import ReadingRoom
import Records
import Reporting
import SystemPackage

struct Serve: AsyncParsableCommand, EndsInOrder {
  static let whatStays = "nothing was changed"

  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Open the reading room: the archive as pages, for a browser.",
    discussion: """
      The list of documents, each with its versions, history and provenance, what changed between two versions, a search in all \
      texts, what needs attention, and the sources. Nothing can be changed from there, and no page needs a script. \
      Programs find the versions of an address by Memento (RFC 7089): /timemap/link/ADDRESS, /timegate/ADDRESS.

      It listens on this machine only, unless --listen says otherwise. Then it needs to know who may come in: --token names a file \
      with a secret of \(Doorkeeper.shortestToken) characters or more in its first line, which is the password that a browser asks for; or \
      --behind-proxy says that a proxy in front of it has asked already. It serves HTTP without TLS: put a proxy with TLS before it. \
      It answers to the names by which it is known and to no other: give each further one with --name.

        hanaper serve
        hanaper serve --listen 0.0.0.0:8017 --name reports.example.org --behind-proxy

      A night may run meanwhile: what it brings is there at once. --log says each request on standard error, without what was looked \
      for.

      EXIT STATUS
        0   a signal ended it
        1   could not do it: the address is in use, say
        64  usage
        78  configuration
      """
  )

  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: ArgumentHelp("Where it listens: host and port.", valueName: "address"))
  var listen = "127.0.0.1:8017"

  @Option(
    help: ArgumentHelp(
      "A name of this room, besides those of this machine's loopback.",
      valueName: "host"
    )
  )
  var name: [String] = []

  @Option(help: ArgumentHelp("A file with the secret that lets in.", valueName: "file"))
  var token: String?

  @Flag(help: "A proxy in front of it asks who comes in.")
  var behindProxy = false

  @Option(help: ArgumentHelp("What the room is called, for its readers.", valueName: "text"))
  var title = "Archive of reports"

  @Flag(help: "Say each request on standard error, without its query.")
  var log = false

  func validate() throws {
    try token?.requirePath(of: "--token")
    try title.requireWords(of: "--title")
    guard let place = ListenPlace(listen) else {
      throw ValidationError(
        "“\(listen)” is no host and port; --listen takes both, the port from 0 to 65535: 127.0.0.1:8017"
      )
    }
    for name in name where !Doorkeeper.isName(name) {
      throw ValidationError(
        "--name takes the name of a host, without a scheme or a port, as browsers send it: reports.example.org"
      )
    }
    guard place.isLoopback || token != nil || behindProxy else {
      throw ValidationError(
        "others could read the archive at \(listen): say who may, with --token FILE, or --behind-proxy where a proxy has asked"
      )
    }
  }

  func run() async throws {
    guard let place = ListenPlace(listen) else { return }
    let settings = try configuration.settings()
    let archive = try settings.openedArchive()
    var names = Self.loopback + name
    if !["0.0.0.0", "::"].contains(place.host) { names.append(place.inAddress) }
    let door = Doorkeeper(names: names, try access(), isBehindProxy: behindProxy)
    let (contents, log) = (Self.contents(of: archive, settings, title), log)
    let shown = ["0.0.0.0", "::"].contains(place.host) ? name.first : nil
    try await Interruption.allowing {
      try await Self.serve(contents, door, at: place, as: shown, log: log ? Self.say : nil)
    }
  }

  /// The names by which this machine knows itself.
  static let loopback = ["localhost", "127.0.0.1", "[::1]"]

  /// What a room over an archive shows.
  static func contents(
    of archive: Archive,
    _ settings: Settings,
    _ title: String
  ) -> RoomContents {
    RoomContents(
      archive: archive,
      title: title,
      sources: settings.sources,
      attention: { try await AttentionSearch.everything(in: archive, settings, wording) },
      outcomes: { AttentionSearch.outcomes($0, in: archive) }
    )
  }

  /// Serves until the task is cancelled, and says where.
  ///
  /// - Parameters:
  ///   - contents: what is shown.
  ///   - door: who is let in.
  ///   - place: where it listens.
  ///   - name: by which host it is told to be found; nil for where it listens.
  ///   - log: told a line for each request; nil for nobody.
  /// - Throws: where it cannot listen there, or the archive cannot be asked.
  static func serve(
    _ contents: RoomContents,
    _ door: Doorkeeper,
    at place: ListenPlace?,
    as name: String? = nil,
    log: (@Sendable (String) -> Void)?
  ) async throws {
    guard let place else { return }
    let server = try RoomServer(contents, door, log: log, complain: say)
    let host = name ?? place.inAddress
    do {
      try await server.run(at: place.host, place.port) { port in
        Output.print(
          "The reading room is open at http://\(host):\(port)/ until it is ended (Ctrl-C)."
        )
      }
    } catch let error as RoomServer.Unbound {
      throw CommandFailure("\(error)")
    }
  }

  /// Readers are told no path of this machine.
  private static let wording = Wording(
    command: { $0.description },
    page: { $0.description }
  )

  private static let say: @Sendable (String) -> Void = { line in Terminal.complain("\(line)") }

  private func access() throws -> Doorkeeper.Access {
    guard let token else { return .everybody }
    let text = try Disk().readText(FilePath(token), limit: 64 << 10)
    let secret = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first.map
    {
      $0.trimmingCharacters(
        in: .whitespacesAndNewlines.union(CharacterSet(charactersIn: "\u{FEFF}"))
      )
    }
    guard let secret, secret.count >= Doorkeeper.shortestToken else {
      throw CommandFailure(
        "the first line of \(token) is no secret: it takes \(Doorkeeper.shortestToken) characters or more, like those that `openssl rand -hex 16` prints"
      )
    }
    return .token(secret)
  }
}

/// Where a server listens: a host and a port.
struct ListenPlace {
  let host: String
  let port: Int

  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"),
      let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
    else { return nil }
    let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    guard !host.isEmpty else { return nil }
    (self.host, self.port) = (host, port)
  }

  /// Whether only this machine reaches it.
  var isLoopback: Bool {
    host == "localhost" || host == "::1"
      || host.hasPrefix("127.") && host.allSatisfy { $0 == "." || $0.isNumber }
  }

  /// As it stands in an address.
  var inAddress: String { host.contains(":") ? "[\(host)]" : host }
}
