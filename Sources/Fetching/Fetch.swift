// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Curl
package import HTTP
import Records
package import Robots

/// What is to be fetched, and what is held of it already.
package struct FetchOrder: Sendable {
  package enum Purpose: Sendable {
    /// Bytes to keep, as they are.
    case document
    /// A page to read links from; it may travel compressed.
    case page
    /// Status and fields, by a request for no body.
    case head
    /// Enough of the body to tell what it is; the rest is not fetched.
    case signature
    /// The answer for an address that cannot exist; enough of it to compare.
    case probe

    /// How much of the body is wanted, in bytes; nil means all.
    var wanted: Int64? { self == .signature || self == .probe ? 64 << 10 : nil }

    /// Whether it is asked for besides a document: once, not waited for long, and saying nothing of the host.
    var isInquiry: Bool { self == .head || self == .probe }
  }

  package let address: WebAddress
  package let purpose: Purpose
  /// Makes the request conditional: an unchanged document then costs one answer without a body.
  package let validators: Validators?
  /// Why robots.txt is not asked; nil where it is obeyed.
  package let reasonToIgnoreRobots: String?
  /// How much is taken of a body whose length nobody states, in bytes.
  ///
  /// A longer one counts as too large. Nil where the limit of every body is enough.
  package var longestUnmeasured: Int64?
  /// Cookies that the way here has set.
  let cookies: [Cookie]

  package init(
    _ address: WebAddress,
    purpose: Purpose,
    validators: Validators? = nil,
    reasonToIgnoreRobots: String? = nil
  ) {
    self.init(address, purpose, validators, reasonToIgnoreRobots, cookies: [])
  }

  private init(
    _ address: WebAddress,
    _ purpose: Purpose,
    _ validators: Validators?,
    _ reasonToIgnoreRobots: String?,
    cookies: [Cookie]
  ) {
    self.address = address
    self.purpose = purpose
    self.validators = validators
    self.reasonToIgnoreRobots = reasonToIgnoreRobots
    self.cookies = cookies
  }

  /// The same of another address, to which an answer sends its reader on: with the cookies that it set.
  package func continued(at address: WebAddress, after answer: FetchedResponse) -> FetchOrder {
    var order = FetchOrder(
      address,
      purpose,
      validators,
      reasonToIgnoreRobots,
      cookies: answer.response.cookies
    )
    order.longestUnmeasured = longestUnmeasured
    return order
  }
}

/// All that came of one order: the redirects, and an answer or why there is none.
///
/// Whether the answer is any good is not judged here.
package struct Fetch: Sendable {
  package let order: FetchOrder
  package let hops: [Hop]
  /// Why the last address was asked; nil where nobody looked.
  package let permission: RobotsPermission?
  package let outcome: Result<FetchedResponse, FetchFailure>

  /// What robots.txt said of the last address asked, in words; nil where nobody looked.
  package var robots: String? { permission?.words }

  /// What came of an order whose page sent its reader on to this one's address, as one fetch.
  ///
  /// - Parameter page: the fetch that brought the page.
  /// - Returns: this answer to the order of that page, the way to it being one more hop.
  package func preceded(by page: Fetch) -> Fetch {
    let status = (try? page.outcome.get())?.status ?? 200
    let hop = Hop(address: page.finalAddress, status: status, target: order.address)
    return Fetch(
      order: page.order,
      hops: page.hops + [hop] + hops,
      permission: permission,
      outcome: outcome
    )
  }

  /// This fetch with another end.
  package func ending(in failure: FetchFailure) -> Fetch {
    Fetch(order: order, hops: hops, permission: permission, outcome: .failure(failure))
  }

  /// The address that gave the answer, or should have.
  package var finalAddress: WebAddress { hops.last?.target ?? order.address }
}

/// What lets us ask for an address.
package enum RobotsPermission: Sendable {
  case given(RobotsDecision)
  case notAsked(reason: String)

  var words: String {
    switch self {
    case .given(let decision): decision.description
    case .notAsked(let reason): "not asked: \(reason)"
    }
  }
}

/// A whole response at the end of any redirects.
package struct FetchedResponse: Sendable {
  package let address: WebAddress
  package let method: Request.Method
  /// Status and fields; those of the first answer, where a body came in pieces.
  package let head: ResponseHead
  /// The answer to the last request that was made.
  package let response: Response
  /// Whether validators went out with the request, so that 304 is a fit answer.
  package let wasConditional: Bool
  /// The body, or nil where there was none.
  package let body: SpooledBody?
  /// Bytes of bodies received, those of failed attempts included.
  package let receivedBytes: Int64
  /// How many requests it took.
  package let requests: Int
  /// How long the host asked to be left alone.
  package let retryAfter: Duration?

  package var status: Int { head.status }

  /// The validators that this answer gave, bound to the address that gave them.
  package var validators: Validators? {
    let given = Validators(
      address: address,
      etag: head.fields["ETag"],
      lastModified: head.fields["Last-Modified"]
    )
    return given.isEmpty ? nil : given
  }

  /// Under which name the body is to be saved, by its header alone.
  package var attachmentName: PublishedName? { PublishedName.given(by: head.fields) }

  /// What the publisher calls the body.
  package var publishedName: PublishedName? {
    PublishedName(head.fields, at: address.droppingSessions)
  }

  /// What the body is by the server's word.
  package var mediaType: MediaType? { head.mediaType }

  /// The body's length by the server's word, in bytes.
  package var declaredLength: Int64? { head.declaredLength }
}

extension ResponseHead {
  /// The body's length by the server's word, in bytes; nil where only that of a coded form is stated.
  var declaredLength: Int64? {
    guard fields["Content-Encoding"] == nil else { return nil }
    return fields["Content-Length"].flatMap { Int64($0) }
  }
}

/// Why an order brought no answer.
package enum FetchFailure: Error, Sendable {
  case transfer(TransferError)
  /// The site's robots.txt asks us to stay away.
  case disallowed(WebAddress, RobotsDecision)
  /// The site answered its robots.txt with a fault, so that nobody knows what it asks for.
  case robotsUnread(RobotsDecision, status: Int)
  /// The host is not asked any more, because it wants to be left alone or fails again and again.
  case leftAlone(HostGate.Refusal)
  /// What is asked for, or a redirect leads to, was let go of here; it is not said where that is.
  case suppressed
  /// The redirects came back to an address they had passed.
  case redirectLoop(WebAddress)
  case tooManyRedirects(limit: Int)
  /// A redirect from https to http, which would leave the rest open to anybody on the way.
  case insecureRedirect(to: WebAddress)
  /// A redirect to something that is not an address we can ask.
  case unusableRedirect(String, AddressError)
}

extension FetchFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .transfer(let error): error.description
    case .disallowed(let address, let decision):
      "robots.txt keeps us from \(address): \(decision.reason)"
    case .robotsUnread(let decision, _): decision.reason
    case .leftAlone(.deferred(let time)):
      "the host asked to be left alone for another \(time.components.seconds) seconds"
    case .leftAlone(.failing(let times)):
      "the host failed \(times) times in a row, and is not asked any more in this run"
    case .leftAlone(.cancelled): "cancelled"
    case .suppressed: Refusal.suppressed.sentence
    case .redirectLoop(let address): "the redirects go round in a circle at \(address)"
    case .tooManyRedirects(let limit): "more than \(limit) redirects"
    case .insecureRedirect(let target): "a secure address redirects to an insecure one, \(target)"
    case .unusableRedirect(let text, let error): "a redirect to “\(text)”: \(error)"
    }
  }
}
