// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Foundation
import Records
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// A night by a user who may not read all that is kept.
@Suite(.timeLimit(.minutes(5)))
struct `A night over what only another user may read` {
  /// A night on which files of these names in one object are closed.
  private static func night(
    _ archive: DamagedArchive,
    _ object: FilePath,
    closing names: Set<String>
  ) async throws -> RunReport {
    archive.change()
    return try await DiskLook.$observer.withValue({ path in
      path.starts(with: object) && names.contains(path.lastComponent?.string ?? "")
        ? .permissionDenied : nil
    }) { try await archive.night() }
  }

  @Test(arguments: [["inventory.json"], ["inventory.json.sha512"]])
  func `tells whom it belongs to, and no damage`(names: Set<String>) async throws {
    try await DamagedArchive.run { archive, object in
      let report = try await Self.night(archive, object, closing: names)
      #expect(report.damaged.isEmpty, "\(report.damaged.map(\.sentence))")
      #expect(report.catalogueFaults.isEmpty)
      let item = try #require(report.unread?.first)
      #expect(report.unread?.count == 1)
      #expect(item.address == (try archive.site.address("/a.pdf")))
      #expect(item.readableBy?.isEmpty == false)
      #expect(item.sentence.contains("may not be read"), "\(item.sentence)")
      #expect(item.waiting != nil, "what came waits")
      #expect(report.hasNews)
      #expect(report.news.count { $0.news == .replaced } == 2, "the others are kept")
      let next = try await archive.night()
      #expect(next.damaged.isEmpty && next.unread == nil, "it is whole")
    }
  }

  @Test func `a fault of the disk is damage still`() async throws {
    try await DamagedArchive.run { archive, object in
      archive.change()
      let report = try await DiskLook.$observer.withValue({ path in
        path == object.appending("inventory.json") ? .ioError : nil
      }) { try await archive.night() }
      #expect(report.unread == nil)
      #expect(report.damaged.count == 1)
    }
  }

  @Test func `a report of a run that is closed is no damage`() async throws {
    try await DamagedArchive.run { archive, _ in
      let runs = archive.site.archive.path.appending("runs")
      let last = try #require(try Disk().list(runs).last)
      let file = runs.appending(last.component).appending("report.json")
      let report = try await DiskLook.$observer.withValue({
        $0 == file ? .permissionDenied : nil
      }) { try await archive.night() }
      #expect(report.damaged.isEmpty, "\(report.damaged.map(\.sentence))")
      #expect(report.unread?.first?.sentence.contains("\(file) may not be read") == true)
    }
  }
}
