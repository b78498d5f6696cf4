// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing

extension Verdict: Codable {
  enum CodingKeys: String, CodingKey {
    case verdict, reason, kind, address, status, retryAfter
  }

  /// Writes `{"verdict": word}`, and beside it `reason`, `kind`, `address`, `status` and
  /// `retryAfter` (seconds) where the verdict has them.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(word, forKey: .verdict)
    try container.encodeIfPresent(reason, forKey: .reason)
    switch self {
    case .document(let kind):
      try container.encode(kind, forKey: .kind)
    case .moved(let address):
      try container.encode(address, forKey: .address)
    case .movedAndChanged(let address, let kind):
      try container.encode(address, forKey: .address)
      try container.encode(kind, forKey: .kind)
    case .rateLimited(let wait?):
      try container.encode(wait.components.seconds, forKey: .retryAfter)
    case .serverError(let status), .clientError(let status):
      try container.encode(status, forKey: .status)
    default: break
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let word = try container.decode(String.self, forKey: .verdict)
    switch word {
    case "document": self = .document(try container.decode(BodyKind.self, forKey: .kind))
    case "unchanged": self = .unchanged
    case "page": self = .page
    case "moved": self = .moved(to: try container.decode(WebAddress.self, forKey: .address))
    case "replaced":
      self = .movedAndChanged(
        to: try container.decode(WebAddress.self, forKey: .address),
        try container.decode(BodyKind.self, forKey: .kind)
      )
    case "gone": self = .gone
    case "not-found": self = .notFound
    case "soft-missing":
      self = .softMissing(try container.decode(SoftMissingReason.self, forKey: .reason))
    case "blocked": self = .blocked(by: try container.decode(BotWall.self, forKey: .reason))
    case "authentication-required": self = .authenticationRequired
    case "forbidden": self = .forbidden
    case "rate-limited":
      let seconds = try container.decodeIfPresent(Int64.self, forKey: .retryAfter)
      self = .rateLimited(retryAfter: seconds.map { .seconds($0) })
    case "server-error":
      self = .serverError(status: try container.decode(Int.self, forKey: .status))
    case "client-error":
      self = .clientError(status: try container.decode(Int.self, forKey: .status))
    case "unreachable":
      self = .unreachable(try container.decode(UnreachableReason.self, forKey: .reason))
    case "tls": self = .tls(try container.decode(TLSFault.self, forKey: .reason))
    case "damaged": self = .damaged(try container.decode(Damage.self, forKey: .reason))
    case "refused": self = .refused(try container.decode(Refusal.self, forKey: .reason))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .verdict,
        in: container,
        debugDescription: "“\(word)” is no verdict"
      )
    }
  }
}
