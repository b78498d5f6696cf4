// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Fixity

/// The name of the folder of a body that waits in quarantine for a person.
///
///     waiting-5c0b2d1f9e7a4433-2-6b86b273ff34fce19d6b804eff5a3f57
///
/// Of which document it is, its number among those that came of it, and what it says. Numbers and not times
/// tell which came first, because clocks go wrong.
struct WaitingName: Hashable, Sendable {
  /// What the bodies of one document have in common.
  let key: String
  /// From 1; 0 for one whose folder is of an earlier time.
  let number: Int
  /// The beginning of the body's digest, or of its fingerprint if it is a page: that says the same with
  /// another token in it every night.
  let content: String

  init(of capture: Capture, number: Int) {
    key = Self.key(of: capture.address)
    self.number = number
    content = Self.content(of: capture)
  }

  /// Reads a name; nil where it is none.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == Self.opening, let number = Int(parts[2]), number > 0,
      number < Int.max, EvidenceName.isHex(parts[1], Self.keyLength),
      EvidenceName.isDigest(String(parts[3]))
    else { return nil }
    (key, self.number, content) = (String(parts[1]), number, String(parts[3]))
    guard self.text == text else { return nil }
  }

  var text: String { "\(Self.opening)-\(key)-\(number)-\(content)" }

  static func key(of address: WebAddress) -> String {
    String(Digest.of(address.text).hex.prefix(keyLength))
  }

  static func content(of capture: Capture) -> String {
    EvidenceName.beginning(of: capture.fingerprint ?? capture.digest)
  }

  private static let opening = "waiting"
  private static let keyLength = 16
}
