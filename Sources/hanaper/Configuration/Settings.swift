// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Archiving
import Curl
import Delivery
import Extraction
import Fetching
import Filing
import Synchronising
import SystemPackage

/// What the configuration means: paths resolved, addresses parsed, amounts read.
///
/// Made once, before anything is done.
struct Settings {
  let file: FilePath
  let archive: FilePath
  let contact: String
  /// What is to be said where the contact is still the placeholder of the configuration that ships.
  let missingContact: ConfigurationError?
  let politeness: Politeness
  let retries: RetryPolicy
  let limits: TransferLimits
  let space: SpaceBudget
  let quarantineBytes: Int64
  let ledgerKey: LedgerKey
  /// Who is asked to sign for its checkpoints as well.
  let witnesses: [LedgerWitness]
  /// The authorities that are asked for a time stamp over them.
  let timestamps: [WebAddress]
  /// Where what a run has to say is brought to.
  let outputs: Outputs
  /// Where copies of the archive are.
  let replicas: [Replica]
  /// Words to be told of where they stand in a text that came.
  let watchwords: [String]
  /// The files in which their secrets are, by the keys that name them.
  let secretFiles: [String: FilePath]
  /// Of these, what cannot work as the machine is now.
  let outputFaults: [OutputFault]
  let network: NetworkSettings
  /// As it is written: which host and port are connected to in the place of which.
  let connections: [(from: String, to: String)]
  let sources: [Source]

  /// The same, to be looked for.
  var watch: Watchwords { Watchwords(watchwords) }

  static let version = "0.1.0"
  static let tool = "hanaper/\(version)"

  /// By what name sites are asked.
  static func userAgent(_ contact: String) -> String {
    contact == Contact.placeholder ? tool : "\(tool) (+\(contact))"
  }

  /// The sources that a run reads: those named, or all that are enabled.
  ///
  /// - Throws: an error that names the nearest source where one is unknown.
  func sources(named names: [String]) throws -> [Source] {
    guard !names.isEmpty else { return sources.filter(\.isEnabled) }
    return try names.map { name in
      guard let source = sources.first(where: { $0.id == name }) else {
        throw UnknownSource(name: name, known: sources.map(\.id), file: file)
      }
      return source
    }
  }
}

struct UnknownSource: Error, CustomStringConvertible {
  let name: String
  let known: [String]
  let file: FilePath

  var description: String {
    let nearest = Spelling.nearest(to: name, among: known)
    let advice =
      nearest.map { "did you mean “\($0)”?" }
      ?? "`\(NextCommand("source", "list").typed)` names them"
    return "no source “\(name)” in \(file); \(advice)"
  }
}
