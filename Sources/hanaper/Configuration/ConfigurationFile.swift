// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The configuration as it was written: everything optional, nothing resolved.
///
/// Every property is a key of `hanaper.yaml`; what the keys mean, and their defaults, is said by
/// ``ConfigurationKey`` and printed by `hanaper config --explain`.
struct ConfigurationFile: Decodable {
  var archive: String?
  var contact: String?
  var politeness: Politeness?
  var limits: Limits?
  var network: Network?
  var ledger: Ledger?
  var outputs: Outputs?
  var replicas: [Replica]?
  var watch: [String]?
  var sourceFiles: String?
  var sources: [Source]?

  struct Politeness: Decodable {
    var delay: String?
    var hosts: Int?
    var connectionsPerHost: Int?
    var night: String?
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

  struct Outputs: Decodable {
    var html: String?
    var atom: String?
    var atomAddress: String?
    var metrics: String?
    var webhook: String?
    var webhookSecret: String?
    var ping: String?
    var exec: [String]?
    var mail: Mail?
  }

  struct Replica: Decodable {
    var name: String?
    var to: String?
    var key: String?
    var hostKey: String?
    var region: String?
    var credentials: String?
  }

  struct Mail: Decodable {
    var to: [String]?
    var from: String?
    var server: String?
    var user: String?
    var password: String?
  }

  struct Source: Decodable, Equatable {
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
}
