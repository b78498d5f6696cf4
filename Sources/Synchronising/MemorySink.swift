// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import HTTP
import Synchronization

/// A short body, in memory.
final class MemorySink: BodySink {
  private let received = Mutex<[UInt8]>([])

  var bytes: [UInt8] { received.withLock { $0 } }

  func begin(_ head: ResponseHead) {}

  func receive(_ piece: Span<UInt8>) throws {
    received.withLock { bytes in
      for index in piece.indices { bytes.append(piece[index]) }
    }
  }
}
