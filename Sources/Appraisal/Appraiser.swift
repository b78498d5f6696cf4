// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// Judges what a request brought, before anything is kept.
///
/// Questions are asked in a fixed order, and the first that is answered decides: is it a robot
/// challenge, a log-in page, an error by its status, and only then: what is the body? A status of
/// success proves nothing; challenges, error pages and log-ins all come under 200.
package enum Appraiser {
  /// Judges a response.
  package static func appraise(_ response: ResponseEvidence) -> AppraisalRecord {
    let judgement = ResponseJudgement(response)
    return judgement.challenge ?? judgement.logIn ?? judgement.answerByStatus
      ?? judgement.answerByBody
  }

  /// Judges a transfer that brought no response.
  package static func appraise(_ fault: TransferFault) -> AppraisalRecord {
    switch fault {
    case .unreachable(let reason): AppraisalRecord(verdict: .unreachable(reason))
    case .tls(let fault): AppraisalRecord(verdict: .tls(fault))
    case .refused(let refusal): AppraisalRecord(verdict: .refused(refusal))
    case .truncated: AppraisalRecord(verdict: .damaged(.truncated))
    }
  }
}
