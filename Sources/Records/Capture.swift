// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Fixity
public import Foundation
public import HTTP

/// The provenance of one version: who was asked, how, when, what was answered, why it was kept.
///
/// It is kept as `capture.json` beside the payload, so that a version explains itself without any
/// index. Words after PREMIS and RFC 7089.
public struct Capture: Codable, Sendable {
  public static let fileName = "capture.json"
  public static let schema = "hanaper/capture/1"

  public var schema = Capture.schema
  public let address: WebAddress
  public let role: Document.Role
  public let kind: BodyKind
  public let digest: Digest
  /// In bytes.
  public let size: Int64
  public let title: String
  /// The publisher's own name for the file; never used as a name on disk.
  public let fileName: String
  public let capturedAt: Date
  public let run: String
  public let tool: String
  /// Under which texts and headings which sources listed it.
  public let listed: [ListEntry]
  public let request: Request
  public let redirects: [Hop]
  public let response: Response
  public let appraisal: AppraisalRecord
  /// What versions of a page are compared by.
  public let fingerprint: Digest?

  public struct Request: Codable, Sendable {
    public let method: String
    public let userAgent: String
    /// What robots.txt said, with the line that decided, or why it was not asked.
    public let robots: String?

    public init(method: String, userAgent: String, robots: String? = nil) {
      self.method = method
      self.userAgent = userAgent
      self.robots = robots
    }
  }

  public struct Response: Codable, Sendable {
    /// The address at the end of any redirects.
    public let address: WebAddress
    public let status: Int
    /// The header section, as received.
    public let head: String
    public let httpVersion: String
    /// The machine that answered.
    public let peer: String
    /// Bytes of the body as received, before decoding.
    public let receivedBytes: Int64
    public let milliseconds: Int64
    /// How many requests it took, where it was more than one: retries, and pieces of one body.
    public let requests: Int?

    public init(
      address: WebAddress,
      status: Int,
      head: String,
      httpVersion: String,
      peer: String,
      receivedBytes: Int64,
      milliseconds: Int64,
      requests: Int? = nil
    ) {
      self.address = address
      self.status = status
      self.head = head
      self.httpVersion = httpVersion
      self.peer = peer
      self.receivedBytes = receivedBytes
      self.milliseconds = milliseconds
      self.requests = requests
    }
  }

  public init(
    address: WebAddress,
    role: Document.Role,
    kind: BodyKind,
    digest: Digest,
    size: Int64,
    title: String,
    fileName: String,
    capturedAt: Date,
    run: String,
    tool: String,
    listed: [ListEntry],
    request: Request,
    redirects: [Hop],
    response: Response,
    appraisal: AppraisalRecord,
    fingerprint: Digest?
  ) {
    self.address = address
    self.role = role
    self.kind = kind
    self.digest = digest
    self.size = size
    self.title = title
    self.fileName = fileName
    self.capturedAt = capturedAt
    self.run = run
    self.tool = tool
    self.listed = listed
    self.request = request
    self.redirects = redirects
    self.response = response
    self.appraisal = appraisal
    self.fingerprint = fingerprint
  }

  /// The payload's name in the object: no name on disk ever comes from a server.
  public var payloadName: String { "document.\(kind.pathExtension)" }
}
