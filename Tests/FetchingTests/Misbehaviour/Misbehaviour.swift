// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Support
import Testing

@testable import Fetching

/// What a server does when `/a.pdf` is asked for, and what comes of it.
struct Misbehaviour: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable {
    /// An answer, whatever its status, and the body that is kept; nil where there is none.
    case answer(Int, [UInt8]?)
    /// No answer; how the sentence begins that says why.
    case failure(String)
  }

  let testDescription: String
  let outcome: Outcome
  /// What is held of the document already.
  var held: (etag: String?, lastModified: String?)?
  var limits = TransferLimits(bodyBytes: 1_000_000, total: .seconds(20), stall: .seconds(10))
  /// How many requests it takes.
  var requests = 1
  let reply: @Sendable (ReceivedRequest) -> Reply

  init(
    _ description: String,
    _ outcome: Outcome,
    held: (etag: String?, lastModified: String?)? = nil,
    requests: Int = 1,
    _ reply: @escaping @Sendable (ReceivedRequest) -> Reply
  ) {
    testDescription = description
    self.outcome = outcome
    self.held = held
    self.requests = requests
    self.reply = reply
  }

  /// The same where the answer is not made from the request.
  init(
    _ description: String,
    _ outcome: Outcome,
    held: (etag: String?, lastModified: String?)? = nil,
    _ reply: Reply
  ) {
    self.init(description, outcome, held: held) { _ in reply }
  }

  /// The same within other limits.
  func within(_ limits: TransferLimits) -> Misbehaviour {
    var copy = self
    copy.limits = limits
    return copy
  }

  static let all =
    conditions + ranges + bodies + codings + heads + walls + redirects + folds + statusLines
    + framing + bombs + slow + targets

  static let document = Array("%PDF-1.7 a document\n%%EOF\n".utf8)

  /// An answer word for word, after which the server waits for the next request.
  static func raw(_ text: String) -> Reply {
    Reply([.send(Array(text.utf8))])
  }

  /// An answer word for word, after which the server hangs up.
  static func last(_ text: String) -> Reply {
    Reply([.send(Array(text.utf8)), .close])
  }
}
