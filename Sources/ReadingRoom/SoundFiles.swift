// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Filing
import Records
import Synchronization
import SystemPackage

/// The files of versions whose bytes were compared with their digest, so that a viewer that asks part by part does not have
/// all of it read again for each.
final class SoundFiles: Sendable {
  private let seen = Mutex<[String: FileStamp]>([:])
  private static let most = 10_000

  /// - Parameters:
  ///   - version: whose.
  ///   - archive: where it is kept.
  /// - Returns: the file; nil where it is not as it was kept.
  func path(of version: Version, in archive: Archive) -> FilePath? {
    let key = "\(version.number) \(version.address)"
    if let path = try? archive.contentFile(of: version.address, version: version.number),
      let now = FileStamp(of: path), seen.withLock({ $0[key] }) == now
    {
      return path
    }
    guard let path = try? archive.soundContentFile(of: version.address, version: version.number),
      let now = FileStamp(of: path)
    else { return nil }
    seen.withLock { seen in
      if seen.count >= Self.most { seen = [:] }
      seen[key] = now
    }
    return path
  }
}
