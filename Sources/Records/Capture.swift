// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Foundation
package import HTTP

/// The provenance of one version: who was asked, how, when, what was answered, why it was kept.
///
/// It is kept as `capture.json` beside the payload, so that a version explains itself without any
/// index. Words after PREMIS and RFC 7089.
package struct Capture: Codable, Sendable {
  package static let fileName = "capture.json"
  package static let schema = "hanaper/capture/1"

  package var schema = Capture.schema
  package let address: WebAddress
  package let role: Document.Role
  package let kind: BodyKind
  package let digest: Digest
  /// In bytes.
  package let size: Int64
  package let title: String
  /// The publisher's own name for the file; never used as a name on disk.
  package let fileName: String
  package let capturedAt: Date
  package let run: String
  package let tool: String
  /// Under which texts and headings which sources listed it.
  package let listed: [ListEntry]
  package let request: Request
  package let redirects: [Hop]
  package let response: Response
  package let appraisal: AppraisalRecord
  /// What versions of a page are compared by.
  package let fingerprint: Digest?
  /// The digest of what counts of a file that is made anew at each request; nil where that was not asked.
  package let content: Digest?
  /// Whose place the document takes; nil where that was not known when this was kept.
  package let succeeds: Predecessor?
  /// How it came, where nobody fetched it; request and response say nothing then.
  package let deposit: Deposit?

  /// Where it comes from, where it was captured by somebody else, or into another archive; what was asked and answered is theirs.
  package let imported: Origin?

  /// Where an imported version comes from.
  package struct Origin: Codable, Hashable, Sendable {
    /// The file's name, or the archive's.
    package let from: String
    /// The record of a web archive, by its id.
    package let record: String?
    /// What wrote the file, as that says of itself.
    package let software: String?
    /// The run in which another archive of ours kept it.
    package let run: String?
    /// When it was imported.
    package let at: Date
    package let note: String?

    package init(
      from: String,
      record: String? = nil,
      software: String? = nil,
      run: String? = nil,
      at: Date,
      note: String? = nil
    ) {
      (self.from, self.record, self.software, self.run) = (from, record, software, run)
      (self.at, self.note) = (at, note)
    }
  }

  /// What is known of a report that came by mail or on paper.
  package struct Deposit: Codable, Hashable, Sendable {
    /// Who gave it.
    package let by: String?
    /// When it came to whoever deposited it.
    package let receivedAt: Date
    /// The source that it belongs to, by its id.
    package let source: String?
    package let note: String?

    package init(by: String?, receivedAt: Date, source: String?, note: String?) {
      (self.by, self.receivedAt, self.source, self.note) = (by, receivedAt, source, note)
    }
  }

  package struct Request: Codable, Sendable {
    package let method: String
    package let userAgent: String
    /// What robots.txt said, with the line that decided, or why it was not asked.
    package let robots: String?

    package init(method: String, userAgent: String, robots: String? = nil) {
      self.method = method
      self.userAgent = userAgent
      self.robots = robots
    }
  }

  package struct Response: Codable, Sendable {
    /// The address at the end of any redirects.
    package let address: WebAddress
    package let status: Int
    /// The header section, as received.
    package let head: String
    package let httpVersion: String
    /// The machine that answered.
    package let peer: String
    /// Bytes of the body as received, before decoding.
    package let receivedBytes: Int64
    package let milliseconds: Int64
    /// How many requests it took, where it was more than one: retries, and pieces of one body.
    package let requests: Int?

    package init(
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

  package init(
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
    fingerprint: Digest?,
    content: Digest? = nil,
    succeeds: Predecessor? = nil,
    deposit: Deposit? = nil,
    imported: Origin? = nil
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
    self.content = content
    self.succeeds = succeeds
    self.deposit = deposit
    self.imported = imported
  }

  /// The same, as it was kept elsewhere, on its way into this archive.
  ///
  /// - Parameters:
  ///   - origin: where it comes from.
  ///   - run: the run that takes it in.
  ///   - tool: name and version of what does it.
  /// - Returns: what stays true of it.
  package func imported(from origin: Origin, in run: String, by tool: String) -> Capture {
    Capture(
      address: address,
      role: role,
      kind: kind,
      digest: digest,
      size: size,
      title: title,
      fileName: fileName,
      capturedAt: capturedAt,
      run: run,
      tool: tool,
      listed: listed,
      request: request,
      redirects: redirects,
      response: response,
      appraisal: appraisal,
      fingerprint: fingerprint,
      content: content,
      deposit: deposit,
      imported: origin
    )
  }

  /// The payload's name in the object: no name on disk ever comes from a server.
  package var payloadName: String { kind.payloadName }
}

extension BodyKind {
  var payloadName: String { "document.\(pathExtension)" }
}
