// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage

/// An installation in a folder of its own: a configuration and an empty archive, for sites that are
/// served on loopback under their own names.
struct Installation {
  let folder: FilePath
  let program: Program

  var archive: FilePath { folder.appending("Archive") }

  /// What is good for tests: no small disk stops them.
  static let limits = "{ documentSize: 5MB, freeSpace: 0B }"

  /// Makes the archive with `hanaper init`, then writes the configuration.
  ///
  /// - Parameters:
  ///   - folder: where; its parent exists.
  ///   - hosts: `name:port` of each site.
  ///   - port: where on loopback all of them are served.
  ///   - connections: at once to each host.
  ///   - certificates: the authority that signs for them.
  ///   - limits: in YAML.
  ///   - sources: in YAML, a list.
  /// - Throws: where `init` fails.
  init(
    in folder: FilePath,
    hosts: [String],
    at port: Int,
    connections: Int = 4,
    certificates: FilePath? = nil,
    limits: String = Self.limits,
    sources: String
  ) async throws {
    self.folder = folder
    let made = try await Program.runBare(
      "init",
      folder.string,
      "--contact",
      "mailto:test@example.org"
    )
    guard made.status == 0 else { throw Failure(description: made.errorText) }
    let configuration = folder.appending("Config").appending("hanaper.yaml")
    program = Program(configuration: configuration)
    let mappings = hosts.map { "    \"\($0)\": \"127.0.0.1:\(port)\"" }.joined(separator: "\n")
    let text = """
      archive: ../Archive
      contact: mailto:test@example.org
      politeness: { delay: 0s, connectionsPerHost: \(connections), retries: 0 }
      limits: \(limits)
      network:
        allowPrivateAddresses: true
        certificates: \(certificates?.string ?? "null")
        connectTo:
      \(mappings)
      sources:
      \(sources)

      """
    try Files.writeBytes(Array(text.utf8), to: configuration)
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What other programs find wrong with the archive: `sha512sum` with a content file, and ocfl-py,
  /// where it is installed, with any object or the storage root.
  func complaints() async throws -> [String] {
    let line = "cd \"$1\" && sha512sum --strict --quiet -c manifest-sha512.txt"
    let run = try await Program.shell(line, [archive.string])
    let complaints = run.status == 0 ? [] : [run.text + run.errorText]
    guard OCFLJudge.isPresent else { return complaints }
    return try await complaints + OCFLJudge.complaints(about: archive.appending("ocfl"))
  }
}
