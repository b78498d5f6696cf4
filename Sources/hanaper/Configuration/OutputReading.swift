// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Delivery
import Filing
import SystemPackage
import Text

/// Reads where reports are brought to.
struct OutputReading {
  private let yaml: YAMLText
  private let resolve: (String) -> FilePath
  private let archive: FilePath
  private let contact: String
  /// Files that are there for something else, and for what.
  private let others: [(FilePath, String)]
  private(set) var outputs = Outputs()
  /// The files in which secrets are, by the keys that name them.
  private(set) var secretFiles: [String: FilePath] = [:]
  /// What is written well, and cannot work as the machine is now.
  private(set) var faults: [OutputFault] = []

  init(
    _ yaml: YAMLText,
    of archive: FilePath,
    contact: String,
    besides others: [(FilePath, String)],
    _ resolve: @escaping (String) -> FilePath
  ) {
    (self.yaml, self.archive, self.contact, self.resolve) = (yaml, archive, contact, resolve)
    self.others = others
  }

  mutating func read(_ written: ConfigurationFile.Outputs?) throws(ConfigurationError) {
    guard let written else { return }
    outputs.html = try file(written.html, .html, endings: [".html", ".htm"])
    outputs.atom = try file(written.atom, .atom, endings: [".atom", ".xml"])
    outputs.metrics = try file(written.metrics, .metrics, endings: [".prom"])
    if let text = written.atomAddress {
      guard outputs.atom != nil else {
        throw fault(
          "atomAddress",
          "this is the address of a feed, and `atom` names no file for one"
        )
      }
      outputs.atomAddress = try address(text, "atomAddress")
    }
    if let text = written.ping {
      let address = try address(text, "ping")
      guard address.query == nil else {
        throw fault("ping", "what is told is put behind the address, so it can have no query (?)")
      }
      outputs.ping = HealthPing(address)
    }
    try readWebhook(written)
    if let words = written.exec { outputs.program = try program(words) }
    if let mail = written.mail { outputs.mail = try mailing(mail) }
    try refuseOneFileForTwo()
  }

  /// What an output would be written over, or leaves beside itself for a moment, is nobody else's.
  private func refuseOneFileForTwo() throws(ConfigurationError) {
    var taken: [FilePath: String] = [:]
    for (file, what) in others + secretFiles.values.map({ ($0, "a file with a secret") }) {
      taken[Disk().resolved(file)] = what
    }
    for (output, file) in [
      (Outputs.Kind.html, outputs.html), (.atom, outputs.atom), (.metrics, outputs.metrics),
    ] {
      guard let file else { continue }
      for path in [file, FilePath("\(file).new")] {
        if let what = taken[path] {
          throw fault(
            output.rawValue,
            "\(path) is \(what), which would be written over; name another file"
          )
        }
        taken[path] = "the output \(output.rawValue)"
      }
    }
  }

  private func fault(_ keys: String..., words: String) -> ConfigurationError {
    yaml.fault(at: [Key("outputs")] + keys.map { Key($0) }, words)
  }

  private func fault(_ key: String, _ words: String) -> ConfigurationError {
    fault(key, words: words)
  }

  // MARK: Files

  private mutating func file(
    _ text: String?,
    _ output: Outputs.Kind,
    endings: [String]
  ) throws(ConfigurationError) -> FilePath? {
    guard let text else { return nil }
    let key = output.rawValue
    guard endings.contains(where: text.hasSuffix), let name = FilePath(text).lastComponent,
      name.stem != ""
    else {
      throw fault(
        key,
        "a file belongs here, whose name ends in \(endings.joined(separator: " or "))"
      )
    }
    let written = resolve(text).removingLastComponent()
    let folder = Disk().resolved(written.isEmpty ? "." : written)
    // Of a link, what it leads to is what is written.
    let file = Disk().resolved(folder.appending(name))
    let own = Disk().resolved(archive)
    let place = file.removingLastComponent()
    if place != own, place.starts(with: own) {
      throw fault(
        key,
        "this lies in a folder of the archive, where nothing is put but what is kept; name one outside"
      )
    }
    if (try? Disk().entryMeant(by: folder)) != .directory {
      faults.append(
        OutputFault(output, fault(key, "there is no folder \(folder); make it, or name another"))
      )
    } else if let kind = try? Disk().entry(at: file), kind != .file {
      faults.append(OutputFault(output, fault(key, "\(file) is no plain file; name another")))
    }
    return file
  }

  // MARK: Services

  private func address(_ text: String, _ key: String) throws(ConfigurationError) -> WebAddress {
    do throws(AddressError) {
      return try WebAddress(text)
    } catch {
      throw fault(key, error.description)
    }
  }

  private mutating func readWebhook(_ written: ConfigurationFile.Outputs) throws(ConfigurationError)
  {
    guard let text = written.webhook else {
      guard written.webhookSecret == nil else {
        throw fault("webhookSecret", "this is the secret of a webhook, and `webhook` names none")
      }
      return
    }
    let address = try address(text, "webhook")
    var secret: String?
    if let path = written.webhookSecret {
      secret = readSecret(in: resolve(path), for: .webhook, "webhookSecret")
    }
    outputs.webhook = Webhook(address: address, secret: secret.map { Array($0.utf8) })
  }

  /// What stands in a file that nobody else may read, without the end of its line.
  private mutating func readSecret(
    in file: FilePath,
    for output: Outputs.Kind,
    _ keys: String...
  ) -> String? {
    secretFiles[keys.joined(separator: ".")] = file
    func add(_ words: String) {
      let place = [Key("outputs")] + keys.map { Key($0) }
      faults.append(OutputFault(output, yaml.fault(at: place, words)))
    }
    do throws(SecretFile.Fault) {
      return try SecretFile(path: file).lines().first
    } catch {
      add(error.words)
      return nil
    }
  }

  // MARK: Programs

  private mutating func program(_ words: [String]) throws(ConfigurationError) -> [String] {
    guard let name = words.first, !name.isEmpty else {
      throw fault(
        "exec",
        "a program and what it is called with belong here, [/usr/local/bin/tell, --all] say"
      )
    }
    guard name.contains("/") else { return words }
    var file = resolve(name)
    if !FilePath(name).isAbsolute, let own = file.lastComponent {
      // Whoever runs it may stand elsewhere than who wrote it down.
      let folder = file.removingLastComponent()
      file = Disk().resolved(folder.isEmpty ? "." : folder).appending(own)
    }
    if (try? Disk().entryMeant(by: file)) != .file {
      faults.append(OutputFault(.exec, fault("exec", "there is no program \(file)")))
    } else if let mode = try? Stat(Disk().resolved(file)).permissions.rawValue, mode & 0o111 == 0 {
      faults.append(OutputFault(.exec, fault("exec", "\(file) may not be run; `chmod +x` lets it")))
    }
    return [file.string] + words.dropFirst()
  }

  // MARK: Mail

  private mutating func mailing(_ written: ConfigurationFile.Mail) throws(ConfigurationError)
    -> Mailing
  {
    func fault(_ key: String, _ words: String) -> ConfigurationError {
      self.fault("mail", key, words: words)
    }
    guard let to = written.to, !to.isEmpty else {
      throw self.fault(
        "mail",
        "nobody is named; write to whom it goes, to: [records@example.org] say"
      )
    }
    var recipients: [MailAddress] = []
    for (number, text) in to.enumerated() {
      guard let address = MailAddress(text) else {
        throw yaml.fault(
          at: [Key("outputs"), Key("mail"), Key("to"), Key(number)],
          "“\(text)” is no mail address like records@example.org"
        )
      }
      recipients.append(address)
    }
    let usual = contact.hasPrefix("mailto:") ? String(contact.dropFirst("mailto:".count)) : contact
    guard let from = MailAddress(written.from ?? usual) else {
      throw written.from.map {
        fault("from", "“\($0)” is no mail address like records@example.org")
      }
        ?? self.fault(
          "mail",
          "`contact` is no mail address; write from whom it comes, from: records@example.org say"
        )
    }
    guard let text = written.server else {
      for (key, value) in [("user", written.user), ("password", written.password)]
      where value != nil {
        throw fault(key, "this is for a server, and `server` names none")
      }
      if (try? Disk().entryMeant(by: LocalMailer.path)) == nil {
        faults.append(
          OutputFault(
            .mail,
            self.fault(
              "mail",
              "there is no \(LocalMailer.path); install a mailer, or name a server: smtp://mail.example.org:587"
            )
          )
        )
      }
      return Mailing(from: from, to: recipients, server: nil)
    }
    guard var server = MailServer(text) else {
      throw fault(
        "server",
        "“\(text)” is no server; write smtp://mail.example.org:587, or smtps://mail.example.org:465 where it is secured from the beginning"
      )
    }
    server.user = written.user
    if let path = written.password {
      guard written.user != nil else { throw fault("password", "whose? `user` names nobody") }
      server.password = readSecret(in: resolve(path), for: .mail, "mail", "password")
    }
    return Mailing(from: from, to: recipients, server: server)
  }
}

/// Why an output cannot work as the machine is now.
struct OutputFault {
  let output: Outputs.Kind
  let error: ConfigurationError

  init(_ output: Outputs.Kind, _ error: ConfigurationError) {
    (self.output, self.error) = (output, error)
  }
}

extension MailServer {
  /// Reads an address like `smtp://mail.example.org:587`; nil for what is none.
  fileprivate init?(_ text: String) {
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let security = Security(rawValue: parts[0].lowercased()) else {
      return nil
    }
    var place = parts[1]
    if place.hasSuffix("/") { place.removeLast() }
    var port = security == .tls ? 465 : 587
    if let colon = place.lastIndex(of: ":"), !place[colon...].contains("]") {
      guard let number = UInt16(place[place.index(after: colon)...]), number > 0 else { return nil }
      port = Int(number)
      place = place[..<colon]
    }
    // A host is what an address of the web may have for one.
    guard !place.contains("@"), let host = try? WebAddress("https://\(place)/").host,
      host == place.lowercased()
    else { return nil }
    self.init(security, host: String(place), port: port)
  }
}
