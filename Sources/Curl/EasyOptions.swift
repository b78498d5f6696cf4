// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl

/// Sets options on an easy handle and remembers the first that failed.
final class EasyOptions {
  private let easy: UnsafeMutableRawPointer
  private(set) var fault: CURLcode?

  init(_ easy: UnsafeMutableRawPointer) {
    self.easy = easy
  }

  func set(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_long(easy, option, value))
  }

  func set(_ option: CURLoption, _ value: String) {
    note(ccurl_set_string(easy, option, value))
  }

  func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
    note(ccurl_set_pointer(easy, option, value))
  }

  func set(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) {
    note(ccurl_set_list(easy, option, value))
  }

  func set(_ option: CURLoption, _ value: @escaping ccurl_receiver) {
    note(ccurl_set_receiver(easy, option, value))
  }

  private func note(_ code: CURLcode) {
    if code != CURLE_OK, fault == nil { fault = code }
  }
}
