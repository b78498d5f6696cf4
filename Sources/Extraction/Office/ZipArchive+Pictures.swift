// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension ZipArchive {
  /// The digests of the pictures and charts in an office file, sorted; nil where one of them cannot be read.
  ///
  /// Source: ECMA-376-1 §15.2.14 (image parts), §14.2.1 (chart parts); OpenDocument 1.3 part 2, §3.1, for `Pictures`
  var pictures: [Digest]? {
    mutating get {
      guard !hasMore else { return nil }
      var digests: [Digest] = []
      for name in names where Self.isPicture(name) {
        guard let bytes = file(name) else { return nil }
        var stream = DigestStream(.sha256)
        stream.update(bytes.span)
        digests.append(stream.finish())
      }
      return digests.sorted { $0.hex < $1.hex }
    }
  }

  private static func isPicture(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard let file = parts.last, !file.isEmpty else { return false }
    return parts.first == "Pictures"
      || parts.dropLast().contains { $0 == "media" || ($0 == "charts" && file.hasSuffix(".xml")) }
  }
}
