// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Verdict {
  /// The verdict in one stable word, for machines.
  package var word: String {
    switch self {
    case .document: "document"
    case .unchanged: "unchanged"
    case .page: "page"
    case .moved: "moved"
    case .movedAndChanged: "replaced"
    case .gone: "gone"
    case .notFound: "not-found"
    case .softMissing: "soft-missing"
    case .blocked: "blocked"
    case .authenticationRequired: "authentication-required"
    case .forbidden: "forbidden"
    case .rateLimited: "rate-limited"
    case .serverError: "server-error"
    case .clientError: "client-error"
    case .unreachable: "unreachable"
    case .tls: "tls"
    case .damaged: "damaged"
    case .refused: "refused"
    }
  }

  /// The finer reason in one stable word, where there is one.
  package var reason: String? {
    switch self {
    case .softMissing(let reason): reason.rawValue
    case .blocked(let wall): wall.rawValue
    case .unreachable(let reason): reason.rawValue
    case .tls(let fault): fault.rawValue
    case .damaged(let damage): damage.rawValue
    case .refused(let refusal): refusal.rawValue
    default: nil
    }
  }

  /// The verdict in a user's words: one clause, no capital, no full stop.
  package var sentence: String {
    switch self {
    case .document(let kind): "the address delivers \(kind.nameWithArticle)"
    case .unchanged: "the document is unchanged"
    case .page: "the address answers with a page"
    case .moved(let address): "the document has moved to \(address)"
    case .movedAndChanged(let address, let kind):
      "the publisher has put \(kind.nameWithArticle) at \(address) in its place"
    case .gone: "the publisher says that the document was taken away (status 410)"
    case .notFound: "there is nothing at this address (status 404)"
    case .softMissing(let reason): reason.sentence
    case .blocked(.unnamed): "the site took us for a robot and sent a challenge"
    case .blocked(let wall): "the site took us for a robot and sent a challenge (\(wall.name))"
    case .authenticationRequired: "the site asks for a log-in"
    case .forbidden: "the site refuses to show this (status 403)"
    case .rateLimited(nil): "the site asks us to come back later"
    case .rateLimited(let wait?):
      "the site asks us to come back in \(wait.components.seconds) seconds"
    case .serverError(let status) where status >= 500: "the site has a fault (status \(status))"
    case .serverError(let status): "the site's answer makes no sense (status \(status))"
    case .clientError(451): "the site may not show this for legal reasons (status 451)"
    case .clientError(let status): "the site refuses the request (status \(status))"
    case .unreachable(let reason): reason.sentence
    case .tls(let fault): fault.sentence
    case .damaged(let damage): damage.sentence
    case .refused(let refusal): refusal.sentence
    }
  }
}

extension Verdict {
  /// Why nothing usable came, in as few words as a table takes; nil where something did.
  package var fewWords: String? {
    switch self {
    case .document, .unchanged, .page, .moved, .movedAndChanged: nil
    case .gone: "status 410"
    case .notFound: "status 404"
    case .softMissing(let reason): reason.isDoubt ? "another page" : "an error page"
    case .blocked: "a bot wall"
    case .authenticationRequired: "a log-in"
    case .forbidden: "status 403"
    case .rateLimited: "asks us to wait"
    case .serverError(let status), .clientError(let status): "status \(status)"
    case .unreachable(let reason): reason.fewWords
    case .tls(let fault): fault.fewWords
    case .damaged: "damaged"
    case .refused(let refusal): refusal.isSitesFault ? "bad redirects" : "not asked"
    }
  }
}

extension UnreachableReason {
  fileprivate var fewWords: String {
    switch self {
    case .nameUnknown: "no such host"
    case .nameTemporary: "name not looked up"
    case .refusedConnection: "connection refused"
    case .timedOut: "timed out"
    case .stalled: "stood still"
    case .reset: "connection cut"
    case .protocolFault: "no HTTP"
    case .ownNetwork: "our network"
    case .robotsUnread: "robots.txt not read"
    }
  }
}

extension TLSFault {
  fileprivate var fewWords: String {
    switch self {
    case .expired: "certificate expired"
    case .wrongHost: "certificate for another host"
    case .selfSigned: "certificate signed by itself"
    case .incompleteChain: "certificates incomplete"
    case .protocolFault: "no secure connection"
    case .other: "certificate not verified"
    }
  }
}
