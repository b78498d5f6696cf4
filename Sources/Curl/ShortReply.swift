// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import HTTP
import Synchronization

/// What a service answered to a short question, whole and in memory.
package struct ShortReply: Sendable {
  package let status: Int
  /// The media type with its parameters; empty where none was said.
  package let type: String
  package let body: [UInt8]

  package init(status: Int, type: String, body: [UInt8]) {
    (self.status, self.type, self.body) = (status, type, body)
  }

  /// The body as text; what is none is replaced.
  package var text: String { String(decoding: body, as: UTF8.self) }
}

extension TransferLoop {
  /// Asks once, and takes what comes, as far as a service may take time and say much.
  ///
  /// - Parameters:
  ///   - question: the body of the request.
  ///   - type: its media type.
  ///   - address: whom.
  ///   - most: so many bytes may come.
  /// - Returns: what came.
  /// - Throws: why nothing did.
  package func post(
    _ question: [UInt8],
    as type: String,
    to address: WebAddress,
    atMost most: Int64
  ) async throws(TransferError) -> ShortReply {
    var request = Request(
      address,
      method: .post,
      fields: [HeaderField("Content-Type", type)],
      limits: TransferLimits(
        bodyBytes: most,
        total: .seconds(30),
        stall: .seconds(15),
        connect: .seconds(10)
      )
    )
    request.body = question
    return try await ask(request)
  }

  /// Asks once, and takes what comes into memory: the request's limits say how much that may be.
  ///
  /// - Parameter request: what is asked.
  /// - Returns: what came.
  /// - Throws: why nothing did.
  package func ask(_ request: Request) async throws(TransferError) -> ShortReply {
    let sink = MemorySink()
    let head = try await perform(request, into: sink).head
    return ShortReply(
      status: head.status,
      type: head.fields["content-type"] ?? "",
      body: sink.bytes
    )
  }
}

/// A short body, in memory.
private final class MemorySink: BodySink {
  private let received = Mutex<[UInt8]>([])

  var bytes: [UInt8] { received.withLock { $0 } }

  func begin(_ head: ResponseHead) {}

  func receive(_ piece: Span<UInt8>) throws {
    received.withLock { bytes in
      for index in piece.indices { bytes.append(piece[index]) }
    }
  }
}
