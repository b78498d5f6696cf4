// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Archiving
import Curl
import Extraction
import Fetching
import Ledger
import Filing
import Synchronising
import SystemPackage
import Text

extension Settings {
  /// Reads a configuration with the source files that it names.
  init(reading file: FilePath) throws {
    try self.init(try Self.text(in: Disk().resolved(file), calledBy: file), of: file)
  }

  /// The text of a file, without a byte order mark; one in another encoding would name other files than it
  /// says.
  ///
  /// Editors on Windows put the mark in front, and some save in UTF-16; YAML 1.2 §5.2 allows the first.
  static func text(in file: FilePath, calledBy name: FilePath) throws -> String {
    var bytes: [UInt8]
    do {
      bytes = try Disk().read(file, limit: 4 << 20)
    } catch {
      throw ConfigurationError(
        file: name,
        line: nil,
        column: nil,
        message: "cannot \(error.operation.rawValue) it: \(error.reason)"
      )
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if UTF16Text.isUTF32(bytes) {
      throw ConfigurationError(
        file: name,
        line: nil,
        column: nil,
        message: "this file is in UTF-32; save it as UTF-8"
      )
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || bytes.count > 1 && (bytes[0] == 0) != (bytes[1] == 0)
    {
      throw ConfigurationError(
        file: name,
        line: nil,
        column: nil,
        message: "this file is in UTF-16; save it as UTF-8"
      )
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let repaired = String(decoding: bytes, as: UTF8.self).utf8
    let sound = zip(bytes, repaired).prefix { $0 == $1 }.map(\.0)
    throw ConfigurationError(
      file: name,
      line: sound.count { $0 == UInt8(ascii: "\n") } + 1,
      column: sound.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1,
      message: "this is not UTF-8; save the file in UTF-8"
    )
  }

  /// The folder whose files have further sources; nil where a configuration names none.
  static func folderOfSources(in file: FilePath) throws -> FilePath? {
    let text = try text(in: Disk().resolved(file), calledBy: file)
    let yaml = try YAMLText(text, file: file, shape: ConfigurationKey.shape)
    let name = try yaml.decode(ConfigurationFile.self).sourceFiles
    let beside = file.removingLastComponent()
    return name.map { FilePath($0).isAbsolute ? FilePath($0) : beside.pushing(FilePath($0)) }
  }

  /// Makes settings of a text that stands, or will stand, in a file.
  init(_ text: String, of file: FilePath) throws {
    let yaml = try YAMLText(text, file: file, shape: ConfigurationKey.shape)
    let written = try yaml.decode(ConfigurationFile.self)
    let folder = file.removingLastComponent()
    func resolve(_ path: String) -> FilePath {
      FilePath(path).isAbsolute
        ? FilePath(path) : folder.pushing(FilePath(path)).lexicallyNormalized()
    }

    self.file = file
    let archive = resolve(written.archive ?? "../Archive")
    let resolved = Disk().resolved(archive)
    // The database takes text for a path; where that of the current directory is none, the way from it is.
    self.archive = resolved.isUTF8 ? resolved : archive
    guard let contact = written.contact, !contact.isEmpty else {
      throw yaml.fault(
        at: [],
        "the key “contact” is missing; write how the sites you visit can reach you, "
          + "contact: mailto:records@example.org say"
      )
    }
    guard contact.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
      throw yaml.fault(at: [Key("contact")], "a mail or web address without spaces belongs here")
    }
    guard contact == Contact.placeholder || contact.contains("@") || contact.contains("://") else {
      throw yaml.fault(at: [Key("contact")], "“\(contact)” is no address; \(Contact.advice)")
    }
    self.contact = contact
    missingContact =
      contact == Contact.placeholder
      ? yaml.fault(
        at: [Key("contact")],
        "this stands for your own address, with which the sites you visit can reach you; "
          + Contact.advice
      ) : nil
    politeness = try Self.politeness(written.politeness, yaml)
    retries = try Self.retries(written.politeness, yaml)
    limits = try Self.limits(written.limits, yaml)
    space = SpaceBudget(freeBytes: try Self.size(written.limits?.freeSpace, of: "freeSpace", yaml))
    quarantineBytes =
      try Self.size(written.limits?.quarantine, of: "quarantine", yaml) ?? Intake.quarantineBytes
    ledgerKey = try Self.ledgerKey(
      written.ledger,
      of: file,
      self.archive,
      contact: contact,
      yaml,
      resolve
    )
    witnesses = try Self.witnesses(written.ledger, yaml)
    timestamps = try Self.timestamps(written.ledger, yaml)
    connections = (written.network?.connectTo ?? [:]).sorted { $0.key < $1.key }
      .map { (from: $0.key, to: $0.value) }
    network = try Self.network(written.network, contact: contact, yaml, resolve)
    var others = [
      (file, "the configuration"), (ledgerKey.file, "the ledger's key"),
      (ledgerKey.note, "the ledger's last checkpoint"),
    ]
    if let folder = written.sourceFiles, let files = try? Self.files(in: resolve(folder)) {
      others += files.map { ($0, "a file of sources") }
    }
    var reading = OutputReading(yaml, of: self.archive, contact: contact, besides: others, resolve)
    try reading.read(written.outputs)
    (outputs, outputFaults) = (reading.outputs, reading.faults)
    secretFiles = reading.secretFiles
    replicas = try Self.replicas(
      written.replicas,
      of: self.archive,
      certificates: network.certificates,
      yaml,
      resolve
    )
    watchwords = try Self.watchwords(written.watch ?? [], yaml)

    var sources = try SourceReading(yaml).read(written.sources ?? [])
    if let directory = written.sourceFiles {
      for file in try Self.sourceFiles(in: resolve(directory), yaml) {
        let text = try Self.text(in: file, calledBy: file)
        let yaml = try YAMLText(text, file: file, shape: ConfigurationKey.sourceFileShape)
        let written = try yaml.decode(ConfigurationFile.self)
        sources += try SourceReading(yaml, taken: Set(sources.map(\.id))).read(
          written.sources ?? []
        )
      }
    }
    self.sources = sources
  }

  private static let mostWatchwords = 1_000

  private static func watchwords(_ written: [String], _ yaml: YAMLText) throws -> [String] {
    guard written.count <= mostWatchwords else {
      throw yaml.fault(at: [Key("watch")], "more than \(mostWatchwords) are too many to look for")
    }
    for (number, words) in written.enumerated() where Watchwords([words]).isEmpty {
      throw yaml.fault(
        at: [Key("watch"), Key(number)],
        "“\(words)” has no letter and no digit, and would fit nothing"
      )
    }
    return written
  }

  private static func ledgerKey(
    _ written: ConfigurationFile.Ledger?,
    of file: FilePath,
    _ archive: FilePath,
    contact: String,
    _ yaml: YAMLText,
    _ resolve: (String) -> FilePath
  ) throws(ConfigurationError) -> LedgerKey {
    if let name = written?.name, !NoteKey.isName(name) {
      throw yaml.fault(
        at: [Key("ledger"), Key("name")],
        "the name of a ledger is a word without a space, a plus or a control character, like example.org/reports"
      )
    }
    return LedgerKey(
      file: written?.key.map(resolve) ?? LedgerKey.usualFile(beside: file),
      name: written?.name,
      archive: archive,
      contact: contact
    )
  }

  private static func politeness(
    _ written: ConfigurationFile.Politeness?,
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> Politeness {
    var politeness = Politeness()
    let place = Key("politeness")
    if let text = written?.delay {
      politeness.delay = try duration(text, at: [place, Key("delay")], yaml)
    }
    if let text = written?.night {
      politeness.night = try duration(text, at: [place, Key("night")], yaml)
      guard politeness.night >= .seconds(60) else {
        throw yaml.fault(at: [place, Key("night")], "at least 1m belongs here: 4h, 8h")
      }
    }
    for (number, key, field) in [
      (written?.hosts, "hosts", \Politeness.hosts),
      (written?.connectionsPerHost, "connectionsPerHost", \Politeness.connectionsPerHost),
    ] {
      guard let number else { continue }
      guard (1...256).contains(number) else {
        throw yaml.fault(at: [place, Key(key)], "a number from 1 to 256 belongs here")
      }
      politeness[keyPath: field] = number
    }
    return politeness
  }

  private static func retries(
    _ written: ConfigurationFile.Politeness?,
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> RetryPolicy {
    var policy = RetryPolicy()
    guard let retries = written?.retries else { return policy }
    guard (0...10).contains(retries) else {
      throw yaml.fault(
        at: [Key("politeness"), Key("retries")],
        "a number from 0 to 10 belongs here"
      )
    }
    policy.retries = retries
    return policy
  }

  private static func limits(
    _ written: ConfigurationFile.Limits?,
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> TransferLimits {
    var limits = TransferLimits()
    let place = Key("limits")
    if let text = written?.documentSize {
      guard let bytes = Amounts.bytes(text), bytes > 0 else {
        throw yaml.fault(at: [place, Key("documentSize")], "“\(text)” is not a size like 500MB")
      }
      limits.bodyBytes = bytes
    }
    if let text = written?.requestTime {
      limits.total = try duration(text, at: [place, Key("requestTime")], yaml)
    }
    if let text = written?.stalledAfter {
      limits.stall = try duration(text, at: [place, Key("stalledAfter")], yaml)
    }
    return limits
  }

  /// A size of the limits, or nil where it is not written.
  private static func size(
    _ text: String?,
    of key: String,
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> Int64? {
    guard let text else { return nil }
    guard let bytes = Amounts.bytes(text) else {
      throw yaml.fault(
        at: [Key("limits"), Key(key)],
        "“\(text)” is not a size like 1GB; for none at all write 0B"
      )
    }
    return bytes
  }

  private static func network(
    _ written: ConfigurationFile.Network?,
    contact: String,
    _ yaml: YAMLText,
    _ resolve: (String) -> FilePath
  ) throws(ConfigurationError) -> NetworkSettings {
    var network = NetworkSettings(userAgent: userAgent(contact))
    network.allowsPrivateAddresses = written?.allowPrivateAddresses ?? false
    if let proxy = written?.proxy {
      guard proxy.contains(where: { ":.".contains($0) }) else {
        throw yaml.fault(
          at: [Key("network"), Key("proxy")],
          "“\(proxy)” is no proxy; write http://proxy.example.org:3128 say, or leave the key out for none"
        )
      }
      network.proxy = proxy
    }
    if let certificates = written?.certificates {
      guard !YAMLScalar.isSwitch(certificates) else {
        throw yaml.fault(
          at: [Key("network"), Key("certificates")],
          "a file of PEM certificates belongs here; for the system's leave the key out. "
            + "Certificates are always verified"
        )
      }
      network.certificates = resolve(certificates).string
    }
    for (from, to) in (written?.connectTo ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard isHostAndPort(from), isHostAndPort(to) else {
        throw yaml.fault(
          at: [Key("network"), Key("connectTo"), Key(from)],
          "a host and port belong on both sides, www.example.org:443: 127.0.0.1:8443 say"
        )
      }
      network.connectTo.append("\(from):\(to)")
    }
    return network
  }

  private static func isHostAndPort(_ text: String) -> Bool {
    guard let colon = text.lastIndex(of: ":") else { return false }
    return colon > text.startIndex && UInt16(text[text.index(after: colon)...]) != nil
  }

  private static func duration(
    _ text: String,
    at path: [Key],
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> Duration {
    guard let duration = Amounts.duration(text) else {
      throw yaml.fault(at: path, "“\(text)” is not a time like 2s, 15m or 500ms")
    }
    return duration
  }

  private static func sourceFiles(
    in directory: FilePath,
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> [FilePath] {
    do {
      return try files(in: directory)
    } catch {
      throw yaml.fault(at: [Key("sourceFiles")], "\(error)")
    }
  }

  /// The files of a folder for sources, links to files among them.
  static func files(in directory: FilePath) throws(FilingError) -> [FilePath] {
    var files: [FilePath] = []
    for entry in try Disk().list(directory) where entry.name.hasSuffix(".yaml") {
      let path = directory.appending(entry.component)
      if entry.kind == .file { files.append(path) }
      if entry.kind == .link, try Disk().entryMeant(by: path) == .file { files.append(path) }
    }
    return files
  }
}

/// A step on the way to a place in a YAML text.
struct Key: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init(_ index: Int) {
    stringValue = "\(index)"
    intValue = index
  }

  init?(stringValue: String) {
    self.init(stringValue)
  }

  init?(intValue: Int) {
    self.init(intValue)
  }
}
