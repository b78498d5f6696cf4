// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import SystemPackage

/// A bag: files with their checksums, as archives hand them to each other.
///
/// Source: RFC 8493 <https://www.rfc-editor.org/rfc/rfc8493>
struct Bag {
  private let place: FilePath

  /// - Parameter place: its folder; what it holds goes below `data`.
  init(at place: FilePath) { self.place = place }

  var payload: FilePath { place.appending("data") }
  var manifest: FilePath { place.appending("manifest-sha512.txt") }

  /// Writes what makes the folder a bag, when its manifest is there.
  ///
  /// - Parameters:
  ///   - files: how many it holds, and of how many bytes.
  ///   - facts: what is said of it, label and value.
  ///   - date: the day that it is of: that of the newest document in it.
  /// - Throws: where a file cannot be written.
  func close(
    _ files: (count: Int, bytes: Int64),
    _ facts: [(String, String)],
    date: Date
  ) throws {
    let info =
      facts + [
        ("Bagging-Date", date.formatted(.iso8601.year().month().day())),
        ("Payload-Oxum", "\(files.bytes).\(files.count)"),
      ]
    let tags: [(name: String, text: String)] = [
      ("bag-info.txt", info.map { "\($0.0): \(Self.plain($0.1))\n" }.joined()),
      ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
    ]
    for tag in tags { try Disk().replace(place.appending(tag.name), with: tag.text) }
    var stream = DigestStream(.sha512)
    try ReadableFile(manifest).forEachChunk { stream.update($0) }
    let sums =
      tags.map { ($0.name, Digest.of(Array($0.text.utf8), by: .sha512)) }
      + [("manifest-sha512.txt", stream.finish())]
    try Disk().replace(
      place.appending("tagmanifest-sha512.txt"),
      with: sums.map { "\($0.1.hex)  \($0.0)\n" }.joined()
    )
  }

  private static func plain(_ value: String) -> String {
    value.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
