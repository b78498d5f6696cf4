// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Reporting
import Robots
import SystemPackage
import Text

/// What a robots.txt says of an address.
struct RobotsAnswer: Encodable {
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

extension RobotsAnswer {
  /// The file as far as it is going to be read, and a byte more.
  static func read(_ robots: String) throws -> [UInt8] {
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
}
