// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What commands put into `staging/`; anything else somebody moved there, and nobody here removes it.
enum StagingNames {
  /// How the names of all of it begin.
  private static let beginnings = [
    "batch", "spool", Archive.storageRoot, "let-go", "accepted-", "repair-", "README.md",
    ChecksumManifest.fileName, "catalogue.sqlite",
  ]

  static func isOurs(_ name: String) -> Bool { beginnings.contains(where: name.hasPrefix) }
}
