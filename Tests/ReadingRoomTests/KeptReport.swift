// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Records

/// A report that is kept in some versions.
enum KeptReport {
  static let address = WebAddress(alreadyNormal: "https://www.example.org/a.pdf")

  static func version(_ number: Int, _ seconds: Double) -> Version {
    Version(
      address: address,
      number: number,
      digest: Digest.of("\(number)"),
      size: 5,
      kind: .pdf,
      capturedAt: Date(timeIntervalSince1970: seconds),
      path: "ocfl/a",
      fileName: "a.pdf",
      fingerprint: nil,
      title: "A",
      role: .document
    )
  }
}
