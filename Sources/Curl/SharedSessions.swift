// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl

/// Sessions of TLS that later transfers to the same host go on with.
///
/// libcurl keeps them with the handle of the transfer, which is gone by then, unless they are shared.
/// It finds them by host, port and settings, so one server's never reaches another. Nothing else is
/// shared. One thread uses it, which is why it has no locks; it must outlive all handles.
///
/// Source: <https://curl.se/libcurl/c/curl_share_setopt.html>
final class SharedSessions {
  let pointer: UnsafeMutableRawPointer

  init() {
    guard let share = curl_share_init() else { preconditionFailure("out of memory for libcurl") }
    pointer = share
    // Should it fail, each connection shakes hands from the beginning.
    ccurl_share_set_long(share, CURLSHOPT_SHARE, Int(CURL_LOCK_DATA_SSL_SESSION.rawValue))
  }

  deinit {
    curl_share_cleanup(pointer)
  }
}
