// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Foundation
import SystemPackage

extension Settings {
  /// Reads where copies of the archive are.
  static func replicas(
    _ written: [ConfigurationFile.Replica]?,
    of archive: FilePath,
    certificates: String?,
    _ yaml: YAMLText,
    _ resolve: @escaping (String) -> FilePath
  ) throws(ConfigurationError) -> [Replica] {
    var replicas: [Replica] = []
    for (number, replica) in (written ?? []).enumerated() {
      let reading = ReplicaReading(
        replica,
        at: [Key("replicas"), Key(number)],
        of: archive,
        certificates: certificates,
        yaml,
        resolve
      )
      replicas.append(try reading.replica(besides: replicas))
    }
    return replicas
  }

  /// The copies that are named, or all.
  ///
  /// - Parameter names: of copies, or the path of a folder.
  /// - Returns: them, in that order.
  /// - Throws: where one is not known, with the nearest name.
  func replicas(named names: [String]) throws -> [Replica] {
    guard !names.isEmpty else { return replicas }
    return try names.map { name in
      if let replica = replicas.first(where: { $0.name == name }) { return replica }
      if name.contains("/"), !name.contains(":") {
        let path = FilePath(name)
        if let fault = Self.fault(ofCopyAt: path, of: archive) { throw CommandFailure(fault) }
        return Replica(name: name, place: .folder(path), written: name)
      }
      let nearest = Spelling.nearest(to: name, among: replicas.map(\.name))
      let advice =
        nearest.map { "did you mean “\($0)”?" }
        ?? "`\(commandLine("config --explain replicas"))` says how one is named, and a folder is written with a /"
      throw CommandFailure("there is no copy “\(name)” in \(file); \(advice)")
    }
  }

  /// Why a folder cannot hold a copy of the archive; nil where it can.
  static func fault(ofCopyAt path: FilePath, of archive: FilePath) -> String? {
    let (copy, own) = (Disk().resolved(path), Disk().resolved(archive))
    if copy.starts(with: own) {
      return "\(path) is the archive, or in it; a copy belongs on another disk"
    }
    if own.starts(with: copy) { return "the archive is in \(path); a copy belongs elsewhere" }
    return nil
  }
}

/// Reads one of the copies.
private struct ReplicaReading {
  private let written: ConfigurationFile.Replica
  private let place: [any CodingKey]
  private let archive: FilePath
  private let certificates: String?
  private let yaml: YAMLText
  private let resolve: (String) -> FilePath

  init(
    _ written: ConfigurationFile.Replica,
    at place: [any CodingKey],
    of archive: FilePath,
    certificates: String?,
    _ yaml: YAMLText,
    _ resolve: @escaping (String) -> FilePath
  ) {
    (self.written, self.place, self.archive) = (written, place, archive)
    (self.certificates, self.yaml, self.resolve) = (certificates, yaml, resolve)
  }

  private func fault(_ key: String?, _ words: String) -> ConfigurationError {
    yaml.fault(at: place + (key.map { [Key($0)] } ?? []), words)
  }

  func replica(besides others: [Replica]) throws(ConfigurationError) -> Replica {
    guard let name = written.name, let to = written.to else {
      throw fault(nil, "a copy has a `name`, and `to` says where it is")
    }
    let isName =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
    guard isName, name.utf8.count <= 64 else {
      throw fault("name", "small letters, digits and hyphens make a name, 64 at the most")
    }
    guard !others.contains(where: { $0.name == name }) else {
      throw fault("name", "another copy is called “\(name)”, too")
    }
    guard !others.contains(where: { $0.written == to }) else {
      throw fault("to", "another copy is there already")
    }
    return Replica(name: name, place: try place(of: to), written: to)
  }

  private func place(of text: String) throws(ConfigurationError) -> Replica.Place {
    guard !text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
      throw fault("to", "a place has no ? and no # in it, and no key: that belongs into a file")
    }
    if text.hasPrefix("sftp://") { return .sftp(try sftp(text)) }
    if text.hasPrefix("s3:") { return .s3(try s3(String(text.dropFirst(3)))) }
    guard !text.contains("://") else {
      throw fault(
        "to",
        "a folder belongs here, or sftp://user@host/path, or s3:https://host/bucket/prefix"
      )
    }
    try refuse(["key", "hostKey", "region", "credentials"], "a folder needs none")
    let path = resolve(text)
    if let words = Settings.fault(ofCopyAt: path, of: archive) { throw fault("to", words) }
    return .folder(path)
  }

  private func refuse(_ keys: [String], _ words: String) throws(ConfigurationError) {
    let values = [
      "key": written.key, "hostKey": written.hostKey, "region": written.region,
      "credentials": written.credentials,
    ]
    for key in keys where values[key] ?? nil != nil { throw fault(key, words) }
  }

  private func sftp(_ text: String) throws(ConfigurationError) -> Replica.SFTPPlace {
    try refuse(["region", "credentials"], "this is for a store of S3's kind")
    let rest = text.dropFirst("sftp://".count)
    guard let slash = rest.firstIndex(of: "/"), let at = rest[..<slash].lastIndex(of: "@") else {
      throw fault("to", "this is written sftp://user@host/path, with the path from the root")
    }
    let user = String(rest[..<at])
    var host = rest[rest.index(after: at)..<slash]
    var port = 22
    if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
      guard let number = UInt16(host[host.index(after: colon)...]), number > 0 else {
        throw fault("to", "“\(host)” has no port between 1 and 65535")
      }
      port = Int(number)
      host = host[..<colon]
    }
    var path = String(rest[slash...])
    while path.hasSuffix("/") { path.removeLast() }
    guard !path.isEmpty, !user.isEmpty, !user.contains(":"),
      let known = try? WebAddress("https://\(host)/").host, known == host.lowercased()
    else {
      throw fault("to", "this is written sftp://user@host/path, with the path from the root")
    }
    guard let key = written.key else {
      throw fault(nil, "`key` is missing: the file with the private key by which \(user) logs in")
    }
    guard let hostKey = written.hostKey.flatMap(Self.fingerprint) else {
      throw fault(
        written.hostKey == nil ? nil : "hostKey",
        "`hostKey` says by what the host is known, and without it no host is believed: SHA256: and 43 signs, as `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` prints it there"
      )
    }
    return Replica.SFTPPlace(
      host: String(host),
      port: port,
      user: user,
      path: path,
      keyFile: resolve(key),
      hostKey: hostKey
    )
  }

  private static func fingerprint(_ text: String) -> String? {
    let digits = text.hasPrefix("SHA256:") ? text.dropFirst("SHA256:".count) : text[...]
    let isBase64 = digits.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: "/")
    }
    return digits.utf8.count == 43 && isBase64 ? String(digits) : nil
  }

  private func s3(_ text: String) throws(ConfigurationError) -> Replica.S3Place {
    try refuse(["key", "hostKey"], "this is for a host over SFTP")
    let words = "this is written s3:https://host/bucket, or s3:https://host/bucket/prefix"
    guard let mark = text.range(of: "://"), ["http", "https"].contains(text[..<mark.lowerBound])
    else { throw fault("to", words) }
    var parts = text[mark.upperBound...].split(separator: "/", omittingEmptySubsequences: false)
    while parts.last?.isEmpty == true { parts.removeLast() }
    guard parts.count >= 2, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
      let endpoint = try? WebAddress("\(text[..<mark.lowerBound])://\(parts[0])/"),
      !parts[0].contains("@")
    else { throw fault("to", words) }
    guard parts[1].utf8.count >= 3 else {
      throw fault("to", "the name of a bucket has three letters at least")
    }
    var address = endpoint.text
    while address.hasSuffix("/") { address.removeLast() }
    return Replica.S3Place(
      endpoint: address,
      bucket: String(parts[1]),
      prefix: parts.dropFirst(2).joined(separator: "/"),
      region: written.region ?? "us-east-1",
      credentials: written.credentials.map(resolve),
      certificates: certificates
    )
  }
}
