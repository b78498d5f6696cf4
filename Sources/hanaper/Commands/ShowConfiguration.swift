// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import ArgumentParser
import Curl
import Delivery
import Discovery
import Fetching
import Night
import Reporting
import Synchronising
import SystemPackage

struct ShowConfiguration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Check the configuration and print what it means, with all defaults.",
    discussion: """
      What it prints is a configuration that means the same, wherever it is put: all in one file, and \
      paths from the root.

      With --explain it says what a key means, how it is written, and what holds without it; it needs no configuration then.

        hanaper config --explain politeness.delay
        hanaper config --explain sources

      EXIT STATUS
        0   it was read, and says so
        64  usage
        78  it has a fault, which is told with its line
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Option(
    help: ArgumentHelp(
      "Say what a key means, or all of a section: politeness.delay, limits.",
      valueName: "key"
    )
  )
  var explain: String?

  func run() throws {
    if let explain { return try tell(ofKey: explain) }
    let settings = try configuration.settings()
    if let fault = settings.outputFaults.first { throw fault.error }
    if json.isWanted { return try json.print(Answer(settings)) }
    Output.print(ConfigurationText(settings).text)
  }

  private func tell(ofKey text: String) throws {
    let keys = ConfigurationKey.meant(by: text)
    guard !keys.isEmpty else {
      let nearest = Spelling.nearest(to: text, among: ConfigurationKey.names)
      let advice =
        nearest.map { "did you mean “\($0)”?" }
        ?? "the keys are \(ConfigurationKey.all.map(\.path).joined(separator: ", "))"
      throw ValidationError("there is no key “\(text)”; \(advice)")
    }
    if json.isWanted { return try json.print(Explanation(keys: keys)) }
    for (number, key) in keys.enumerated() {
      if number > 0 { Output.print() }
      Output.print(.styled("\(key.path)", .bold))
      for line in [
        key.meaning, "Written as \(key.writing).",
        key.standard.map { "Without it: \($0)." } ?? "It has no default.",
      ] {
        for line in ("  \(line)" as CleanText).wrapped(to: Report.messageWidth) {
          Output.print(line)
        }
      }
    }
  }

  private struct Explanation: Encodable {
    let schema = "hanaper/config-keys/1"
    let keys: [Key]

    struct Key: Encodable {
      let path: String
      let meaning: String
      let writing: String
      let standard: String?
    }

    init(keys: [ConfigurationKey]) {
      self.keys = keys.map {
        Key(path: $0.path, meaning: $0.meaning, writing: $0.writing, standard: $0.standard)
      }
    }
  }

  struct Answer: Encodable {
    let schema = "hanaper/config/1"
    let file: String
    let archive: String
    let contact: String
    let userAgent: String
    let politeness: PolitenessAnswer
    let limits: LimitsAnswer
    let network: NetworkAnswer
    let ledger: LedgerAnswer
    let outputs: OutputsAnswer
    let watch: [String]
    let sources: [SourceAnswer]

    struct PolitenessAnswer: Encodable {
      let delay: String
      let hosts: Int
      let connectionsPerHost: Int
      let night: String
      let retries: Int
    }

    struct LimitsAnswer: Encodable {
      /// In bytes.
      let documentSize: Int64
      let requestTime: String
      let stalledAfter: String
      /// In bytes; nil where it is 1 GB or 2 % of the disk.
      let freeSpace: Int64?
      /// In bytes.
      let quarantine: Int64
    }

    struct NetworkAnswer: Encodable {
      let allowPrivateAddresses: Bool
      let proxy: String?
      let certificates: String?
      let connectTo: [String]
    }

    struct LedgerAnswer: Encodable {
      /// The file of its key.
      let key: String
      /// Nil where it is made up with the key.
      let name: String?
      let witnesses: [Witness]
      let timestamps: [String]

      struct Witness: Encodable {
        let address: String
        let key: String
      }
    }

    /// Those that there are.
    struct OutputsAnswer: Encodable {
      let html: String?
      let atom: String?
      let atomAddress: String?
      let metrics: String?
      let webhook: String?
      /// Whether what is posted is signed.
      let signsWebhook: Bool?
      let ping: String?
      let exec: [String]?
      let mail: Mail?

      struct Mail: Encodable {
        let to: [String]
        let from: String
        /// Nil for the machine's own mailer.
        let server: String?
        let user: String?
      }
    }

    struct SourceAnswer: Encodable {
      let id: String
      let title: String
      let isEnabled: Bool
      let page: String?
      let sitemap: String?
      let feed: String?
      let govuk: String?
      let wordpress: String?
      let addresses: [String]
      let follow: [String]
      let depth: Int
      let pages: Int
      let include: [String]
      let exclude: [String]
      let kinds: [String]
      let includePages: [String]
      /// The kinds of pictures that it names one by one.
      let pictures: [String]
      let queryNoise: [String]
      let ignoreRobots: String?
    }

    init(_ settings: Settings) {
      file = settings.file.string
      archive = settings.archive.string
      contact = settings.contact
      userAgent = settings.network.userAgent
      politeness = PolitenessAnswer(
        delay: Amounts.describe(settings.politeness.delay),
        hosts: settings.politeness.hosts,
        connectionsPerHost: settings.politeness.connectionsPerHost,
        night: Amounts.describe(settings.politeness.night),
        retries: settings.retries.retries
      )
      limits = LimitsAnswer(
        documentSize: settings.limits.bodyBytes,
        requestTime: Amounts.describe(settings.limits.total),
        stalledAfter: Amounts.describe(settings.limits.stall),
        freeSpace: settings.space.freeBytes,
        quarantine: settings.quarantineBytes
      )
      network = NetworkAnswer(
        allowPrivateAddresses: settings.network.allowsPrivateAddresses,
        proxy: settings.network.proxy,
        certificates: settings.network.certificates,
        connectTo: settings.network.connectTo
      )
      ledger = LedgerAnswer(
        key: settings.ledgerKey.file.string,
        name: settings.ledgerKey.name,
        witnesses: settings.witnesses.map { .init(address: $0.address.text, key: "\($0.key)") },
        timestamps: settings.timestamps.map(\.text)
      )
      outputs = OutputsAnswer(settings.outputs)
      watch = settings.watchwords
      sources = settings.sources.map(SourceAnswer.init)
    }
  }
}

extension ShowConfiguration.Answer.OutputsAnswer {
  fileprivate init(_ outputs: Outputs) {
    (html, atom, metrics) = (outputs.html?.string, outputs.atom?.string, outputs.metrics?.string)
    atomAddress = outputs.atomAddress?.text
    webhook = outputs.webhook?.address.text
    signsWebhook = outputs.webhook.map { $0.secret != nil }
    ping = outputs.ping?.address.text
    exec = outputs.program
    mail = outputs.mail.map {
      Mail(
        to: $0.to.map(\.text),
        from: $0.from.text,
        server: $0.server?.address,
        user: $0.server?.user
      )
    }
  }
}

extension ShowConfiguration.Answer.SourceAnswer {
  fileprivate init(_ source: Source) {
    id = source.id
    title = source.title
    isEnabled = source.isEnabled
    func list(_ format: ListingFormat) -> String? {
      source.format == format ? source.listPage?.text : nil
    }
    (page, sitemap, feed) = (list(.page), list(.sitemap), list(.feed))
    wordpress = list(.wordpress)
    if case .govuk(let page) = source.place { govuk = page.text } else { govuk = nil }
    addresses = source.namedDocuments.map(\.text)
    follow = source.follow.map(\.text)
    (depth, pages) = (source.depth, source.mostPages)
    include = source.include.map(\.text)
    exclude = source.exclude.map(\.text)
    kinds = source.kinds.map(\.rawValue).sorted()
    includePages = source.includePages.map(\.text)
    pictures = source.pictures.map(\.rawValue).sorted()
    queryNoise = source.queryNoise.sorted()
    ignoreRobots = source.reasonToIgnoreRobots
  }
}
