// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Records

/// One of each verdict, with every reason.
package enum EveryVerdict {
  package static let all: [Verdict] = {
    let address = WebAddress(alreadyNormal: "https://example.org/b.pdf")
    var all: [Verdict] = [
      .document(.pdf), .document(.unknown), .unchanged, .page, .moved(to: address),
      .movedAndChanged(to: address, .docx), .gone, .notFound, .authenticationRequired, .forbidden,
      .rateLimited(retryAfter: nil), .rateLimited(retryAfter: .seconds(90)),
      .serverError(status: 500), .serverError(status: 304), .clientError(status: 451),
    ]
    all += SoftMissingReason.allCases.map { .softMissing($0) }
    all += BotWall.allCases.map { .blocked(by: $0) }
    all += UnreachableReason.allCases.map { .unreachable($0) }
    all += TLSFault.allCases.map { .tls($0) }
    all += Damage.allCases.map { .damaged($0) }
    all += Refusal.allCases.map { .refused($0) }
    return all
  }()
}
