// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import SystemPackage

/// The collections that some tests read and the repository does not hold.
///
///     @Test(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"))
package enum OutsideData {
  package static let whereToPutIt =
    "set HANAPER_TEST_DATA to the folder of outside collections"

  /// Whether there is a folder of outside collections at all.
  package static var isPresent: Bool {
    isDirectory(root)
  }

  /// The folder of one collection, or `nil` if it is not there.
  package static func directory(_ name: String) -> FilePath? {
    let directory = root.appending(name)
    return isDirectory(directory) ? directory : nil
  }

  private static let root: FilePath =
    if let path = ProcessInfo.processInfo.environment["HANAPER_TEST_DATA"], !path.isEmpty {
      FilePath(path)
    } else {
      packageRoot.appending("../shared/data").lexicallyNormalized()
    }

  /// The package's own folder: this file is in its `Tests/Support`.
  private static let packageRoot = FilePath(#filePath)
    .removingLastComponent()
    .removingLastComponent()
    .removingLastComponent()

  private static func isDirectory(_ path: FilePath) -> Bool {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path.string, isDirectory: &isDirectory)
    return exists && isDirectory.boolValue
  }
}
