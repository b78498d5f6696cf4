// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import HTTP

extension ResponseJudgement {
  /// A robot challenge, by header or by body.
  var challenge: AppraisalRecord? {
    if let wall = BotWallSigns.wall(in: response.headers, status: response.status) {
      return appraisal(.blocked(by: wall))
    }
    guard let page, let head = response.body?.head,
      let wall = BotWallSigns.wall(
        in: page,
        body: head,
        status: response.status,
        at: response.final
      )
    else { return nil }
    return appraisal(.blocked(by: wall))
  }

  /// A log-in page, or a redirect to one that was not followed.
  var logIn: AppraisalRecord? {
    if response.status == 401 { return appraisal(.authenticationRequired) }
    let isPage = kind == .html || kind == .unknown
    if (200..<300).contains(response.status) || response.status == 403, isPage,
      LogInSigns.isLogIn(response, page: page)
    {
      return appraisal(.authenticationRequired)
    }
    if response.status == 200, kind == .html, response.wantsFile, let page,
      LogInSigns.isForm(page)
    {
      return appraisal(.authenticationRequired)
    }
    guard let target = redirectTarget, LogInSigns.isLogIn(target) else { return nil }
    return appraisal(.authenticationRequired)
  }

  /// The verdict of every status that decides by itself.
  var answerByStatus: AppraisalRecord? {
    let status = response.status
    switch status {
    case 204, 205: return appraisal(.damaged(.empty))
    // A part that nobody asked for.
    case 206: return appraisal(.damaged(.truncated))
    // Accepted, to be done later: the document is not here yet.
    case 202 where kind == .html || kind == .unknown || kind.isPlainText:
      return appraisal(.serverError(status: status))
    case 200..<300: return nil
    case 304: return appraisal(response.wasConditional ? .unchanged : .serverError(status: status))
    case 301, 308:
      guard let target = redirectTarget else { return appraisal(.refused(.invalidAddress)) }
      return appraisal(.moved(to: target))
    case 403: return appraisal(.forbidden)
    case 404: return appraisal(.notFound)
    // Only a proxy asks for this, and the proxy is ours.
    case 407: return appraisal(.unreachable(.ownNetwork))
    case 410: return appraisal(.gone)
    case 429: return appraisal(.rateLimited(retryAfter: response.retryAfter))
    case 400..<500: return appraisal(.clientError(status: status))
    case 503 where response.headers["retry-after"] != nil:
      return appraisal(.rateLimited(retryAfter: response.retryAfter))
    default: return appraisal(.serverError(status: status))
    }
  }

  /// Where a redirect leads that was not followed.
  private var redirectTarget: WebAddress? {
    guard (300..<400).contains(response.status), let location = response.headers["location"] else {
      return nil
    }
    return try? WebAddress(location, relativeTo: response.final)
  }
}
