// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The configuration as it was written: everything optional, nothing resolved.
///
/// Every property is a key of `hanaper.yaml`; what the keys mean, and their defaults, is said by
/// ``Settings`` and printed by `hanaper config`.
struct ConfigurationFile: Decodable {
  var archive: String?
  var contact: String?
  var politeness: Politeness?
  var limits: Limits?
  var network: Network?
  var ledger: Ledger?
  var sourceFiles: String?
  var sources: [Source]?

  struct Politeness: Decodable {
    var delay: String?
    var hosts: Int?
    var connectionsPerHost: Int?
    var retries: Int?
  }

  struct Limits: Decodable {
    var documentSize: String?
    var requestTime: String?
    var stalledAfter: String?
    var freeSpace: String?
    var quarantine: String?
  }

  struct Network: Decodable {
    var allowPrivateAddresses: Bool?
    var proxy: String?
    var certificates: String?
    var connectTo: [String: String]?
  }

  struct Ledger: Decodable {
    var key: String?
    var name: String?
    var witnesses: [Witness]?
    var timestamps: [String]?

    struct Witness: Decodable {
      var address: String?
      var key: String?
    }
  }

  struct Source: Decodable {
    var id: String?
    var title: String?
    var enabled: Bool?
    var page: String?
    var sitemap: String?
    var feed: String?
    var govuk: String?
    var wordpress: String?
    var addresses: [String]?
    var include: [String]?
    var exclude: [String]?
    var follow: [String]?
    var depth: Int?
    var pages: Int?
    var kinds: [String]?
    var includePages: [String]?
    var queryNoise: [String]?
    var ignoreRobots: String?
  }

  /// The shape of the file, to refuse keys that nobody reads.
  static let shape = YAMLShape.mapping([
    "archive": .scalar,
    "contact": .scalar,
    "politeness": .mapping([
      "delay": .scalar, "hosts": .scalar, "connectionsPerHost": .scalar, "retries": .scalar,
    ]),
    "limits": .mapping([
      "documentSize": .scalar, "requestTime": .scalar, "stalledAfter": .scalar,
      "freeSpace": .scalar, "quarantine": .scalar,
    ]),
    "network": .mapping([
      "allowPrivateAddresses": .scalar, "proxy": .scalar, "certificates": .scalar,
      "connectTo": .openMapping,
    ]),
    "ledger": .mapping([
      "key": .scalar, "name": .scalar, "timestamps": .list(.scalar),
      "witnesses": .list(.mapping(["address": .scalar, "key": .scalar])),
    ]),
    "sourceFiles": .scalar,
    "sources": sourcesShape,
  ])

  /// The shape of a file named by `sourceFiles`: sources and nothing else.
  static let sourceFileShape = YAMLShape.mapping(["sources": sourcesShape])

  private static let sourcesShape = YAMLShape.list(
    .mapping([
      "id": .scalar, "title": .scalar, "enabled": .scalar, "page": .scalar,
      "sitemap": .scalar, "feed": .scalar, "govuk": .scalar, "wordpress": .scalar,
      "addresses": .list(.scalar), "include": .list(.scalar), "exclude": .list(.scalar),
      "follow": .list(.scalar), "depth": .scalar, "pages": .scalar,
      "kinds": .list(.scalar), "includePages": .list(.scalar), "queryNoise": .list(.scalar),
      "ignoreRobots": .scalar,
    ])
  )
}
