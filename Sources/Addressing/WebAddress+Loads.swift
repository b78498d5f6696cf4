// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// What of an address may be of one load: a signature that expires, a token, a mark against caches.
///
/// It is a sign and no proof, so nothing is called by what is left. It says which address of another night to ask about.
package struct LoadSigns: Hashable, Sendable {
  /// The address without it.
  package let core: String
  /// The parameters that were left out, by their names as they are written; empty where it was the path or a mark without a name.
  package let names: [String]
  /// Whether something of the path was left out.
  package let isInPath: Bool
  /// Whether it is a signature or lets its bearer in, so that it may come to an end; and no mere mark against caches.
  package let mayExpire: Bool
  /// Whether it says until when it holds, beside a value that nobody chose.
  package let isTimed: Bool

  /// Whether it is a store's or a delivery network's signature, which expires and tells no documents apart.
  ///
  /// A `token` by itself may be all that there is of a document's name, and a mark against caches may be that of an edition.
  package var isStoreSignature: Bool {
    guard !isInPath else { return false }
    if isTimed { return true }
    let words = Set(names.map { $0.lowercased() })
    return Self.wholeSignatures.contains { words.isSuperset(of: $0) }
  }

  /// By what each is known, all of which must be there: Amazon, Google, Alibaba, Tencent, Volcengine and Baidu, then the older ones
  /// of Amazon, Google and Alibaba, CloudFront, Azure, Akamai, and a token or a digest that says until when it holds.
  private static let wholeSignatures: [Set<String>] = [
    ["x-amz-signature"], ["x-goog-signature"], ["x-oss-signature"], ["q-signature"],
    ["x-tos-signature"], ["x-bce-signature"],
    ["signature", "awsaccesskeyid"], ["signature", "googleaccessid"],
    ["signature", "ossaccesskeyid"], ["signature", "key-pair-id"], ["sig", "se"],
    ["hdnea"], ["hdntl"], ["hdnts"], ["__gda__"],
    ["token", "expires"], ["token", "exp"], ["token", "expiry"],
    ["md5", "expires"],
  ]
}

extension WebAddress {
  /// What of the address may be of one load; nil where nothing is.
  package var loadSigns: LoadSigns? {
    let query = queryWithoutLoads
    let path = pathWithoutTokens
    guard query != nil || path != nil else { return nil }
    let kept = query?.kept ?? self.query.map(String.init) ?? ""
    let front = path.map { String(origin) + $0 } ?? String(text[..<self.path.endIndex])
    return LoadSigns(
      core: kept.isEmpty ? front : "\(front)?\(kept)",
      names: query?.names ?? [],
      isInPath: path != nil,
      mayExpire: path != nil || query?.isSigned == true,
      isTimed: query?.isTimed == true
    )
  }

  // MARK: The query

  private struct LoadsOfQuery {
    var kept = ""
    var names: [String] = []
    var isSigned = false
    var isTimed = false
  }

  /// - Returns: the rest of the query, and what was left out of it; nil where that is nothing.
  private var queryWithoutLoads: LoadsOfQuery? {
    guard let query, !query.isEmpty else { return nil }
    if !query.utf8.contains(UInt8(ascii: "=")) {
      return isFile && query.isMark ? LoadsOfQuery() : nil
    }
    let parameters = query.split(separator: "&", omittingEmptySubsequences: false).map(
      QueryParameter.init
    )
    let isNamed = parameters.contains { Self.isSignature($0.word) }
    // A known name says what signs it; else only a time and a value that nobody chose, together.
    let pair = isNamed ? nil : TimedPair(in: parameters)
    let isSigned = isNamed || pair != nil
    var loads = LoadsOfQuery(isSigned: isSigned, isTimed: pair?.saysUntilWhen == true)
    var kept: [Substring] = []
    for (place, parameter) in parameters.enumerated() {
      let word = parameter.word
      let isLoad =
        Self.isSignature(word) || isSigned && Self.besideSignatures.contains(word)
        || Self.marks.contains(word) || pair?.places.contains(place) == true
      if isLoad { loads.names.append(parameter.name) } else { kept.append(parameter.text) }
    }
    loads.kept = kept.joined(separator: "&")
    return loads.names.isEmpty ? nil : loads
  }

  /// Whether a parameter signs an address, or lets its bearer in.
  private static func isSignature(_ name: String) -> Bool {
    signatures.contains(name) || signaturePrefixes.contains { name.hasPrefix($0) }
      || isSessionOfServer(name)
  }

  /// Whether it is called as servers call their sessions, with more behind it: `JSESSIONID_APP`, `ASPSESSIONIDQQ`.
  private static func isSessionOfServer(_ name: String) -> Bool {
    ["aspsessionid", "jsessionid", "phpsessid"].contains { name.hasPrefix($0) }
  }

  /// Amazon, Google, Alibaba, Tencent, Volcengine, Baidu.
  private static let signaturePrefixes = [
    "x-amz-", "x-goog-", "x-oss-", "x-cos-", "q-sign", "x-tos-", "x-bce-",
  ]

  /// CloudFront and Amazon before, Azure (`sig`), Akamai (`hdnea`, `__token__`), Limelight (`__gda__`), Cloudinary, nginx (`md5`),
  /// SharePoint (`tempauth`), and what programs call by such names.
  private static let signatures: Set<String> = [
    "__cld_token__", "__gda__", "__token__", "_token", "access_token", "accesstoken", "auth",
    "auth_key",
    "auth_token", "authtoken", "csrf", "csrf_token", "csrftoken", "hdnea", "hdntl", "hdnts", "hmac",
    "md5",
    "nonce", "oauth_token", "oscsid", "ossaccesskeyid", "q-ak", "sessid", "session", "session_id",
    "sessionid", "sid", "sig", "sign", "signature", "signed", "sigv", "tempauth", "token", "verify",
    "wssecret", "zenid",
  ]

  /// What stands beside a signature, and means other things by itself.
  private static let besideSignatures: Set<String> = [
    "awsaccesskeyid", "e", "exp", "expire", "expires", "expires_in", "expiration", "expiry",
    "googleaccessid", "hash-algorithm", "ip", "key-pair-id", "keyid", "policy", "q-header-list",
    "q-key-time", "q-url-param-list", "saoid", "scid", "sdd", "se", "security-token", "ses", "si",
    "sip",
    "ske", "skoid", "sks", "skt", "sktid", "skv", "sp", "spr", "sr", "srt", "ss", "st", "suoid",
    "sv",
    "token_path", "valid", "validfrom", "validto", "wstime",
  ]

  /// What is put behind an address so that no cache keeps what it leads to.
  private static let marks: Set<String> = [
    "_", "_t", "_ts", "bust", "cache", "cachebust", "cachebuster", "cb", "dt", "hash", "itok",
    "nocache", "rand",
    "random", "rev",
    "rnd", "t", "time", "timestamp", "ts", "v", "ver", "version",
  ]

  // MARK: The path

  /// The path with `*` for each folder that nobody named, and without `;sid=…` and its like; nil where that changes
  /// nothing, or no file is behind it.
  ///
  /// Longer ones are read by nobody.
  private var pathWithoutTokens: String? {
    guard isFile, path.utf8.count <= 2_000 else { return nil }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    let folders = segments.dropLast().map { $0.isToken ? "*" : $0 }
    let without = (folders + segments.suffix(1)).map(Self.withoutSession)
    return without == segments ? nil : without.joined(separator: "/")
  }

  /// A part of a path without its parameters that are called as sessions and tokens are.
  private static func withoutSession(_ segment: Substring) -> Substring {
    guard segment.utf8.contains(UInt8(ascii: ";")) else { return segment }
    let parts = segment.split(separator: ";", omittingEmptySubsequences: false)
    let kept = parts.enumerated().filter { place, part in
      guard place > 0, let end = part.firstIndex(of: "=") else { return true }
      return !isSignature(part[..<end].lowercased())
    }
    return kept.count == parts.count ? segment : kept.map(\.element).joined(separator: ";")[...]
  }
}

extension Substring {
  /// Whether nobody chose it: letters and figures in turns, sixteen or more, or a digest.
  fileprivate var isToken: Bool {
    let bytes = utf8
    guard (16...600).contains(bytes.count) else { return false }
    guard bytes.allSatisfy({ $0.isLetterOrDigit || Self.signs.contains($0) }) else { return false }
    let turns = zip(bytes, bytes.dropFirst()).count {
      $0.isDigit && $1.isLetter || $0.isLetter && $1.isDigit
    }
    return turns >= 4 || bytes.count >= 32 && allSatisfy(\.isHexDigit)
  }

  /// What the letters of Base64 for addresses have besides, and what joins a token with its time.
  private static let signs = Set("-_=.~,".utf8)

  /// Whether it is a mark against caches without a name: a number, a digest, or a part of one.
  fileprivate var isMark: Bool {
    let bytes = utf8
    guard (6...128).contains(bytes.count) else { return false }
    return bytes.allSatisfy(\.isDigit) || isToken
      || allSatisfy(\.isHexDigit) && bytes.contains(where: \.isDigit)
  }
}
