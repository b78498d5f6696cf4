// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Curl
import Delivery
import Fetching
import Foundation
import Ledger
import Reporting
import Synchronising
import SystemPackage

/// What a configuration means, with all defaults, as a configuration that means the same.
struct ConfigurationText {
  private let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
  }

  var text: CleanText {
    let network = settings.network
    let on = settings.sources.count(where: \.isEnabled)
    let kinds = Source.defaultKinds.map(\.rawValue).sorted().joined(separator: ", ")
    return """
      # \(settings.file) means:
      archive: \(Self.quoted(settings.archive))
      contact: \(YAMLScalar.quoted(settings.contact))\
      \(settings.missingContact == nil ? "" : "   # sync refuses it")
      politeness:
        delay: \(Amounts.describe(settings.politeness.delay))
        hosts: \(settings.politeness.hosts)
        connectionsPerHost: \(settings.politeness.connectionsPerHost)
        night: \(Amounts.describe(settings.politeness.night))
        retries: \(settings.retries.retries)
      limits:
        documentSize: \(Amounts.describe(bytes: settings.limits.bodyBytes))
        requestTime: \(Amounts.describe(settings.limits.total))
        stalledAfter: \(Amounts.describe(settings.limits.stall))
        freeSpace: \(freeSpace)
        quarantine: \(Amounts.describe(bytes: settings.quarantineBytes))
      network:
        allowPrivateAddresses: \(network.allowsPrivateAddresses)
        proxy: \(network.proxy.map(YAMLScalar.quoted) ?? "null")
        certificates: \(network.certificates.map { Self.quoted(FilePath($0)) } ?? "null   # the system's")
        connectTo: {\(connections)}
      # every request says: User-Agent: \(network.userAgent)
      ledger:
        key: \(Self.quoted(settings.ledgerKey.file))
        name: \(settings.ledgerKey.name.map(YAMLScalar.quoted) ?? "null   # made up when the key is made")
        timestamps: [\(CleanText(ours: settings.timestamps.map { YAMLScalar.quoted($0.text).description }.joined(separator: ", ")))]
        witnesses:\(settings.witnesses.isEmpty ? " []" : "")
      \(CleanText(ours: settings.witnesses.map { "    - { address: \(YAMLScalar.quoted($0.address.text)), key: \(YAMLScalar.quoted($0.key.description)) }\n" }.joined()))\
      outputs:\(settings.outputs.isEmpty ? " {}" : "")
      \(CleanText(ours: outputLines))\
      replicas:\(settings.replicas.isEmpty ? " []" : "")
      \(CleanText(ours: settings.replicas.map(lines(of:)).joined()))\
      watch: \(YAMLScalar.list(settings.watchwords))
      sources:\(settings.sources.isEmpty ? " []" : "")
      \(CleanText(ours: settings.sources.map(lines(of:)).joined()))\
      # \(on) of \(Readable.count(settings.sources.count, "source")) on
      # without kinds a source keeps: \(kinds); one of GOV.UK keeps page, too
      """
  }

  private var freeSpace: String {
    if let bytes = settings.space.freeBytes { return Amounts.describe(bytes: bytes) }
    let bytes = Amounts.describe(bytes: SpaceBudget.defaultFreeBytes)
    return
      "null   # \(bytes), or \(100 / SpaceBudget.defaultFreePart) % of the disk, if that is less"
  }

  private var connections: String {
    settings.connections.map { "\(YAMLScalar.quoted($0.from)): \(YAMLScalar.quoted($0.to))" }
      .joined(separator: ", ")
  }

  /// A source, each line with its end.
  private func lines(of source: Source) -> String {
    var lines = ["  - id: \(source.id)\(source.isEnabled ? "" : "   # off")"]
    func add(_ key: String, _ value: String, unless isDefault: Bool = false) {
      if !isDefault { lines.append("    \(key): \(value)") }
    }
    add("title", YAMLScalar.quoted(source.title), unless: source.title == source.id)
    add("enabled", "false", unless: source.isEnabled)
    switch source.place {
    case .page(let page): add("page", YAMLScalar.quoted(page.text))
    case .sitemap(let sitemap): add("sitemap", YAMLScalar.quoted(sitemap.text))
    case .feed(let feed): add("feed", YAMLScalar.quoted(feed.text))
    case .govuk(let page): add("govuk", YAMLScalar.quoted(page.text))
    case .wordpress(let site): add("wordpress", YAMLScalar.quoted(site.text))
    case .addresses(let addresses): add("addresses", YAMLScalar.list(addresses.map(\.text)))
    }
    for (key, values) in [
      ("follow", source.follow.map(\.text)), ("include", source.include.map(\.text)),
      ("exclude", source.exclude.map(\.text)),
      ("queryNoise", source.queryNoise.sorted()),
    ] {
      add(key, YAMLScalar.list(values), unless: values.isEmpty)
    }
    add("depth", "\(source.depth)", unless: source.depth == 1)
    add("pages", "\(source.mostPages)", unless: source.mostPages == Source.defaultPages)
    let words = "[" + Self.words(for: source).joined(separator: ", ") + "]"
    let isDefault = source.kinds == source.place.defaultKinds && source.pictures.isEmpty
    add("kinds", words, unless: isDefault)
    let pages = source.includePages.map(\.text)
    add("includePages", YAMLScalar.list(pages), unless: pages.isEmpty)
    if let reason = source.reasonToIgnoreRobots { add("ignoreRobots", YAMLScalar.quoted(reason)) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// As few words as say it.
  private static func words(for source: Source) -> [String] {
    let kinds = source.kinds
    guard kinds.isSuperset(of: Source.defaultKinds) else { return kinds.map(\.rawValue).sorted() }
    let others = kinds.subtracting(Source.defaultKinds).union(source.pictures).map(\.rawValue)
      .sorted()
    return [SourceReading.allDocuments] + others
  }

  /// The outputs, each line with its end.
  private var outputLines: String {
    let outputs = settings.outputs
    var lines = ""
    func add(_ key: String, _ value: String?, _ indent: String = "  ") {
      if let value { lines += "\(indent)\(key): \(value)\n" }
    }
    add("html", outputs.html.map(Self.quoted))
    add("atom", outputs.atom.map(Self.quoted))
    add("atomAddress", outputs.atomAddress.map { YAMLScalar.quoted($0.text) })
    add("metrics", outputs.metrics.map(Self.quoted))
    add("webhook", outputs.webhook.map { YAMLScalar.quoted($0.address.text) })
    add("webhookSecret", settings.secretFiles["webhookSecret"].map(Self.quoted))
    add("ping", outputs.ping.map { YAMLScalar.quoted($0.address.text) })
    add("exec", outputs.program.map(YAMLScalar.list))
    guard let mail = outputs.mail else { return lines }
    lines += "  mail:\n"
    add("to", YAMLScalar.list(mail.to.map(\.text)), "    ")
    add("from", YAMLScalar.quoted(mail.from.text), "    ")
    add("server", mail.server.map { YAMLScalar.quoted($0.address) }, "    ")
    add("user", mail.server?.user.map(YAMLScalar.quoted), "    ")
    add("password", settings.secretFiles["mail.password"].map(Self.quoted), "    ")
    return lines
  }

  /// A copy, each line with its end.
  private func lines(of replica: Replica) -> String {
    var lines = "  - name: \(replica.name)\n"
    func add(_ key: String, _ value: String) { lines += "    \(key): \(value)\n" }
    switch replica.place {
    case .folder(let path): add("to", Self.quoted(path))
    case .sftp(let place):
      add("to", YAMLScalar.quoted(replica.written))
      add("key", Self.quoted(place.keyFile))
      add("hostKey", YAMLScalar.quoted("SHA256:\(place.hostKey)"))
    case .s3(let place):
      add("to", YAMLScalar.quoted(replica.written))
      add("region", YAMLScalar.quoted(place.region))
      if let file = place.credentials { add("credentials", Self.quoted(file)) }
    }
    return lines
  }

  /// A path from the root, so that it does not depend on where the text is put.
  private static func quoted(_ path: FilePath) -> String {
    let here = FilePath(FileManager.default.currentDirectoryPath)
    return YAMLScalar.quoted(
      (path.isAbsolute ? path : here.pushing(path).lexicallyNormalized()).string
    )
  }
}
