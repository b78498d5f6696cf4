// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTML
import Records
import HTTP

/// One response, with what was found out about its body.
struct ResponseJudgement {
  let response: ResponseEvidence
  /// What the body is; without a body, what it was declared to be.
  let kind: BodyKind
  /// What the body shows, if it is text of any sort.
  let page: PageSketch?

  init(_ response: ResponseEvidence) {
    self.response = response
    kind = Self.kind(of: response)
    let isReadable = kind == .html || kind.isPlainText
    page =
      isReadable
      ? response.body.map {
        PageSketch(
          $0.head,
          charset: response.mediaType?.charset,
          at: response.final,
          refresh: Self.refresh(of: response)
        )
      } : nil
  }

  private static func refresh(of response: ResponseEvidence) -> String? {
    response.headers.first(named: "Refresh")?.utf8Value
  }

  /// Where the answer sends its reader at once: a page, or an answer without a byte, by its field.
  private var sendsOn: WebAddress? {
    guard (200..<300).contains(response.status) else { return nil }
    if let page { return page.sendsOn }
    guard response.body?.length == 0 else { return nil }
    let refresh = PageRefresh.given(by: Self.refresh(of: response), at: response.final)
    return refresh.flatMap { $0.isRedirect ? $0.target : nil }
  }

  private static func kind(of response: ResponseEvidence) -> BodyKind {
    let declaredType = response.headers["content-type"]
    guard let body = response.body else {
      return declaredType.flatMap(BodyKind.init(mediaType:)) ?? .unknown
    }
    let kind = BodySignature.kind(of: body, declaredType: declaredType)
    // A table is told from other text by its address alone, where the server calls it plain.
    let isTable = kind == .text && response.promisedKind == .csv
    return isTable ? .csv : kind
  }

  /// An appraisal with what every one of them records.
  func appraisal(
    _ verdict: Verdict,
    fault: StructureFault? = nil,
    assessment: PageAssessment? = nil
  ) -> AppraisalRecord {
    var evidence = AppraisalRecord.Evidence()
    evidence.status = response.status
    evidence.hops = response.hops.count
    evidence.finalAddress = response.final == response.requested ? nil : response.final
    evidence.declaredType = response.headers["content-type"].map { String($0.prefix(200)) }
    evidence.sniffedKind = response.body == nil ? nil : kind
    evidence.expectedKind = response.wantsFile ? response.promisedKind : nil
    // A page in a file's place often declares its own type truly; that is not what was meant.
    if evidence.expectedKind?.isDocument == false { evidence.expectedKind = nil }
    evidence.length = response.body?.length
    evidence.declaredLength = response.declaredLength
    evidence.fault = fault
    evidence.title = page.flatMap { $0.title.isEmpty ? nil : String($0.title.prefix(300)) }
    evidence.signs = assessment.flatMap { $0.signs.isEmpty ? nil : $0.signs }
    evidence.score = assessment?.score
    evidence.leadsTo = assessment?.leadsTo
    evidence.sendsOn = sendsOn
    let isDoubtful = fault?.isConclusive(measured: response.isMeasured) == false
    return AppraisalRecord(
      verdict: verdict,
      kind: evidence.sniffedKind,
      doubt: isDoubtful ? fault : nil,
      permanentTarget: response.permanentTarget,
      evidence: evidence
    )
  }
}
