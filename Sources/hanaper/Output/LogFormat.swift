// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import ArgumentParser
import Foundation
import Reporting
import Synchronising
import Synchronization

/// How lines on standard error are written.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case text
  /// One JSON object a line, for programs.
  case json

  private static let chosen = Mutex(LogFormat.text)

  static var current: LogFormat { chosen.withLock { $0 } }

  /// Takes it from the arguments before they are parsed, so that what is wrong with these is written so, too.
  static func choose(from arguments: some Sequence<String>) {
    var isNext = false
    for argument in arguments.prefix(while: { $0 != "--" }) {
      let value =
        isNext
        ? argument
        : argument.hasPrefix(name + "=") ? String(argument.dropFirst(name.count + 1)) : nil
      if let value, let format = LogFormat(rawValue: value) { chosen.withLock { $0 = format } }
      isNext = argument == name
    }
  }

  private static let name = "--log-format"
}

/// A line on standard error.
struct LogLine: Encodable {
  enum Level: String, Encodable {
    case error, info
  }

  let time = Date()
  let level: Level
  let message: String
  /// `read` or `visited`, of what can be followed; nil of other lines.
  var event: String?
  var source: String?
  var listed: Int?
  var address: String?
  /// What was answered; nil where nobody did.
  var status: Int?
  var bytes: Int64?

  init(_ level: Level, _ message: String) {
    (self.level, self.message) = (level, message)
  }

  init(_ event: RunEvent) {
    level = .info
    switch event {
    case .read(let source, let listed, let sentence):
      let state = listed.map { "read, \(Readable.count($0, "link"))" } ?? "not read"
      message = "source \(source): \(state)\(sentence.map { "; \($0)" } ?? "")"
      (self.event, self.source, self.listed) = ("read", source, listed)
    case .visited(let address, let sentence, let status, let bytes):
      message = "\(address): \(sentence)\(bytes > 0 ? ", \(Readable.size(bytes))" : "")"
      self.event = "visited"
      self.address = address.text
      (self.status, self.bytes) = (status, bytes)
    }
  }

  /// The line as JSON, without its end.
  var json: String {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    return Terminal.escaped(json: text ?? "{}")
  }
}
