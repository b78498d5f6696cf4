// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import NIOCore
import Synchronization

/// Pages that were made since the archive changed last.
final class PageCache: Sendable {
  private struct Shelf {
    var state = -1
    var pages: [String: RoomAnswer.Page] = [:]
    var bytes = 0
  }

  private let shelf = Mutex(Shelf())
  private static let mostBytes = 24 << 20
  private static let longestKey = 512

  /// - Parameters:
  ///   - key: the target of the request.
  ///   - state: of the archive.
  /// - Returns: nil where it has to be made.
  func page(_ key: String, in state: Int) -> RoomAnswer.Page? {
    shelf.withLock { $0.state == state ? $0.pages[key] : nil }
  }

  func keep(_ page: RoomAnswer.Page, as key: String, in state: Int) {
    guard page.isLasting, key.utf8.count <= Self.longestKey,
      page.bytes.readableBytes < Self.mostBytes / 8
    else { return }
    shelf.withLock { shelf in
      // What is asked for most is there again soon.
      if shelf.state != state || shelf.bytes + page.bytes.readableBytes > Self.mostBytes {
        shelf = Shelf(state: state)
      }
      if shelf.pages.updateValue(page, forKey: key) == nil {
        shelf.bytes += page.bytes.readableBytes + key.utf8.count
      }
    }
  }
}
