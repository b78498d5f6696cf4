// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Records
import Addressing
import Archiving
import Filing
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// One way in which one file of an archive comes to be other than it was.
enum Harm: String, CaseIterable {
  case flippedInTheMiddle, flippedAtTheStart, flippedAtTheEnd, cut, emptied, deleted
  case linkToItself, directory

  func befall(_ file: FilePath) throws {
    let disk = Disk()
    var bytes = try disk.read(file)
    try disk.removeFile(file)
    switch self {
    case .flippedInTheMiddle where !bytes.isEmpty: bytes[bytes.count / 2] ^= 1
    case .flippedAtTheStart where !bytes.isEmpty: bytes[0] ^= 1
    case .flippedAtTheEnd where !bytes.isEmpty: bytes[bytes.count - 1] ^= 1
    case .cut: bytes = Array(bytes.prefix(bytes.count / 2))
    case .emptied: bytes = []
    case .deleted: return
    case .linkToItself:
      return try FileManager.default.createSymbolicLink(
        atPath: file.string,
        withDestinationPath: file.string
      )
    case .directory: return try disk.makeDirectory(file)
    default: break
    }
    try disk.create(file, holding: bytes)
  }
}

/// A partnership with two list pages and three reports, one of which has two versions.
struct DamagedArchive {
  static let changing = ["/a.pdf", "/b.pdf", "/c.pdf"]
  static let second = "/more/"

  let site: Partnership

  /// Two nights after which everything is in order.
  init(_ site: Partnership) async throws {
    self.site = site
    for target in Self.changing { site.serve(target, Bodies.pdf("\(target) one")) }
    listings(second: ["/c.pdf"])
    _ = try await night()
    site.serve("/a.pdf", Bodies.pdf("/a.pdf two"))
    _ = try await night()
  }

  /// Runs `body` with such an archive, and the folder of the object that has two versions.
  static func run(_ body: (DamagedArchive, FilePath) async throws -> Void) async throws {
    try await Partnership.run { site in
      let archive = try await DamagedArchive(site)
      try await body(archive, site.archive.path.pushing(FilePath(archive.object("/a.pdf"))))
    }
  }

  func night() async throws -> RunReport {
    let page = try site.address(Self.second)
    return try await site.night {
      $0.sources.append(Source(id: "more", title: "More", place: .page(page)))
    }
  }

  /// List pages that are answered with 304 where they are as before.
  private func listings(second targets: [String]) {
    for (page, targets) in [("/reviews/", ["/a.pdf", "/b.pdf"]), (Self.second, targets)] {
      let links = targets.map { "<a href=\"\($0)\">Report \($0)</a>" }.joined()
      let text = "<!doctype html><title>Reviews</title><main><h1>Reviews</h1>\(links)</main>"
      site.serve(page, Array(text.utf8), type: "text/html; charset=utf-8")
    }
  }

  /// The site as it is on the night after the harm: every report is other than before, and one is new.
  func change() {
    for target in Self.changing { site.serve(target, Bodies.pdf("\(target) three")) }
    site.serve("/d.pdf", Bodies.pdf("/d.pdf one"))
    listings(second: ["/c.pdf", "/d.pdf"])
  }

  /// Flips a bit in the digest of a document's first line.
  func flipLine(of target: String, in manifest: FilePath) throws {
    var text = try Disk().readText(manifest)
    let object = try object(target)
    let end = try #require(text.firstRange(of: "  \(object)/")).lowerBound
    let place = text.index(end, offsetBy: -64)
    text.replaceSubrange(place...place, with: text[place] == "0" ? "1" : "0")
    try Disk().replace(manifest, with: text)
  }

  /// The object of a target, relative to the archive.
  func object(_ target: String) throws -> String {
    let directory = site.archive.root.directory(of: ObjectID(try site.address(target).text))
    return String(directory.string.dropFirst(site.archive.path.string.utf8.count + 1))
  }
}
