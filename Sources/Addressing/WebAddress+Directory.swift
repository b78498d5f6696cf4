// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension WebAddress {
  /// All of it up to the last slash before its query: what stands beside each other on a site has the same.
  package var directory: String {
    let path = text[..<(text.firstIndex(of: "?") ?? text.endIndex)]
    return String(path[...(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
