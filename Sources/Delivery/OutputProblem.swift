// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// What an output could not do.
package struct OutputProblem: Codable, Hashable, Sendable {
  package let output: Outputs.Kind
  /// Why, without a full stop.
  package let sentence: String
  /// Since when it does not work.
  package let since: Date
  /// Whether it was tried tonight; nil where that is not what it is asked for.
  package private(set) var wasTriedTonight: Bool?

  /// The same, as it is told while outputs are served.
  func seen(tonight wasTried: Bool) -> OutputProblem {
    var problem = self
    problem.wasTriedTonight = wasTried
    return problem
  }

  package init(_ output: Outputs.Kind, _ sentence: String, since: Date) {
    (self.output, self.sentence, self.since) = (output, sentence, since)
  }
}

/// How the outputs went last: `outputs.json` in the archive, so that `hanaper status` and the next run can tell.
///
/// It may be lost: then it is as if all had gone well.
package struct OutputMemory: Codable, Sendable {
  private static let schema = "hanaper/outputs/1"

  private(set) var schema = OutputMemory.schema
  /// Of those that went wrong when they were last tried.
  package private(set) var problems: [OutputProblem] = []
  /// Those whose problem was mailed, by their words.
  private var mailed: Set<String>?
  /// When each was served last, by its word.
  private var served: [String: Date] = [:]
  /// What all identifiers of the feed begin with; they must not change when somebody's address does.
  package var feedTag: String?

  package init() {}

  /// Reads it; what is none is as good as lost.
  package init(reading bytes: [UInt8]) {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let memory = try? decoder.decode(OutputMemory.self, from: Data(bytes)),
      memory.schema == Self.schema
    else { return }
    self = memory
  }

  package var text: String {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return ((try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}") + "\n"
  }

  /// Notes how an output went.
  ///
  /// - Parameters:
  ///   - output: which.
  ///   - sentence: why it did not work; nil where it did.
  ///   - now: what time it is.
  package mutating func note(_ output: Outputs.Kind, _ sentence: String?, at now: Date) {
    let since = problems.first { $0.output == output }?.since ?? now
    problems.removeAll { $0.output == output }
    guard let sentence else {
      served[output.rawValue] = now
      mailed?.remove(output.rawValue)
      return
    }
    let short = String(sentence.prefix(Self.longestSentence))
    problems.append(OutputProblem(output, short, since: since))
  }

  /// What a program has to say of its failure may be long.
  private static let longestSentence = 300

  /// Whether something does not work that nobody was mailed of.
  var hasSomethingToMail: Bool {
    problems.contains { $0.output != .mail && mailed?.contains($0.output.rawValue) != true }
  }

  /// Notes that all problems were mailed.
  mutating func noteMailed() {
    mailed = Set(problems.map(\.output.rawValue))
  }

  /// Whether an output was ever served: what does not work now did.
  package func hasServed(_ output: Outputs.Kind) -> Bool { served[output.rawValue] != nil }

  /// Forgets those that there are no more.
  package mutating func keepOnly(_ outputs: [Outputs.Kind]) {
    problems.removeAll { !outputs.contains($0.output) }
  }
}
