// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Filing
import Foundation
import Night
import Records
import Synchronization
package import SystemPackage

/// The links that were alive in earlier checks, so that they need not be asked again for a while.
///
/// Only what was alive is noted: what was dead or uncertain is what somebody looks again for. It is a convenience, and
/// no record: a file that cannot be read, or a line in it, is as good as none.
package final class EarlierAnswers: Sendable {
  /// One link that was alive, in a line of its own.
  fileprivate struct Answer: Codable {
    var address: String
    /// What it was expected to lead to; an answer is judged by that.
    var expected: String?
    /// Through what the network was reached, if not straight.
    var way: String?
    var appraisal: AppraisalRecord
    var status: Int?
    /// In seconds since 1970.
    var at: Int64
  }

  fileprivate struct Key: Hashable {
    let address: String
    let expected: String?
    let way: String?
  }

  /// No answer is believed for longer.
  package static let longest: Duration = .seconds(30 * 86_400)
  static let mostAnswers = 100_000
  static let mostBytes = 64 << 20
  private static let heading = "# links that were alive in a check of hanaper, form 1"

  private let answers: Mutex<[Key: Answer]>
  private let fresh = Mutex<[Key: Answer]>([:])
  private let oldest: Int64
  private let way: String?
  private let now: Date

  /// - Parameters:
  ///   - bytes: what was noted.
  ///   - maxAge: how old an answer may be.
  ///   - plan: how the network is reached, and what time it is.
  package init(_ bytes: [UInt8], maxAge: Duration, _ plan: RunPlan) {
    now = plan.clock()
    let network = plan.network
    let ways = network.connectTo + (network.proxy.map { ["by \($0)"] } ?? [])
    way = ways.isEmpty ? nil : ways.joined(separator: " ")
    oldest = Int64(now.timeIntervalSince1970) - maxAge.components.seconds
    answers = Mutex(Self.read(bytes))
  }

  private static func read(_ bytes: [UInt8]) -> [Key: Answer] {
    let decoder = JSONDecoder()
    var answers: [Key: Answer] = [:]
    let lines = bytes.prefix(mostBytes).split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, first.elementsEqual(heading.utf8) else { return [:] }
    for line in lines.dropFirst().prefix(mostAnswers) {
      guard let answer = try? decoder.decode(Answer.self, from: Data(line)),
        answer.appraisal.verdict.isAlive, answer.appraisal.permanentTarget == nil
      else { continue }
      let key = answer.key
      if answers[key].map({ $0.at < answer.at }) ?? true { answers[key] = answer }
    }
    return answers
  }

  /// What came for a link not long ago; nil where it is to be asked.
  func response(to candidate: LinkCheck.Candidate) -> LinkCheck.Response? {
    // Which parts a page has is not noted.
    guard !candidate.wantsParts else { return nil }
    let key = key(of: candidate)
    guard let answer = answers.withLock({ $0[key] }), answer.at >= oldest,
      answer.at <= Int64(now.timeIntervalSince1970)
    else { return nil }
    return LinkCheck.Response(
      answer.appraisal,
      status: answer.status,
      earlier: Date(timeIntervalSince1970: TimeInterval(answer.at))
    )
  }

  /// Notes what came for a link, if it is alive where it is.
  func note(_ response: LinkCheck.Response, of candidate: LinkCheck.Candidate, at date: Date) {
    let appraisal = response.appraisal
    guard appraisal.verdict.isAlive, appraisal.permanentTarget == nil, response.earlier == nil
    else { return }
    let key = key(of: candidate)
    let answer = Answer(
      address: key.address,
      expected: key.expected,
      way: way,
      appraisal: AppraisalRecord(verdict: appraisal.verdict, kind: appraisal.kind),
      status: response.status,
      at: Int64(date.timeIntervalSince1970)
    )
    fresh.withLock { $0[key] = answer }
  }

  private func key(of candidate: LinkCheck.Candidate) -> Key {
    Key(
      address: candidate.address.text,
      expected: candidate.expectedKind?.rawValue,
      way: way
    )
  }

  /// What is to be noted: what came now, and what others have noted meanwhile and is not too old.
  ///
  /// - Parameter bytes: what is noted now.
  /// - Returns: the text of a file.
  /// - Throws: nothing that an answer could bring about.
  package func bytes(besides bytes: [UInt8]) throws -> [UInt8] {
    let all = Self.read(bytes).merging(fresh.withLock { $0 }) { $0.at > $1.at ? $0 : $1 }
    let present = Int64(now.timeIntervalSince1970)
    let oldest = present - Self.longest.components.seconds
    let kept = all.values.filter { $0.at >= oldest && $0.at <= present + 86_400 }
      .sorted { ($1.at, $0.address) < ($0.at, $1.address) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = Array((Self.heading + "\n").utf8)
    for answer in kept.prefix(Self.mostAnswers) {
      let line = try encoder.encode(answer)
      guard text.count + line.count < Self.mostBytes else { break }
      text += line + [UInt8(ascii: "\n")]
    }
    return text
  }
}

extension EarlierAnswers.Answer {
  fileprivate var key: EarlierAnswers.Key {
    EarlierAnswers.Key(address: address, expected: expected, way: way)
  }
}

// MARK: Files

extension EarlierAnswers {
  /// What is noted in a file; nothing, where there is none or it cannot be read.
  package static func noted(in file: FilePath) -> [UInt8] {
    (try? Disk().read(file, limit: mostBytes)) ?? []
  }

  /// Notes what was found, in a file that another check may be writing too.
  ///
  /// - Throws: where that cannot be done; nothing is lost but some requests that could have been spared.
  package func write(to file: FilePath) throws {
    let folder = file.removingLastComponent()
    try Disk().makeDirectories(folder)
    let lock = try Self.lock(folder.appending("alive.lock"))
    try Disk().replace(file, with: bytes(besides: Self.noted(in: file)))
    _ = consume lock
  }

  /// Waits a moment for another check that is writing.
  private static func lock(_ path: FilePath) throws(FileLock.Failure) -> FileLock {
    for _ in 0..<20 {
      do throws(FileLock.Failure) {
        return try FileLock(path, as: "check")
      } catch {
        guard case .held = error else { throw error }
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
    return try FileLock(path, as: "check")
  }
}
