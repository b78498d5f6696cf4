// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

// What a person decides comes by the same way as what a night brings.
extension Intake {
  /// Takes in what a person decided.
  func record(_ decision: Decision) async throws {
    try await makeRoom()
    fill()
    filling.decisions.append(decision)
  }

  /// Takes in that a person wants a body kept that waited in quarantine.
  ///
  /// - Parameters:
  ///   - accession: the body; it is copied, and stays where it is.
  ///   - decision: what is to be said of it, with the version that it became; nil where there is none.
  /// - Returns: what became of it; where something of the document is still damaged, no version, and nothing is written down.
  /// - Throws: where something cannot be written.
  func accept(
    _ accession: Accession,
    _ decision: @Sendable (Int) -> Decision
  ) async throws -> Taking {
    let taking = try await take(accession)
    if let version = taking.version { filling.decisions.append(decision(version)) }
    return taking
  }
}
