// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl

/// Sets options on an easy handle and remembers the first that failed.
struct EasyOptions {
  private let easy: UnsafeMutableRawPointer
  private var fault: CURLcode?

  init(_ easy: UnsafeMutableRawPointer) {
    self.easy = easy
  }

  mutating func set(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_long(easy, option, value))
  }

  /// Sets a length in bytes.
  mutating func set(_ option: CURLoption, offset value: Int64) {
    note(ccurl_set_offset(easy, option, curl_off_t(value)))
  }

  mutating func set(_ option: CURLoption, _ value: String) {
    note(ccurl_set_string(easy, option, value))
  }

  /// Sets a text that may be in any encoding.
  mutating func set(_ option: CURLoption, bytes: [UInt8]) {
    note(ccurl_set_string(easy, option, bytes.map { CChar(bitPattern: $0) } + [0]))
  }

  mutating func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
    note(ccurl_set_pointer(easy, option, value))
  }

  mutating func set(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) {
    note(ccurl_set_list(easy, option, value))
  }

  mutating func set(_ option: CURLoption, _ value: @escaping ccurl_receiver) {
    note(ccurl_set_receiver(easy, option, value))
  }

  /// Sets what is sent with POST; libcurl keeps a copy.
  mutating func setBody(_ bytes: [UInt8]) {
    set(CURLOPT_POSTFIELDSIZE, bytes.count)
    var bytes = bytes
    bytes.withUnsafeMutableBytes { buffer in
      if let start = buffer.baseAddress { set(CURLOPT_COPYPOSTFIELDS, start) }
    }
  }

  private mutating func note(_ code: CURLcode) {
    if code != CURLE_OK, fault == nil { fault = code }
  }

  /// - Throws: if an option was refused.
  func check() throws(TransferError) {
    guard let fault else { return }
    let reason = String(cString: curl_easy_strerror(fault))
    throw .other(fault, detail: "an option was refused: \(reason)")
  }
}
