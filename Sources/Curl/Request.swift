// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import HTTP

/// One request, whole: a value that says everything about one hop.
public struct Request: Sendable {
  public enum Method: String, Sendable {
    case get = "GET"
    /// Like GET, but the server is asked to leave out the body.
    case head = "HEAD"
  }

  public var address: WebAddress
  public var method: Method
  /// Fields besides `Host` and `User-Agent`, in the order they are sent.
  public var fields: [HeaderField]
  public var coding: ContentCoding
  /// Cookies that an earlier ``Response`` brought; those go out that are for this address.
  public var cookies: [Cookie]
  public var limits: TransferLimits

  public init(
    _ address: WebAddress,
    method: Method = .get,
    fields: [HeaderField] = [],
    coding: ContentCoding = .identity,
    cookies: [Cookie] = [],
    limits: TransferLimits = TransferLimits()
  ) {
    self.address = address
    self.method = method
    self.fields = fields
    self.coding = coding
    self.cookies = cookies
    self.limits = limits
  }
}

/// In which coding the server is asked to send the body; whatever comes is decoded for the sink, but for
/// ``verbatim``.
public enum ContentCoding: Sendable {
  /// The bytes of the document itself, as for everything that is kept.
  case identity
  /// Any coding that libcurl can undo, as for pages that are only read.
  case compressed
  /// The bytes of the document, and taken as they come whatever coding the server says they have.
  case verbatim
}

/// When a transfer has gone on for too long or brought too much.
public struct TransferLimits: Hashable, Sendable {
  /// The most bytes of a body, counted as they arrive and again after decoding.
  public var bodyBytes: Int64
  /// The most time for one request in all.
  public var total: Duration
  /// The most time with less than ``slowestRate`` bytes a second.
  public var stall: Duration
  /// The most time until a connection stands.
  public var connect: Duration

  /// A transfer below this many bytes a second counts as stalled.
  public static let slowestRate = 512
  /// The most bytes of a response's header section.
  public static let headerBytes = 256 << 10

  public init(
    bodyBytes: Int64 = 500_000_000,
    total: Duration = .seconds(15 * 60),
    stall: Duration = .seconds(60),
    connect: Duration = .seconds(10)
  ) {
    self.bodyBytes = bodyBytes
    self.total = total
    self.stall = stall
    self.connect = connect
  }
}
