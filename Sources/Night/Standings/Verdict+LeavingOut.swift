// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

extension Verdict {
  /// Why what is not held is left out after this verdict; nil where it says nothing of that.
  ///
  /// - Parameter kinds: what is kept of it.
  /// - Returns: the reason.
  func reasonToLeaveOut(wanting kinds: Set<BodyKind>) -> LeftOutReason? {
    switch self {
    case .refused(.robots): .robots
    case .refused(.tooLarge): .tooLarge
    case .refused(.privateAddress): .privateAddress
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
