// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import FoundationEssentials

extension Standing: Codable {
  private enum CodingKeys: String, CodingKey {
    case standing, since, count, reason
  }

  /// Writes `{"standing": word}`, and beside it `since`, `count` and `reason` (of a TLS fault, or why it is left out) where
  /// the standing has them.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(word, forKey: .standing)
    try container.encodeIfPresent(since, forKey: .since)
    switch self {
    case .missing(_, let count), .unreachable(_, let count):
      try container.encode(count, forKey: .count)
    case .faulty(_, let fault):
      try container.encode(fault, forKey: .reason)
    case .leftOut(_, let reason):
      try container.encode(reason, forKey: .reason)
    default: break
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let word = try container.decode(String.self, forKey: .standing)
    func since() throws -> Date { try container.decode(Date.self, forKey: .since) }
    func count() throws -> Int { try container.decode(Int.self, forKey: .count) }
    switch word {
    case "unknown": self = .unknown
    case "present": self = .present
    case "missing": self = .missing(since: try since(), count: try count())
    case "gone": self = .gone(since: try since())
    case "blocked": self = .blocked(since: try since())
    case "faulty":
      self = .faulty(since: try since(), try container.decode(TLSFault.self, forKey: .reason))
    case "unreachable": self = .unreachable(since: try since(), count: try count())
    case "delisted": self = .delisted(since: try since())
    case "withdrawn": self = .withdrawn(since: try since())
    case "suppressed": self = .suppressed(since: try since())
    case "left-out":
      self = .leftOut(since: try since(), try container.decode(LeftOutReason.self, forKey: .reason))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .standing,
        in: container,
        debugDescription: "“\(word)” is no standing"
      )
    }
  }
}
