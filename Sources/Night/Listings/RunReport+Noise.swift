// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

extension RunReport.SourceOutcome {
  /// What follows from its links having other addresses each night.
  package static let sentenceOfNoise =
    "its links have other addresses each night; where a file changes in the same night, it is kept as a new document"

  /// What the configuration would say, for them to be no more than the same documents; nil where it need not say anything.
  package var noiseSetting: String? {
    proposedNoise.map { "`queryNoise: [\($0.joined(separator: ", "))]`" }
  }
}
