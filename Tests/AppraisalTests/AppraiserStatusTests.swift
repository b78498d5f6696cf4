// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTTP
import Testing

@testable import Appraisal
import Records

@Suite(.timeLimit(.minutes(20)))
struct `Judging by status and header` {
  static func appraise(
    _ status: Int,
    _ headers: [HeaderField] = [],
    body: String = "",
    wasConditional: Bool = false
  ) throws -> Verdict {
    let response = ResponseEvidence(
      requested: try WebAddress("https://example.org/reviews/a.pdf"),
      status: status,
      headers: headers,
      body: BodyEvidence(whole: Array(body.utf8)),
      wasConditional: wasConditional,
      expectation: .document(known: .pdf)
    )
    return Appraiser.appraise(response).verdict
  }

  @Test(arguments: [
    (401, Verdict.authenticationRequired), (403, .forbidden), (404, .notFound), (410, .gone),
    (429, .rateLimited(retryAfter: nil)), (400, .clientError(status: 400)),
    (406, .clientError(status: 406)), (407, .unreachable(.ownNetwork)),
    (451, .clientError(status: 451)), (500, .serverError(status: 500)),
    (503, .serverError(status: 503)), (520, .serverError(status: 520)),
    (200, .damaged(.empty)), (204, .damaged(.empty)), (205, .damaged(.empty)),
    (206, .damaged(.truncated)), (202, .serverError(status: 202)),
    (304, .serverError(status: 304)), (300, .serverError(status: 300)),
    (301, .refused(.invalidAddress)), (999, .serverError(status: 999)),
    (0, .serverError(status: 0)),
  ])
  func `a status is judged`(status: Int, verdict: Verdict) throws {
    #expect(try Self.appraise(status) == verdict)
  }

  @Test
  func `304 is an answer only to a conditional request`() throws {
    #expect(try Self.appraise(304, wasConditional: true) == .unchanged)
    #expect(try Self.appraise(304, wasConditional: false) == .serverError(status: 304))
  }

  @Test(arguments: [nil, Duration.zero, .seconds(120)])
  func `how long to wait is what the host asked for`(wait: Duration?) throws {
    let address = try WebAddress("https://example.org/a.pdf")
    for status in [429, 503] {
      let response = ResponseEvidence(
        requested: address,
        status: status,
        headers: [HeaderField("retry-after", "as read elsewhere")],
        body: nil,
        retryAfter: wait,
        expectation: .unknown
      )
      #expect(Appraiser.appraise(response).verdict == .rateLimited(retryAfter: wait))
    }
  }

  @Test
  func `a redirect that was not followed names its target`() throws {
    let target = try WebAddress("https://example.org/reviews/b.pdf")
    #expect(try Self.appraise(301, [HeaderField("Location", "b.pdf")]) == .moved(to: target))
    #expect(try Self.appraise(308, [HeaderField("location", target.text)]) == .moved(to: target))
    #expect(
      try Self.appraise(302, [HeaderField("Location", "/login?returnUrl=/reviews/a.pdf")])
        == .authenticationRequired
    )
    #expect(
      try Self.appraise(301, [HeaderField("Location", "mailto:a@b")]) == .refused(.invalidAddress)
    )
  }

  static let walls: [(Int, [HeaderField], String, BotWall)] = [
    // By header, whatever the status and body.
    (200, [HeaderField("CF-Mitigated", "challenge")], "", .cloudflare),
    (403, [HeaderField("cf-mitigated", "challenge")], "<html>", .cloudflare),
    (202, [HeaderField("x-amzn-waf-action", "challenge")], "", .awsWAF),
    (405, [HeaderField("x-amzn-waf-action", "captcha")], "", .awsWAF),
    (403, [HeaderField("x-datadome", "protected")], "", .datadome),
    // By body, under an error's status.
    (403, [], "<title>Just a moment...</title>", .cloudflare),
    (403, [], "<title>Attention Required! | Cloudflare</title>", .cloudflare),
    (503, [], "<html><iframe src=\"/_Incapsula_Resource?a\">Request unsuccessful.", .imperva),
    (
      403, [], "<HTML><TITLE>Access Denied</TITLE><H1>Access Denied</H1>Reference&#32;&#35;18.9",
      .akamai
    ),
    (403, [], "<html><script src='https://ct.captcha-delivery.com/c.js'>", .datadome),
    (429, [], "<html><div id=\"px-captcha\">", .perimeterX),
    (403, [], "<title>Sucuri WebSite Firewall - Access Denied</title>", .sucuri),
    // By body, under a status of success.
    (200, [], "<html><head><title>Pardon Our Interruption</title>", .imperva),
    (200, [], "<html><title>Bot Verification</title><p>Verifying that you are not", .unnamed),
    (200, [], "<html><script src=\"/_Incapsula_Resource?SWJIYLWA\"></script>", .imperva),
    (202, [], "<html><title>Human Verification</title>", .awsWAF),
    // A script that sets a cookie and loads again, 212 bytes long.
    (200, [], "<html><body><script>document.cookie='a=1';location.reload()</script>", .unnamed),
  ]

  @Test(arguments: walls)
  func `a robot challenge is known under any status`(
    status: Int,
    headers: [HeaderField],
    body: String,
    wall: BotWall
  ) throws {
    #expect(try Self.appraise(status, headers, body: body) == .blocked(by: wall))
  }

  @Test(arguments: [
    (403, "<title>Access Denied</title>", Verdict.forbidden),
    (404, "<title>Just a moment</title>", .notFound),
    // What sends its readers elsewhere keeps nobody out, though it is nothing but a script.
    (
      200, "<html><body><script>location.href='/reviews.html'</script>", .softMissing(.wrongType)
    ),
    // Honest pages behind a wall carry its script too.
    (
      200, "<title>Reviews</title><script src=/_Incapsula_Resource></script>\(SampleBody.prose)",
      .softMissing(.wrongType)
    ),
    // A list of few words is no challenge.
    (
      200, "<title>R</title><script src=/_Incapsula_Resource?a></script><a href=/a.pdf>A</a>",
      .softMissing(.landingPage)
    ),
    (
      200,
      "<script src=/_Incapsula_Resource?a></script><h1>Reviews</h1><a href=/old>Older ones</a>",
      .softMissing(.wrongType)
    ),
    (
      200,
      "<script src=/_Incapsula_Resource?a></script><h2>Reviews</h2><a href=/old>Older ones</a>",
      .softMissing(.wrongType)
    ),
    (
      200, "<script src=/_Incapsula_Resource?a></script><a href=/download/7>Child A</a>",
      .softMissing(.wrongType)
    ),
    (
      200, "<script src=/_Incapsula_Resource?a></script><a href=/get/7>Child A (PDF)</a>",
      .softMissing(.wrongType)
    ),
    (
      200, "<h1>Our firewall</h1><p>Sucuri and DataDome were tried.</p><a href=/>Home</a>",
      .softMissing(.wrongType)
    ),
    (
      200, "<title>Attention required: new guidance</title>\(SampleBody.prose)",
      .softMissing(.wrongType)
    ),
  ])
  func `not every refusal is a challenge`(status: Int, body: String, verdict: Verdict) throws {
    #expect(try Self.appraise(status, body: body) == verdict)
  }

  @Test(arguments: [
    (TransferFault.unreachable(.nameUnknown), Verdict.unreachable(.nameUnknown)),
    (.unreachable(.stalled), .unreachable(.stalled)),
    (.tls(.incompleteChain), .tls(.incompleteChain)),
    (.refused(.robots), .refused(.robots)),
    (.truncated, .damaged(.truncated)),
  ])
  func `a transfer without response has its verdict`(fault: TransferFault, verdict: Verdict) {
    #expect(Appraiser.appraise(fault).verdict == verdict)
  }
}
