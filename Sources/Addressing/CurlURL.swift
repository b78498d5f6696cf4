// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl
import Glibc

/// libcurl's URL handle: the only address parser in the house.
///
/// Source: <https://curl.se/libcurl/c/libcurl-url.html>
struct CurlURL: ~Copyable {
  private let handle: OpaquePointer?

  init() {
    handle = curl_url()
  }

  deinit {
    curl_url_cleanup(handle)
  }

  /// Sets the whole address, or resolves a relative one against what was set before.
  ///
  /// - Parameters:
  ///   - text: what is parsed.
  ///   - found: what an error quotes.
  /// - Throws: `.credentials`, or `.malformed` with libcurl's reason.
  func set(_ text: String, as found: String) throws(AddressError) {
    let flags = UInt32(CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_DISALLOW_USER)
    let code = curl_url_set(handle, CURLUPART_URL, text, flags)
    switch code {
    case CURLUE_OK: return
    case CURLUE_USER_NOT_ALLOWED: throw .credentials
    default: throw .malformed(found, reason: String(cString: curl_url_strerror(code)))
    }
  }

  func scheme(of found: String) throws(AddressError) -> String {
    try required(CURLUPART_SCHEME, of: found)
  }

  func host(of found: String) throws(AddressError) -> String {
    // libidn2 reads the host in the thread's character set; under cron that is often plain ASCII.
    let previous = uselocale(Self.unicode)
    defer { uselocale(previous) }
    return try required(CURLUPART_HOST, UInt32(CURLU_PUNYCODE), of: found)
  }

  // A locale is never changed once made, and this one is never freed.
  private nonisolated(unsafe) static let unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

  var nonDefaultPort: String? {
    try? part(CURLUPART_PORT, UInt32(CURLU_NO_DEFAULT_PORT)).get()
  }

  var path: String { (try? part(CURLUPART_PATH).get()) ?? "/" }

  var query: String? { try? part(CURLUPART_QUERY).get() }

  private func required(
    _ part: CURLUPart,
    _ flags: UInt32 = 0,
    of found: String
  ) throws(AddressError) -> String {
    switch self.part(part, flags) {
    case .success(let text): return text
    case .failure(let fault):
      throw .malformed(found, reason: String(cString: curl_url_strerror(fault.code)))
    }
  }

  private struct Fault: Error {
    let code: CURLUcode
  }

  private func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> Result<String, Fault> {
    var text: UnsafeMutablePointer<CChar>?
    let code = curl_url_get(handle, part, &text, flags)
    guard code == CURLUE_OK, let text else { return .failure(Fault(code: code)) }
    defer { curl_free(text) }
    return .success(String(cString: text))
  }
}
