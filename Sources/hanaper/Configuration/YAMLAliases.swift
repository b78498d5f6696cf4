// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import SystemPackage

/// How much a YAML text becomes when its aliases are put in.
///
/// Ten lines of ten aliases each, every one of the line before, are ten thousand million values to whoever compares
/// two of them; so that is refused before the reader sees it. It is reckoned from the text alone: an alias counts
/// to the anchor before it.
enum YAMLAliases {
  /// No configuration comes near this.
  private static let most = 1_000_000

  static func refuseGrowth(in text: String, of file: FilePath) throws(ConfigurationError) {
    var sizes: [Substring: Int] = [:]
    var anchor: Substring?
    var total = 0
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      for mark in line.matches(of: /(?:^|[\s\[,{:-])([&*])([\w-]+)/) {
        if mark.1 == "&" {
          anchor = mark.2
          sizes[mark.2] = 1
          continue
        }
        guard let size = sizes[mark.2] else { continue }
        total += size
        if let anchor { sizes[anchor, default: 1] += size }
        guard total <= most else {
          throw ConfigurationError(
            file: file,
            line: number + 1,
            column: line.distance(from: line.startIndex, to: mark.1.startIndex) + 1,
            message: "what is repeated here holds repetitions itself, too many in all; write it out"
          )
        }
      }
    }
  }
}
