// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

extension Verdict {
  /// Why what is not held is left out after this verdict; nil where it says nothing of that.
  ///
  /// A page that a list links to is none of its documents; one whose address a person wrote down was meant.
  ///
  /// - Parameters:
  ///   - kinds: what is kept of it.
  ///   - isNamed: whether the configuration names it by its address.
  /// - Returns: the reason.
  func reasonToLeaveOut(wanting kinds: Set<BodyKind>, isNamed: Bool = false) -> LeftOutReason? {
    switch self {
    case .page where isNamed && !kinds.contains(.html): .page
    case .document(let kind) where kind.isLooseText && !kinds.contains(kind): .otherKind
    case .refused(.robots): .robots
    case .refused(.tooLarge): .tooLarge
    case .refused(.privateAddress): .privateAddress
    case .refused(.suppressed): .suppressed
    case .softMissing(.viewerPage): .viewer
    case .softMissing(.rejected): .rejected
    case .softMissing(.landingPage), .softMissing(.wrongType), .softMissing(.siteNotice): .page
    case .document(.unknown) where !kinds.contains(.unknown): .unknownKind
    case .authenticationRequired: .login
    case .blocked, .forbidden: .wall
    case .notFound, .gone, .softMissing: .dead
    default: nil
    }
  }
}
