// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Testing

@testable import Reporting

@Suite(.timeLimit(.minutes(1)))
struct `A citation` {
  private func citation(_ title: String, isProven: Bool = true) throws -> Citation {
    Citation(
      title: title,
      publisher: "Northbrook & Partners",
      version: 2,
      keptAt: Date(timeIntervalSince1970: 1_700_000_000),
      digest: Digest.of([1, 2, 3]),
      address: try WebAddress("https://example.org/a_{b}.pdf"),
      proof: isProven ? Citation.Proof(ledger: "example.org/hanaper/x", index: 8, leaves: 17) : nil
    )
  }

  @Test func `has what somebody needs to ask for just that version`() throws {
    let text = try citation("Child D").written(as: .text)
    #expect(
      text == """
        Child D. Northbrook & Partners. Version 2, kept on 2023-11-14 22:13 UTC.
        https://example.org/a_%7Bb%7D.pdf
        SHA-512: \(Digest.of([1, 2, 3]).hex)
        Proof: leaf 9 of 17 in the ledger example.org/hanaper/x.

        """
    )
    #expect(try !citation("Child D", isProven: false).written(as: .text).contains("Proof"))
  }

  @Test func `is one entry for BibTeX, whatever is in the title`() throws {
    let title = ##"100 % {of} \ "A & B" #1_2 ~ ^ $x"##
    let text = try citation(title).written(as: .bibtex)
    #expect(text.hasPrefix("@misc{hanaper-"))
    #expect(
      text.contains(
        ##"title = {{100 \% \{of\} \textbackslash{} "A \& B" \#1\_2 \textasciitilde{} \textasciicircum{} \$x}}"##
      )
    )
    var depth = 0
    var isEscaped = false
    for character in text {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch character {
      case "\\": isEscaped = true
      case "{": depth += 1
      case "}": depth -= 1
      default: break
      }
      #expect(depth >= 0)
    }
    #expect(depth == 0)
  }

  @Test func `has a line for each field for a reference manager`() throws {
    let lines = try citation("A\nB").written(as: .ris).split(separator: "\r\n")
    #expect(lines.first == "TY  - RPRT")
    #expect(lines.last == "ER  - ")
    #expect(lines.contains("TI  - A B"))
    #expect(lines.allSatisfy { $0.dropFirst(2).hasPrefix("  - ") })
  }
}
