// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import CCurl
import Glibc
import HTTP

/// From what libcurl reports at the end of a transfer to what our callers are told.
extension TransferError {
  init(_ code: CURLcode, of easy: UnsafeMutableRawPointer, _ request: Request, detail: String) {
    self =
      switch code {
      case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
        .unresolved(host: String(request.address.host))
      case CURLE_COULDNT_CONNECT:
        [ENETUNREACH, ENETDOWN].contains(CInt(clamping: easy.number(CURLINFO_OS_ERRNO)))
          ? .noRoute(detail: detail) : .notConnected(detail: detail)
      case CURLE_OPERATION_TIMEDOUT: Self.timeout(request, detail)
      case CURLE_PARTIAL_FILE: .truncated(detail: detail)
      case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
        Self.breakOff(detail)
      case CURLE_PEER_FAILED_VERIFICATION:
        .certificate(verification: easy.number(CURLINFO_SSL_VERIFYRESULT), detail: detail)
      case CURLE_SSL_CONNECT_ERROR: .handshake(detail: detail)
      // Of a header line that goes on with the line before it where there is none.
      case CURLE_BAD_FUNCTION_ARGUMENT:
        .protocolFault(detail: "a header line continues one that is not there")
      case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_UNSUPPORTED_PROTOCOL,
        CURLE_HTTP2, CURLE_HTTP2_STREAM:
        .protocolFault(detail: detail)
      // Our own writing has its own error; this is of what libcurl had to unpack.
      case CURLE_WRITE_ERROR: .protocolFault(detail: "what came cannot be unpacked")
      case CURLE_FILESIZE_EXCEEDED: .tooLarge(limit: request.limits.bodyBytes)
      case CURLE_URL_MALFORMAT: .invalidRequest(detail: detail)
      default: .other(code, detail: detail)
      }
  }

  private static func breakOff(_ detail: String) -> TransferError {
    if detail.contains("response headers") { return .headersTooLarge }
    return detail.contains("chunk") ? .protocolFault(detail: detail) : .reset(detail: detail)
  }

  // libcurl has one code for all its clocks; which ran out shows in its words only.
  private static func timeout(_ request: Request, _ detail: String) -> TransferError {
    if detail.contains("esolving") { return .unresolved(host: String(request.address.host)) }
    if detail.hasPrefix("Connection") { return .notConnected(detail: detail) }
    return detail.contains("too slow") ? .stalled : .timedOut
  }
}

extension Response {
  init(_ head: ResponseHead, of easy: UnsafeMutableRawPointer, isAbandoned: Bool = false) {
    self.init(
      head: head,
      peer: easy.text(CURLINFO_PRIMARY_IP) ?? "",
      httpVersion: easy.number(CURLINFO_HTTP_VERSION) == Int(CURL_HTTP_VERSION_2_0) ? "2" : "1.1",
      receivedBytes: easy.offset(CURLINFO_SIZE_DOWNLOAD_T),
      firstByteAfter: .microseconds(easy.offset(CURLINFO_STARTTRANSFER_TIME_T)),
      took: .microseconds(easy.offset(CURLINFO_TOTAL_TIME_T)),
      cookies: (200..<400).contains(head.status)
        ? easy.lines(CURLINFO_COOKIELIST).map(Cookie.init).filter(\.isMeant) : [],
      redirect: easy.text(CURLINFO_REDIRECT_URL),
      isAbandoned: isAbandoned
    )
  }
}

extension UnsafeMutableRawPointer {
  func number(_ info: CURLINFO) -> Int {
    var value = 0
    ccurl_get_long(self, info, &value)
    return value
  }

  fileprivate func offset(_ info: CURLINFO) -> Int64 {
    var value: curl_off_t = 0
    ccurl_get_offset(self, info, &value)
    return Int64(value)
  }

  fileprivate func lines(_ info: CURLINFO) -> [[UInt8]] {
    var list: UnsafeMutablePointer<curl_slist>?
    guard ccurl_get_list(self, info, &list) == CURLE_OK else { return [] }
    defer { curl_slist_free_all(list) }
    var lines: [[UInt8]] = []
    var next = list
    while let line = next {
      if let text = line.pointee.data {
        lines.append(
          UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
        )
      }
      next = line.pointee.next
    }
    return lines
  }

  fileprivate func text(_ info: CURLINFO) -> String? {
    var value: UnsafePointer<CChar>?
    guard ccurl_get_string(self, info, &value) == CURLE_OK, let value else { return nil }
    return String(cString: value)
  }
}
