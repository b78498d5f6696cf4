// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Foundation

/// What is wrong here, as a quick verification finds it: nothing of that is written to a copy, or taken away there.
struct LocalFaults: Sendable {
  private(set) var notices: [ReplicaNotice] = []
  private var paths: Set<String> = []

  static let none = LocalFaults()

  private init() {}

  /// - Parameters:
  ///   - archive: which.
  ///   - trust: what is known of its ledger from elsewhere.
  /// - Throws: `CancellationError`; what is wrong is the answer.
  init(of archive: Archive, against trust: HeldAgainst) async throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let outcome = try await Verification(of: archive, against: trust).full(.quick, cores: cores)
    for finding in outcome.findings where finding.severity == .damage && !finding.isOfCatalogue {
      // The ledger is told by itself.
      guard !finding.path.hasPrefix(Archive.ledgerFolder) else { continue }
      notices.append(ReplicaNotice(.damagedHere, finding.path, finding.sentence))
      paths.formUnion([finding.path] + finding.files)
    }
  }

  /// Whether anything in a folder is one of these.
  func isIn(_ folder: String) -> Bool {
    paths.contains { $0 == folder || $0.hasPrefix(folder + "/") }
  }

  /// Whether a file is one of these, or lies in a folder that is.
  func has(_ name: String) -> Bool {
    guard !paths.isEmpty else { return false }
    if paths.contains(name) { return true }
    var end = name.endIndex
    while let slash = name[..<end].lastIndex(of: "/") {
      if paths.contains(String(name[..<slash])) { return true }
      end = slash
    }
    return false
  }
}
