// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Appraisal
package import Archiving
import Filing
package import Fixity
package import Foundation
import HTTP
package import Records
package import SystemPackage

/// Takes in a report that came by mail or on paper: appraised and kept like any other.
package struct Depositing: Sendable {
  /// Why a file is not taken in.
  package enum Refusal: Error, CustomStringConvertible {
    case empty
    case noDocument(Verdict)
    /// A web page: nobody can say from its bytes whether it is the report, or the site's way to say that there is none.
    case page

    package var description: String {
      switch self {
      case .empty: "it is empty"
      case .noDocument(let verdict):
        "it is not a sound report: \(verdict.isDamaged ? verdict.sentence : "it is of no kind that is known here")"
      case .page:
        "it is a web page, and not a file that holds a report by itself; print it to a PDF file, and deposit that"
      }
    }
  }

  private let file: DepositedFile
  private let name: String

  /// - Parameter path: the file.
  /// - Throws: where it cannot be read.
  package init(_ path: FilePath) throws {
    file = try DepositedFile(at: path)
    name = path.lastComponent?.string ?? "document"
  }

  package var digest: Digest { file.digest }
  package var size: Int64 { file.size }

  /// The address of a document that never had one.
  ///
  /// - Parameter source: whose it is.
  /// - Returns: one that no other file has, and every file of the same bytes and name.
  /// - Throws: where a name cannot stand in an address.
  package func ownAddress(in source: String) throws -> WebAddress {
    let safe = CharacterSet.alphanumerics.intersection(.init(charactersIn: "\u{0}"..."\u{7f}"))
      .union(.init(charactersIn: "-._"))
    func part(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: safe) ?? "document"
    }
    return try WebAddress(
      "http://\(WebAddress.depositHost)/\(part(source))/\(file.digest.hex.prefix(16))/\(part(name))"
    )
  }

  /// What it is, by its bytes alone.
  ///
  /// - Throws: ``Refusal``; where it cannot be read.
  package func appraise(as address: WebAddress) throws -> (kind: BodyKind, AppraisalRecord) {
    guard file.size > 0 else { throw Refusal.empty }
    let opened = try ReadableFile(file.path)
    let tail = max(0, file.size - Int64(BodyEvidence.longestTail))
    let body = BodyEvidence(
      length: file.size,
      head: try opened.bytes(at: 0, count: min(BodyEvidence.longestHead, Int(file.size))),
      tail: try opened.bytes(at: tail, count: Int(file.size - tail))
    )
    var record = Appraiser.appraise(
      ResponseEvidence(
        requested: address,
        status: 200,
        body: body,
        declaredLength: file.size,
        expectation: .document(known: nil)
      )
    )
    guard case .document(let kind) = record.verdict, kind != .unknown, kind != .html else {
      switch record.verdict {
      case .page, .softMissing, .blocked, .authenticationRequired, .document(.html):
        throw Refusal.page
      default: throw Refusal.noDocument(record.verdict)
      }
    }
    // It is judged as if a site had sent it, which none has.
    record.evidence.status = nil
    return (kind, record)
  }

  /// Keeps it.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - title: what it is called.
  ///   - deposit: how it came.
  ///   - deciding: writes down what a person decides.
  ///   - tool: name and version of what does it.
  ///   - now: what time it is.
  /// - Returns: its kind, and what became of it.
  /// - Throws: ``Refusal``; where something cannot be read or written.
  package func keep(
    as address: WebAddress,
    title: String,
    _ deposit: Capture.Deposit,
    by deciding: Deciding,
    tool: String,
    at now: Date
  ) async throws -> (kind: BodyKind, Deciding.Deposited) {
    let (kind, appraisal) = try appraise(as: address)
    let (file, name) = (file, name)
    let outcome = try await deciding.deposit(file, as: address, note: deposit.note) { run in
      Capture(
        address: address,
        role: .document,
        kind: kind,
        digest: file.digest,
        size: file.size,
        title: title,
        fileName: name,
        capturedAt: now.wholeSecond,
        run: run,
        tool: tool,
        listed: [],
        request: .init(method: "none", userAgent: tool),
        redirects: [],
        response: .init(
          address: address,
          status: 0,
          head: "",
          httpVersion: "",
          peer: "",
          receivedBytes: file.size,
          milliseconds: 0
        ),
        appraisal: appraisal,
        fingerprint: nil,
        deposit: deposit
      )
    }
    return (kind, outcome)
  }
}
