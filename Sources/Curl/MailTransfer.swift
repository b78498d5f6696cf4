// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl
import Text

/// A server that takes mail, and how it is spoken to.
package struct MailServer: Hashable, Sendable {
  package enum Security: String, Sendable {
    /// The connection is secured before anything is said.
    case tls = "smtps"
    /// It is secured once the server was greeted; where it cannot be, nothing is sent.
    case startTLS = "smtp"
  }

  package let security: Security
  package let host: String
  package let port: Int
  package var user: String?
  package var password: String?

  /// As it is written: `smtp://mail.example.org:587`.
  package var address: String { "\(security.rawValue)://\(host):\(port)" }

  package init(
    _ security: Security,
    host: String,
    port: Int,
    user: String? = nil,
    password: String? = nil
  ) {
    (self.security, self.host, self.port) = (security, host, port)
    (self.user, self.password) = (user, password)
  }
}

/// One mail on its way to a server, for one recipient, by libcurl's SMTP: of several, a server that refuses one takes none.
///
/// Source: <https://curl.se/libcurl/c/smtp-mail.html>; RFC 5321, RFC 3207.
package struct MailTransfer: Sendable {
  package let server: MailServer
  /// In the envelope.
  package let sender: String
  package let recipient: String
  /// Lines that end in CR LF; libcurl doubles a dot at a line's beginning.
  package let message: [UInt8]

  package init(
    to server: MailServer,
    from sender: String,
    to recipient: String,
    _ message: [UInt8]
  ) {
    (self.server, self.sender, self.recipient) = (server, sender, recipient)
    self.message = message
  }

  /// Hands the mail over; waits until it is, or cannot be.
  ///
  /// - Parameter settings: which certificates are trusted; the proxy and the guard of addresses are for documents.
  /// - Throws: why it was not taken.
  package func send(by settings: NetworkSettings) throws(MailError) {
    guard let easy = curl_easy_init() else {
      throw MailError(sentence: "there is no memory for it")
    }
    defer { curl_easy_cleanup(easy) }
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    defer { errorText.deallocate() }
    let addresses = curl_slist_append(nil, "<\(recipient)>")
    defer { curl_slist_free_all(addresses) }

    let reader = MessageReader(message)
    var options = EasyOptions(easy)
    options.set(CURLOPT_ERRORBUFFER, errorText)
    options.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    options.set(CURLOPT_URL, "\(server.address)/")
    options.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
    options.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let certificates = settings.certificates { options.set(CURLOPT_CAINFO, certificates) }
    options.set(CURLOPT_PROXY, "")
    options.set(CURLOPT_NOSIGNAL, 1)
    if let user = server.user { options.set(CURLOPT_USERNAME, user) }
    if let password = server.password { options.set(CURLOPT_PASSWORD, password) }
    options.set(CURLOPT_MAIL_FROM, "<\(sender)>")
    options.set(CURLOPT_MAIL_RCPT, addresses)
    options.set(CURLOPT_CONNECTTIMEOUT_MS, 15_000)
    options.set(CURLOPT_TIMEOUT_MS, 60_000)
    options.set(CURLOPT_UPLOAD, 1)
    options.set(CURLOPT_READDATA, Unmanaged.passUnretained(reader).toOpaque())
    options.set(CURLOPT_READFUNCTION) { room, size, count, context in
      guard let room, let context else { return Int(CURL_READFUNC_ABORT) }
      return Unmanaged<MessageReader>.fromOpaque(context).takeUnretainedValue()
        .fill(UnsafeMutableRawBufferPointer(start: room, count: size * count))
    }
    do {
      try options.check()
    } catch {
      throw MailError(sentence: "\(error)")
    }
    let code = withExtendedLifetime(reader) { curl_easy_perform(easy) }
    guard code != CURLE_OK else { return }
    let text = String(cString: errorText)
    throw MailError(
      code,
      answer: easy.number(CURLINFO_RESPONSE_CODE),
      detail: text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    )
  }
}

/// What is being sent, and how far that has come; libcurl alone touches it meanwhile.
private final class MessageReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
    let piece = rest.prefix(room.count)
    room.copyBytes(from: piece)
    rest.removeFirst(piece.count)
    return piece.count
  }
}

/// Why a mail was not taken.
package struct MailError: Error, CustomStringConvertible {
  package let sentence: String
  /// Whether the server refused this mail, so that one to somebody else may be taken.
  package let isOfRecipient: Bool

  package var description: String { sentence }

  fileprivate init(sentence: String) {
    self.sentence = sentence
    isOfRecipient = false
  }

  fileprivate init(_ code: CURLcode, answer: Int, detail: String) {
    let said =
      answer >= 400 && !detail.contains("\(answer)") ? ", which answered \(answer)" : ""
    isOfRecipient = code == CURLE_SEND_ERROR && answer >= 400
    sentence =
      switch code {
      case CURLE_USE_SSL_FAILED:
        "the server offers no secured connection (STARTTLS), and without one nothing is sent"
      case CURLE_LOGIN_DENIED: "the server refused the name or the password\(said)"
      case CURLE_PEER_FAILED_VERIFICATION:
        "the server's certificate does not check out: \(detail)"
      case CURLE_COULDNT_RESOLVE_HOST: "the server's name is not known or could not be looked up"
      case CURLE_OPERATION_TIMEDOUT: "it took too long: \(detail)"
      default: "\(detail)\(said)"
      }
  }
}
