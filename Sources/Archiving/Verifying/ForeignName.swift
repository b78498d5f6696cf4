// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The names of what file managers, editors and network drives leave in every folder they come to.
///
/// Only asked for where files of our own have names that nobody can know beforehand.
enum ForeignName {
  private static let names: Set = [
    ".DS_Store", ".directory", "Thumbs.db", "desktop.ini", "@eaDir", "#recycle", "lost+found",
    ".Spotlight-V100", ".Trashes", ".fseventsd",
  ]

  static func isKnown(_ name: String) -> Bool {
    names.contains(name) || name.hasPrefix("._") || name.hasPrefix(".~") || name.hasPrefix(".nfs")
      || name.hasPrefix(".Trash-") || name.hasSuffix("~") || name.hasSuffix(".swp")
  }
}
