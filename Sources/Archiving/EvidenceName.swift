// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Fixity
import Foundation

/// The name of a suspect body's folder in quarantine; it says all that has to be known to make room.
///
///     20261126T020504Z-5c0b2d1f9e7a4433-48211-6b86b273ff34fce19d6b804eff5a3f57
///
/// When it came, of which document and verdict, how many bytes it takes with its record, and its digest.
/// So one look at the names of quarantine is enough, and in order of their names the oldest come first.
struct EvidenceName: Hashable, Sendable {
  /// In UTC.
  let time: String
  /// What the bodies of one document and verdict have in common.
  let key: String
  let bytes: Int64
  /// The beginning of the body's digest.
  let digest: String

  init(of capture: Capture, bytes: Int64) {
    time = capture.capturedAt.formatted(Self.timeStyle)
    key = Self.key(of: capture.address, capture.appraisal.verdict.word)
    self.bytes = bytes
    digest = Self.digest(of: capture)
  }

  /// Reads a name; nil where it is none.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, let bytes = Int64(parts[2]), (0...Self.mostBytes).contains(bytes),
      (try? Date(String(parts[0]), strategy: Self.timeStyle)) != nil,
      Self.isHex(parts[1], Self.keyLength), Self.isHex(parts[3], Self.digestLength)
    else { return nil }
    (time, key, digest) = (String(parts[0]), String(parts[1]), String(parts[3]))
    self.bytes = bytes
    guard self.text == text else { return nil }
  }

  var text: String { "\(time)-\(key)-\(bytes)-\(digest)" }

  static func key(of address: WebAddress, _ verdict: String) -> String {
    String(Digest.of("\(address)\n\(verdict)").hex.prefix(keyLength))
  }

  /// When it came.
  var date: Date? { try? Date(time, strategy: Self.timeStyle) }

  /// What named every body before folders said more.
  static func digest(of capture: Capture) -> String { beginning(of: capture.digest) }

  static func beginning(of digest: Digest) -> String { String(digest.hex.prefix(digestLength)) }

  static func isDigest(_ text: String) -> Bool { isHex(text[...], digestLength) }

  /// A name that claims more than any disk holds is none; so no sum of claims overflows.
  private static let mostBytes: Int64 = 1 << 40
  private static let keyLength = 16
  private static let digestLength = 32
  private static let timeStyle = Date.ISO8601FormatStyle.iso8601
    .dateSeparator(.omitted).timeSeparator(.omitted)

  static func isHex(_ text: Substring, _ length: Int) -> Bool {
    text.utf8.count == length
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

extension EvidenceName: Comparable {
  static func < (one: EvidenceName, other: EvidenceName) -> Bool { one.text < other.text }
}
