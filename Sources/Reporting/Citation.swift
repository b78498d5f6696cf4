// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Foundation
import Records

/// What somebody writes who relies on a version of a report: whoever reads it can ask for that version, and see by its digest
/// that they got it.
package struct Citation: Encodable, Sendable {
  private let schema = "hanaper/citation/1"

  package enum Form: String, CaseIterable, Sendable {
    case text
    /// For BibTeX and biblatex.
    case bibtex
    /// For reference managers; Research Information Systems, 2011.
    case ris
  }

  /// Where the version stands in the archive's ledger.
  package struct Proof: Encodable, Sendable {
    let ledger: String
    /// Counted from 1.
    let leaf: Int64
    let leaves: Int64

    package init(ledger: String, index: Int64, leaves: Int64) {
      (self.ledger, leaf, self.leaves) = (ledger, index + 1, leaves)
    }
  }

  let title: String
  /// The source's title; where nobody gave one, the host.
  let publisher: String
  let version: Int
  let keptAt: Date
  /// SHA-512.
  let digest: Digest
  let address: String
  /// The document's short name, by which the archive finds it.
  let id: String
  /// Nil where nothing is signed for yet.
  let proof: Proof?

  package init(
    title: String,
    publisher: String,
    version: Int,
    keptAt: Date,
    digest: Digest,
    address: WebAddress,
    proof: Proof?
  ) {
    self.title = title.isEmpty ? address.lastPathComponent : title
    (self.publisher, self.version, self.keptAt) = (publisher, version, keptAt)
    (self.digest, self.address, id) = (digest, address.text, address.shortID)
    self.proof = proof
  }

  /// The citation as a text of one or more lines, with the end of the last one.
  ///
  /// - Parameter form: for whom.
  /// - Returns: the text.
  package func written(as form: Form) -> String {
    switch form {
    case .text: text
    case .bibtex: bibTeX
    case .ris: ris
    }
  }

  private var day: String { Readable.day(keptAt) }

  private var proofInWords: String? {
    proof.map { "leaf \($0.leaf) of \($0.leaves) in the ledger \($0.ledger)" }
  }

  private var text: String {
    let proof = proofInWords.map { "\nProof: \($0)." } ?? ""
    return """
      \(CleanText.clean(title)). \(CleanText.clean(publisher)). Version \(version), kept on \(Readable.date(keptAt)).
      \(address)
      SHA-512: \(digest.hex)\(proof)

      """
  }

  // MARK: BibTeX

  private var bibTeX: String {
    let note = [
      "Version \(version), kept on \(Readable.date(keptAt)). SHA-512: \(digest.hex)", proofInWords,
    ].compactMap(\.self).joined(separator: ". Proof: ")
    let fields = [
      ("title", "{\(Self.escaped(title))}"), ("author", "{\(Self.escaped(publisher))}"),
      ("year", "n.d."), ("url", Self.inBraces(address)), ("urldate", day),
      ("note", Self.escaped(note)),
    ]
    let lines = fields.map { "  \($0) = {\($1)},\n" }.joined()
    return "@misc{hanaper-\(id)-v\(version),\n\(lines)}\n"
  }

  private static let commands: [Character: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "&": "\\&", "%": "\\%", "$": "\\$",
    "#": "\\#", "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
  ]

  private static func escaped(_ text: String) -> String {
    CleanText.clean(text).map { commands[$0] ?? String($0) }.joined()
  }

  /// An address: what would end the field is written as in an address.
  private static func inBraces(_ address: String) -> String {
    address.replacing("{", with: "%7B").replacing("}", with: "%7D")
  }

  // MARK: RIS

  private var ris: String {
    let fields = [
      ("TY", "RPRT"), ("TI", CleanText.clean(title)), ("PB", CleanText.clean(publisher)),
      ("ET", "Version \(version)"), ("Y2", day.replacing("-", with: "/")), ("UR", address),
      ("N1", "Kept on \(Readable.date(keptAt)). SHA-512: \(digest.hex)"),
    ]
    let proof = proofInWords.map { [("N1", "Proof: \($0)")] } ?? []
    return ((fields + proof).map { "\($0)  - \($1)" } + ["ER  - "]).map { $0 + "\r\n" }.joined()
  }
}
