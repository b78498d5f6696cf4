// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing

/// Where redirects led, seen from where they began.
struct RedirectCourse {
  let endsAtHome: Bool
  let endsAtErrorPage: Bool
  /// The end is a folder above the beginning, on the same host or not.
  let endsHigherUp: Bool

  init(from requested: WebAddress, to final: WebAddress) {
    let start = Self.segments(requested)
    let end = Self.segments(final)
    // Where the query is the identity, the path may be the same at both ends.
    let isSame = requested.target == final.target
    let wasHome = Self.isHome(start) && requested.query == nil
    endsAtHome = !isSame && !wasHome && Self.isHome(end) && final.query == nil
    endsAtErrorPage = !isSame && end.contains(where: Self.errorPages.contains)
    endsHigherUp = !isSame && end.count < start.count && start.starts(with: end)
  }

  /// The parts of a path in small letters, each without its extension.
  private static func segments(_ address: WebAddress) -> [String] {
    address.path.split(separator: "/").map { segment in
      String(segment.lowercased().prefix { $0 != "." })
    }
  }

  private static func isHome(_ segments: [String]) -> Bool {
    segments.isEmpty || (segments.count == 1 && homes.contains(segments[0]))
  }

  private static let homes: Set<String> = ["home", "index", "default", "homepage"]

  private static let errorPages: Set<String> = [
    "404", "error", "errors", "error404", "404error", "not-found", "notfound", "page-not-found",
    "pagenotfound", "errorpage", "error-page", "page_not_found", "not_found",
  ]
}
