// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

@testable import Archiving

/// What lies behind a link stays, or is somebody else's: nobody may say that it was let go of.
@Suite(.timeLimit(.minutes(5)))
struct `Letting go of a document behind a link` {
  @Test(arguments: ["", "object", "v1/content"])
  func `is refused before anything is written, and nothing behind it is touched`(place: String)
    async throws
  {
    try await ScratchDirectory.run { folder in
      try await LettingGoRun.prepare(in: folder)
      let run = try LettingGoRun(in: folder)
      let object = run.archive.root.directory(of: ObjectID(LettingGoRun.address))
      let link =
        switch place {
        case "": object.removingLastComponent()
        case "object": object
        default: object.pushing(FilePath(place))
        }
      let outside = folder.appending("outside")
      try Disk().rename(link, to: outside)
      try FileManager.default.createSymbolicLink(
        atPath: link.string,
        withDestinationPath: outside.string
      )
      let before = (try Tree(run.archive.path), try Tree(outside))
      let error = await #expect(throws: StorageError.self) { try await run.suppress() }
      #expect(error.map { "\($0)".hasPrefix("\(link) is a link") } == true)
      let changes = try Tree(run.archive.path).changes(since: before.0)
      #expect(changes.filter { !$0.hasPrefix("catalogue") && $0 != Archive.lockName } == [])
      #expect(try Tree(outside).changes(since: before.1) == [])
    }
  }

  @Test func `that appeared when it had begun, stops there and goes on without it`() async throws {
    try await ScratchDirectory.run { folder in
      try await LettingGoRun.prepare(in: folder)
      let run = try LettingGoRun(in: folder)
      let object = run.archive.root.directory(of: ObjectID(LettingGoRun.address))
      // It stops once it is stated, as a power cut would.
      _ = try? await DiskStep.$observer.withValue({ step in
        if case .rename(object, _) = step { return .fail(.ioError) }
        return .pass
      }) {
        try await run.suppress()
      }
      let outside = folder.appending("outside")
      try Disk().rename(object, to: outside)
      try FileManager.default.createSymbolicLink(
        atPath: object.string,
        withDestinationPath: outside.string
      )
      let before = try Tree(outside)
      await #expect(throws: StorageError.self) { _ = try await LettingGo.finish(in: run.archive) }
      #expect(try Tree(outside).changes(since: before) == [])
      try Disk().removeFile(object)
      try Disk().rename(outside, to: object)
      #expect(try await LettingGo.finish(in: run.archive) != nil)
      #expect(try run.traces() == [])
    }
  }
}
