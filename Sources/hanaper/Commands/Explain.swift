// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import ArgumentParser
import Filing
import Foundation
import Reporting
import Robots
import SystemPackage
import Text

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say whether a robots.txt allows an address, and which of its lines says so.",
    discussion: """
      Nothing is fetched, and no configuration is needed. The rules are those of RFC 9309. The \
      address is compared as it is written, so write it as it is asked for, with its escapes.

        hanaper explain --robots robots.txt --agent hanaper /reviews/a.pdf
        curl -s https://example.org/robots.txt | hanaper explain --robots - /a.pdf

      The answer begins with “allowed” or “disallowed”, and the exit status is 0 or 2 accordingly.

      \(ExitStatus.table)
      """
  )

  @Option(help: ArgumentHelp("The robots.txt; - for standard input.", valueName: "file"))
  var robots: String

  @Option(
    help: ArgumentHelp(
      "Who asks: a product token, or a whole User-Agent.",
      valueName: "name"
    )
  )
  var agent = Settings.tool

  @OptionGroup var json: JSONOption

  @Argument(help: "A whole address, or a path.")
  var address: String

  func validate() throws {
    try robots.requirePath(of: "--robots")
  }

  func run() throws {
    let file = RobotsFile(try read())
    let answer = Answer(
      file,
      RobotsTarget(asWritten: address),
      asking: agent
    )
    if json.isWanted { try json.print(answer) } else { answer.print() }
    let status: ExitStatus = answer.isAllowed ? .done : .findings
    try status.end()
  }

  /// The file as far as it is going to be read, and a byte more.
  private func read() throws -> [UInt8] {
    do {
      let handle =
        if robots == "-" {
          FileHandle.standardInput
        } else {
          try FileHandle(forReadingFrom: URL(fileURLWithPath: robots))
        }
      var bytes: [UInt8] = []
      while bytes.count <= RobotsFile.readLimit,
        let more = try handle.read(upToCount: RobotsFile.readLimit + 1 - bytes.count),
        !more.isEmpty
      {
        bytes += more
      }
      return bytes
    } catch {
      let name = robots == "-" ? "standard input" : robots
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
      guard cause.domain == NSPOSIXErrorDomain else { throw error }
      throw FilingError(.read, FilePath(name), Errno(rawValue: CInt(cause.code)))
    }
  }

  struct Answer: Encodable {
    let schema = "hanaper/explain/1"
    let agent: String
    /// The product token that groups are held against.
    let token: String?
    /// Path and query.
    let target: String
    let isAllowed: Bool
    /// What decided, as a word and as a sentence.
    let ground: String
    let sentence: String
    let rule: Line?
    let group: Line?
    let crawlDelay: Delay?
    let sitemaps: [String]
    let isMarkup: Bool
    let isCut: Bool

    struct Line: Encodable {
      let line: Int
      let text: String

      init?(_ line: RobotsLine?) {
        guard let line else { return nil }
        self.line = line.number
        text = line.text
      }
    }

    struct Delay: Encodable {
      let line: Int
      let seconds: Double
      let value: String
    }

    init(_ file: RobotsFile, _ target: RobotsTarget, asking name: String) {
      let agent = RobotsAgent(name)
      let decision = file.decision(on: target, for: agent)
      self.agent = name
      token = agent.token
      self.target = target.text
      isAllowed = decision.isAllowed
      ground = decision.ground.word
      sentence = decision.reason
      rule = Line(decision.rule)
      group = Line(decision.group)
      crawlDelay = file.crawlDelay(for: agent).map {
        Delay(line: $0.line.number, seconds: $0.pause.seconds, value: $0.value)
      }
      sitemaps = file.sitemaps.map(\.address)
      isMarkup = file.isMarkup
      isCut = file.isCut
    }

    func print() {
      Output.print(isAllowed ? "allowed" : "disallowed")
      Output.print("\(rule.map(Self.quoted) ?? sentence)")
      if let group, rule != nil { Output.print("in the group of \(Self.quoted(group))") }
      if let crawlDelay {
        Output.print(
          "a pause of \(crawlDelay.value) s is asked for in line \(crawlDelay.line)"
        )
      }
      if isCut { Output.print("only the first 500 KiB were read; the rest does not count") }
    }

    private static func quoted(_ line: Line) -> String {
      "line \(line.line): \(line.text)"
    }
  }
}
