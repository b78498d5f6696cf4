// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import HTTP

extension ResponseJudgement {
  /// The verdict on a body that came with a status of success.
  var answerByBody: AppraisalRecord {
    if response.body?.length == 0 { return appraisal(.damaged(.empty), fault: .empty) }
    if isScrap { return appraisal(.damaged(.truncated)) }
    if let office = officeKind { return appraisal(.document(office)) }
    switch kind {
    case .html: return answerByPage
    case .csv, .xml, .json, .text: return answerByText
    case .unknown where response.body != nil && isBrokenFile:
      return appraisal(.damaged(.corrupt))
    default: return answerByFile
    }
  }

  /// Whether hardly a byte of a file came, as where the framing of the answer is broken: the rest of a chunk's length, a line's end.
  private var isScrap: Bool {
    guard response.wantsFile, let body = response.body, !body.isBeginning else { return false }
    return body.length <= 2
      || body.length <= 5 && body.head.allSatisfy { $0.isWhiteSpace || $0 == 0x30 }
  }

  /// Whether something with a signature was meant, and no signature is here.
  private var isBrokenFile: Bool {
    guard response.wantsFile, let promised = response.promisedKind else { return false }
    return promised.isDocument && promised != .csv
  }

  private var answerByFile: AppraisalRecord {
    // Nobody unpacks what is packed twice; a document that says that it is packed is not one yet.
    if kind == .gzip, response.promisedKind != .gzip,
      response.headers["content-encoding"]?.lowercased().contains("gzip") == true
    {
      return appraisal(.damaged(.corrupt))
    }
    let fault = response.body.flatMap { body in
      body.isBeginning ? nil : structureFault(of: body)
    }
    if let fault, fault.isConclusive(measured: response.isMeasured) {
      return appraisal(.damaged(fault.damage), fault: fault)
    }
    return appraisal(.document(kind), fault: fault)
  }

  private func structureFault(of body: BodyEvidence) -> StructureFault? {
    if let fault = Structure.check(body, kind: kind, declaredLength: identityLength) {
      return fault
    }
    // Where HTTP says how long the body is, it is the publisher's own.
    let isCut = kind == .pdf && !response.isMeasured && Structure.hasBytesBehindEnd(body)
    return isCut ? .bytesBehindEnd : nil
  }

  /// The announced length, unless it is that of a compressed form.
  private var identityLength: Int64? {
    let coding = response.headers["content-encoding"]?.lowercased() ?? "identity"
    return coding.isEmpty || coding == "identity" ? response.declaredLength : nil
  }

  /// The kind as which an office program opens this text; nil where it says that something is missing.
  private var officeKind: BodyKind? {
    guard kind == .html || kind.isPlainText, let page, let body = response.body,
      let office = OfficeText.kind(of: response, body.head, page)
    else { return nil }
    let signs = PageAssessment(page, of: response).signs
    let isError = signs.contains {
      [.titleSaysMissing, .endedAtHome, .endedAtErrorPage].contains($0)
    }
    let isMessage =
      body.length <= TextMessage.longest && TextMessage.saysMissing(Array(page.text.utf8))
    return isError || isMessage ? nil : office
  }

  private var answerByText: AppraisalRecord {
    let namesText =
      response.expectation == .unknown && response.askedKind?.isLooseText == true
    if response.wantsFile || kind == .csv || namesText, let body = response.body,
      body.length <= TextMessage.longest, TextMessage.saysMissing(body.head)
    {
      return appraisal(.softMissing(.notFoundPage))
    }
    if kind == .csv { return answerByFile }
    guard response.wantsFile else {
      // Whoever asks for a list or a page has one in any form; a link that may lead to anything led to this.
      return response.expectation == .page ? appraisal(.page) : answerByFile
    }
    // That it is declared as text is no reason to have expected text.
    let isAskedFor = response.askedKind?.isPlainText == true
    if isAskedFor { return answerByFile }
    var record = appraisal(.softMissing(.wrongType))
    record.question = .isOther
    return record
  }

  private var answerByPage: AppraisalRecord {
    guard let page else {
      return appraisal(response.wantsFile ? .softMissing(.wrongType) : .page)
    }
    let assessment = PageAssessment(page, of: response)
    if response.wantsFile {
      if isScriptAlone(page, assessment) { return appraisal(.blocked(by: .unnamed)) }
      var record = appraisal(.softMissing(assessment.reason), assessment: assessment)
      if [.landingPage, .wrongType].contains(assessment.reason), !assessment.isUnderRepair {
        record.question = assessment.saysMissing ? .saysMissing : .isOther
      }
      return record
    }
    if response.expectation == .unknown, assessment.isCertainViewer,
      assessment.reason == .viewerPage
    {
      return appraisal(.softMissing(.viewerPage), assessment: assessment)
    }
    if assessment.reason == .parked {
      return appraisal(.softMissing(.parked), assessment: assessment)
    }
    guard assessment.score >= PageAssessment.certainScore else {
      return appraisal(.page, assessment: assessment)
    }
    // A page that lists something is one, whatever its words say, unless the site answers anything so.
    let isSentAway = assessment.signs.contains { [.endedAtHome, .endedAtErrorPage].contains($0) }
    guard assessment.isBare || isSentAway else {
      var record = appraisal(.page, assessment: assessment)
      record.question = .saysMissing
      return record
    }
    return appraisal(.softMissing(assessment.missingReason), assessment: assessment)
  }

  /// Whether there is a script and not a word: a challenge that is to be run.
  ///
  /// Such pages are a few hundred bytes long. Taking one for an error page would count towards the
  /// document's death; taking an error page for one would only delay it.
  private func isScriptAlone(_ page: PageSketch, _ assessment: PageAssessment) -> Bool {
    let letters = page.text.utf8.count + page.heading.utf8.count
    let length = response.body?.length ?? 0
    // What sends its readers elsewhere keeps nobody out; a challenge sends them back to where they came from.
    let staysHere = page.sendsOn.map { $0 == response.final } ?? true
    return assessment.reason == .wrongType && page.hasScript && page.links.isEmpty && letters < 40
      && length < 8_192 && staysHere
  }
}
