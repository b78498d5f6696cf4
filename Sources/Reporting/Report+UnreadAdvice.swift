// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Night
import Records

// What to do about a list that was not read. Each verdict is named, so that a new one must be given its own step.
extension Report {
  /// What to do about a list page that was not read.
  static func advice(
    onReading source: RunReport.SourceOutcome,
    in wording: Wording
  ) -> CleanText {
    let page: CleanText = source.address.map { "\($0)" } ?? "its page"
    let again: CleanText =
      "it is asked again in the next run; should it stay so, open \(page) with a browser"
    let moved: CleanText =
      "open \(page) with a browser; if the list has moved, write its new address into the configuration"
    switch source.verdict {
    case nil, .gone, .notFound, .unreachable(.nameUnknown): return moved
    case .softMissing(let reason): return advice(onReading: reason, page, moved: moved)
    case .refused(let refusal): return advice(onReading: source, refusal, in: wording)
    case .blocked, .forbidden, .authenticationRequired:
      return "open \(page) with a browser. \(wording.askingTheSite)"
    case .tls: return "open \(page) with a browser, which will warn of it too, and tell the site"
    case .rateLimited, .serverError, .damaged: return again
    case .clientError(451):
      return "open \(page) with a browser, and ask the site what became of the list"
    case .clientError: return "open \(page) with a browser. \(wording.askingTheSite)"
    case .unreachable(.robotsUnread):
      let file: CleanText = source.address.map { "\($0.origin)/robots.txt" } ?? "its robots.txt"
      return "it is asked again in the next run; should it stay so, open \(file) with a browser"
    case .unreachable(.ownNetwork):
      return
        "look at this machine's network, and at `proxy` below `network` in the configuration; it is asked again in the next run"
    case .unreachable: return again
    case .document, .unchanged, .page, .moved, .movedAndChanged:
      // Something came, and it is no list of the kind that the source names.
      let command = NextCommand("explain", source.address?.text ?? "")
      return
        "`\(wording.command(command))` shows what came; open \(page) with a browser, and write the address of the list into the configuration"
    }
  }

  private static func advice(
    onReading reason: SoftMissingReason,
    _ page: CleanText,
    moved: CleanText
  ) -> CleanText {
    switch reason {
    case .notFoundPage, .redirectedHome, .redirectedUp, .viewerPage, .landingPage, .wrongType,
      .rejected:
      moved
    case .siteNotice:
      "nothing, if the site recovers; should it stay so, open \(page) with a browser"
    case .parked:
      "nobody keeps a site there any more: look for its new one, and write the address of the list into the configuration"
    }
  }

  private static func advice(
    onReading source: RunReport.SourceOutcome,
    _ refusal: Refusal,
    in wording: Wording
  ) -> CleanText {
    let page: CleanText = source.address.map { "\($0)" } ?? "its page"
    switch refusal {
    case .robots:
      let command = NextCommand("explain", source.address?.text ?? "")
      return
        "`\(wording.command(command))` says by which line; a reason in `ignoreRobots` overrules it"
    case .privateAddress:
      return
        "if that network is yours, write `allowPrivateAddresses: true` below `network` in the configuration"
    case .tooLarge:
      return
        "raise `documentSize` below `limits` in the configuration, or write the address of a list there that is in parts"
    case .noSpace: return "make room on the archive's disk; it is asked again in the next run"
    case .suppressed: return "write the address that \(page) is at now into the configuration"
    case .unreadable: return "look at this machine's disk; it is asked again in the next run"
    case .deferred, .failingHost:
      return "it is asked again in the next run; should it stay so, open \(page) with a browser"
    case .redirectLoop, .tooManyRedirects, .scheme, .downgrade, .invalidAddress:
      return
        "open \(page) with a browser: if it shows the list, write the address it ends at into the configuration; else tell the site"
    }
  }
}
