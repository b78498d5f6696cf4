// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import COpenSSL
package import Foundation

/// What an authority is asked: to say that it saw a digest now.
///
/// Source: RFC 3161 §2.4.1 <https://www.rfc-editor.org/rfc/rfc3161#section-2.4.1>
package struct TimeStampRequest: Hashable, Sendable {
  /// SHA-256 of what is stamped.
  package let digest: Digest
  /// By which the answer is known to be this one's.
  package let nonce: UInt64

  package init(over data: [UInt8], nonce: UInt64 = .random(in: 1 << 62..<1 << 63)) {
    digest = .of(data, by: .sha256)
    self.nonce = nonce
  }

  /// In DER: version 1, the imprint, the nonce, and that the authority's certificate is wanted.
  package var bytes: [UInt8] {
    let sha256: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
    let algorithm = Self.element(0x30, Self.element(0x06, sha256) + [0x05, 0x00])
    let imprint = Self.element(0x30, algorithm + Self.element(0x04, digest.bytes))
    let number = (0..<8).map { UInt8(truncatingIfNeeded: nonce >> UInt64(56 - 8 * $0)) }
    return Self.element(
      0x30,
      Self.element(0x02, [1]) + imprint + Self.element(0x02, number) + Self.element(0x01, [0xff])
    )
  }

  // All of it is shorter than 128 bytes, so that a length is one byte.
  private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    [tag, UInt8(truncatingIfNeeded: content.count)] + content
  }
}

/// What an authority answered, checked: that it is over what was asked for, and signed by a certificate that may sign for
/// times and that leads to one which is trusted.
///
/// Source: RFC 3161 §2.4.2; TS_RESP_verify_response(3)
package struct TimeStamp: Hashable, Sendable {
  /// By the authority's clock.
  package let time: Date

  package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed
    case refused
    /// Why, as OpenSSL says it.
    case unverified(String)

    package var description: String {
      switch self {
      case .malformed: "it is no time stamp"
      case .refused: "the authority refused it"
      case .unverified(let reason): "it cannot be believed: \(reason)"
      }
    }
  }

  /// - Parameters:
  ///   - reply: as it came.
  ///   - request: what was asked.
  ///   - certificates: a file of PEM certificates that are trusted; nil for the system's.
  /// - Throws: ``Fault``.
  package init(_ reply: [UInt8], to request: TimeStampRequest, trusting certificates: String?)
    throws(Fault)
  {
    ERR_clear_error()
    let answer = Self.read(reply) { d2i_TS_RESP(nil, &$0, $1) }
    guard let answer else { throw .malformed }
    defer { TS_RESP_free(answer) }
    let status = TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(answer))
    guard [0, 1].contains(ASN1_INTEGER_get(status)) else { throw .refused }
    guard let asked = Self.read(request.bytes, { d2i_TS_REQ(nil, &$0, $1) }),
      let context = TS_REQ_to_TS_VERIFY_CTX(asked, nil)
    else { throw .malformed }
    defer {
      TS_VERIFY_CTX_free(context)
      TS_REQ_free(asked)
    }
    guard let store = X509_STORE_new() else { throw .unverified("out of memory") }
    // The context frees it.
    TS_VERIFY_CTX_set_store(context, store)
    let isLoaded =
      if let certificates { X509_STORE_load_file(store, certificates) } else {
        X509_STORE_set_default_paths(store)
      }
    guard isLoaded == 1 else {
      throw .unverified("the certificates that are trusted cannot be read")
    }
    _ = TS_VERIFY_CTX_add_flags(context, Int32(TS_VFY_SIGNATURE))
    guard TS_RESP_verify_response(context, answer) == 1 else { throw .unverified(Self.lastError) }
    guard let stated = Self.time(of: answer) else { throw .malformed }
    time = stated
  }

  private static func time(of answer: OpaquePointer) -> Date? {
    var parts = tm()
    guard let info = TS_RESP_get_tst_info(answer), let stated = TS_TST_INFO_get_time(info),
      ASN1_TIME_to_tm(stated, &parts) == 1
    else { return nil }
    return Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
  }

  /// Whether an answer is to a question, and both are over the same data.
  ///
  /// By whom it is signed is not looked at.
  ///
  /// - Parameters:
  ///   - reply: as it came.
  ///   - query: what was asked, in DER.
  ///   - data: what was stamped.
  /// - Returns: false of anything else.
  package static func isWhole(_ reply: [UInt8], to query: [UInt8], over data: [UInt8]) -> Bool {
    ERR_clear_error()
    guard let answer = Self.read(reply, { d2i_TS_RESP(nil, &$0, $1) }) else { return false }
    defer { TS_RESP_free(answer) }
    guard isQuery(query, over: data), let asked = Self.read(query, { d2i_TS_REQ(nil, &$0, $1) })
    else { return false }
    defer { TS_REQ_free(asked) }
    guard let context = TS_REQ_to_TS_VERIFY_CTX(asked, nil) else { return false }
    defer { TS_VERIFY_CTX_free(context) }
    // Its name is held against a signature, which is not looked at here.
    _ = TS_VERIFY_CTX_set_flags(
      context,
      Int32(TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE)
    )
    return TS_RESP_verify_response(context, answer) == 1
      && Int(i2d_TS_RESP(answer, nil)) == reply.count
  }

  /// Whether a question is one for a time stamp over data.
  ///
  /// - Parameters:
  ///   - query: what was asked, in DER.
  ///   - data: what was to be stamped.
  /// - Returns: false of anything else.
  package static func isQuery(_ query: [UInt8], over data: [UInt8]) -> Bool {
    guard let asked = Self.read(query, { d2i_TS_REQ(nil, &$0, $1) }) else { return false }
    defer { TS_REQ_free(asked) }
    guard let imprint = TS_MSG_IMPRINT_get_msg(TS_REQ_get_msg_imprint(asked)) else { return false }
    let bytes = UnsafeBufferPointer(
      start: ASN1_STRING_get0_data(imprint),
      count: Int(ASN1_STRING_length(imprint))
    )
    return bytes.elementsEqual(Digest.of(data, by: .sha256).bytes)
      && Int(i2d_TS_REQ(asked, nil)) == query.count
  }

  private static func read<Value>(
    _ bytes: [UInt8],
    _ body: (inout UnsafePointer<UInt8>?, Int) -> Value?
  ) -> Value? {
    bytes.withUnsafeBufferPointer { buffer in
      var place = buffer.baseAddress
      return body(&place, buffer.count)
    }
  }

  private static var lastError: String {
    var text = [CChar](repeating: 0, count: 256)
    let code = ERR_peek_last_error()
    guard code != 0 else { return "no reason was given" }
    ERR_error_string_n(code, &text, text.count)
    ERR_clear_error()
    let whole = String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
      as: UTF8.self
    )
    return whole.split(separator: ":").last.map(String.init) ?? whole
  }
}
