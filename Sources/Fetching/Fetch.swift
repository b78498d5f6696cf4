// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Curl

/// What is to be fetched, and what is held of it already.
public struct FetchOrder: Sendable {
  public enum Purpose: Sendable {
    /// Bytes to keep, as they are.
    case document
    /// A page to read links from; it may travel compressed.
    case page
  }

  public let address: WebAddress
  public let purpose: Purpose
  /// Makes the request conditional: an unchanged document then costs one answer without a body.
  public let validators: Validators?

  public init(_ address: WebAddress, purpose: Purpose, validators: Validators? = nil) {
    self.address = address
    self.purpose = purpose
    self.validators = validators
  }
}

/// One redirect on the way to an answer.
public struct Hop: Hashable, Codable, Sendable {
  /// The address that redirected.
  public let address: WebAddress
  public let status: Int
  /// Where it sent us.
  public let target: WebAddress
}

/// All that came of one order: the redirects, and an answer or why there is none.
///
/// Whether the answer is any good is not judged here.
public struct Fetch: Sendable {
  public let order: FetchOrder
  public let hops: [Hop]
  public let outcome: Result<Answer, FetchFailure>

  /// The address that gave the answer, or should have.
  public var finalAddress: WebAddress { hops.last?.target ?? order.address }
}

/// A whole response at the end of any redirects.
public struct Answer: Sendable {
  public let address: WebAddress
  public let response: Response
  /// Whether validators went out with the request, so that 304 is a fit answer.
  public let wasConditional: Bool
  /// The body in its spool file, or nil where there was none.
  public let body: SpooledBody?

  public var status: Int { response.head.status }

  /// The validators that this answer gave, bound to the address that gave them.
  public var validators: Validators? {
    Validators(
      address: address,
      etag: response.head.fields["ETag"],
      lastModified: response.head.fields["Last-Modified"]
    )
  }

  /// The body's length by the server's word, in bytes.
  public var declaredLength: Int64? {
    guard response.head.fields["Content-Encoding"] == nil else { return nil }
    return response.head.fields["Content-Length"].flatMap { Int64($0) }
  }
}

/// Why an order brought no answer.
public enum FetchFailure: Error, Sendable {
  case transfer(TransferError)
  /// The redirects came back to an address they had passed.
  case redirectLoop(WebAddress)
  case tooManyRedirects(limit: Int)
  /// A redirect from https to http, which would leave the rest open to anybody on the way.
  case insecureRedirect(to: WebAddress)
  /// A redirect to something that is not an address we can ask.
  case unusableRedirect(String, AddressError)
}

extension FetchFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .transfer(let error): error.description
    case .redirectLoop(let address): "the redirects go round in a circle at \(address)"
    case .tooManyRedirects(let limit): "more than \(limit) redirects"
    case .insecureRedirect(let target): "a secure address redirects to an insecure one, \(target)"
    case .unusableRedirect(let text, let error): "a redirect to “\(text)”: \(error)"
    }
  }
}
