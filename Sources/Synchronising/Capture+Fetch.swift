// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Cataloguing
import Curl
import Fetching
import Fixity
import Foundation
import HTTP
import Text

extension Capture {
  /// The provenance of a body that was fetched just now.
  ///
  /// A document may be asked for by another address than it is known by; what answered, ``response`` says.
  init(
    of address: WebAddress,
    _ fetch: Fetch,
    _ answer: Answer,
    _ body: SpooledBody,
    as kind: BodyKind,
    role: DocumentRecord.Role,
    title: String,
    entries: [ListedRecord],
    appraisal: AppraisalRecord,
    fingerprint: Digest?,
    at date: Date,
    in run: String,
    _ plan: RunPlan
  ) {
    let response = answer.response
    self.init(
      address: address,
      role: role,
      kind: kind,
      digest: body.digest,
      size: body.length,
      title: title,
      fileName: Self.fileName(of: answer, asked: address, kind),
      capturedAt: date,
      run: run,
      tool: plan.tool,
      listed: entries,
      request: Request(
        method: answer.method.rawValue,
        userAgent: plan.network.userAgent,
        robots: fetch.robots
      ),
      redirects: fetch.hops,
      response: Response(
        address: answer.address,
        status: answer.status,
        head: answer.head.text,
        httpVersion: response.httpVersion,
        peer: response.peer,
        receivedBytes: answer.receivedBytes,
        milliseconds: response.took.wholeMilliseconds,
        requests: answer.requests == 1 ? nil : answer.requests
      ),
      appraisal: appraisal,
      fingerprint: fingerprint
    )
  }

  // The publisher's own name, with an ending that tells the truth.
  private static func fileName(
    of answer: Answer,
    asked address: WebAddress,
    _ kind: BodyKind
  ) -> String {
    let published = answer.publishedName ?? PublishedName(lastPartOf: address)
    guard let name = published ?? PublishedName(String(address.host)) else {
      return "document.\(kind.pathExtension)"
    }
    if name.pathExtension.flatMap(BodyKind.init(pathExtension:)) == kind { return name.text }
    return name.ending(in: kind.pathExtension).text
  }
}

extension DocumentRecord {
  /// What is recorded of validators; empty where the copy that is held came without any.
  fileprivate var recordedValidators: Validators? {
    validatorAddress.map { Validators(address: $0, etag: etag, lastModified: lastModified) }
  }

  /// The validators that came with what is held.
  fileprivate var validators: Validators? {
    recordedValidators.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The validators to ask with; nil where the document is to be fetched whole.
  ///
  /// Validators are the server's word, not a proof. Those that were caught lying are not used again,
  /// nor those that never spare anything, and each document is fetched whole at least every
  /// ``RunPlan/daysUntilFetchedWhole`` days; which night it is differs from document to document.
  func validators(toAskWithOn date: Date) -> Validators? {
    guard !lyingValidators, uselessValidators < RunPlan.uselessAnswersUntilGivenUp
    else { return nil }
    let spread = Digest.of(address.text, by: .sha256).bytes.first.map { Double($0 % 7) } ?? 0
    let days = RunPlan.daysUntilFetchedWhole - spread
    guard let lastReceived, date.timeIntervalSince(lastReceived) < days * 86_400 else { return nil }
    return validators
  }
}

extension Answer {
  /// The validators that a visit records: always those that came with the copy that is held.
  ///
  /// A later 304 vouches for the bytes that came with the validators it is asked with, and for no others.
  /// So those of a body that is not kept are not recorded, and a kept body that came without any takes
  /// those of the copy before it away.
  ///
  /// - Parameters:
  ///   - known: what the catalogue says.
  ///   - isHeld: whether the bytes that came are held, or are kept now.
  /// - Returns: nil where the catalogue has the right ones already.
  func validatorsToRecord(besides known: DocumentRecord?, isHeld: Bool) -> Validators? {
    let recorded = known?.recordedValidators
    let next: Validators
    if status == 304 {
      guard let validators else { return nil }
      // A 304 may leave out what the copy came with, which then still holds.
      let before = recorded.flatMap { $0.address == address ? $0 : nil }
      next = Validators(
        address: address,
        etag: validators.etag ?? before?.etag,
        lastModified: validators.lastModified ?? before?.lastModified
      )
    } else {
      guard isHeld, validators != nil || known?.validators != nil else { return nil }
      next = validators ?? Validators(address: address, etag: nil, lastModified: nil)
    }
    return next == recorded ? nil : next
  }
}
