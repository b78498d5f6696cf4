// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Who keeps robots out.
package enum BotWall: String, Codable, CaseIterable, Hashable, Sendable {
  case cloudflare
  case awsWAF = "aws-waf"
  case imperva
  case akamai
  case datadome
  case perimeterX = "perimeter-x"
  case sucuri
  case anubis
  /// A challenge that does not give its maker's name.
  case unnamed
}

extension BotWall {
  /// The maker's own spelling.
  package var name: String {
    switch self {
    case .cloudflare: "Cloudflare"
    case .awsWAF: "AWS WAF"
    case .imperva: "Imperva"
    case .akamai: "Akamai"
    case .datadome: "DataDome"
    case .perimeterX: "PerimeterX"
    case .sucuri: "Sucuri"
    case .anubis: "Anubis"
    case .unnamed: "a bot wall"
    }
  }
}
