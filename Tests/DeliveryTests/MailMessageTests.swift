// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Delivery
import Foundation
import Testing

@Suite("Mails as they go over the wire") struct MailMessageTests {
  private func message(subject: String = "Hanaper: 1 new", body: String) throws -> MailMessage {
    MailMessage(
      from: try #require(MailAddress("records@example.org")),
      to: [
        try #require(MailAddress("officer@example.org")),
        try #require(MailAddress("team+reports@example.net")),
      ],
      subject: subject,
      date: Date(timeIntervalSince1970: 1_795_917_609),
      name: "2026-11-29T020009Z",
      body: body
    )
  }

  private func lines(_ message: MailMessage) -> [String] {
    String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\r\n")
  }

  @Test func `a message is of whole lines, and says what it is`() throws {
    let lines = lines(try message(body: "One report is new.\n.dot\n"))
    #expect(
      lines == [
        "Date: Sun, 29 Nov 2026 02:00:09 +0000",
        "From: Hanaper <records@example.org>",
        "To: officer@example.org,",
        " team+reports@example.net",
        "Subject: Hanaper: 1 new",
        "Message-ID: <2026-11-29T020009Z@example.org>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "One report is new.",
        ".dot",
        "",
        "",
      ]
    )
  }

  @Test(arguments: [
    "Review of Child É", "New\r\nBcc: all@example.org", "\u{202E}desrever", "=?UTF-8?Q?not_ours?=",
    String(repeating: "Überprüfung ", count: 60),
  ])
  func `a title from the web begins no field of its own, and comes back as it was`(_ title: String)
    throws
  {
    let lines = lines(try message(subject: "Hanaper: \(title)", body: "text"))
    let head = lines.prefix { !$0.isEmpty }
    #expect(!head.contains { $0.hasPrefix("Bcc") })
    #expect(head.allSatisfy { $0.utf8.count <= 998 && $0.utf8.allSatisfy { $0 < 0x80 } })
    let words = head.drop { !$0.hasPrefix("Subject:") }.prefix {
      $0.hasPrefix("Subject:") || $0.hasPrefix(" ")
    }
    #expect(words.allSatisfy { $0.utf8.count <= 90 } || title.utf8.allSatisfy { $0 < 0x80 })
    let decoded = words.joined().split(separator: " ").compactMap { word -> String? in
      guard word.hasPrefix("=?UTF-8?B?"), word.hasSuffix("?=") else { return nil }
      let data = Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data()
      #expect(String(data: data, encoding: .utf8) != nil, "a character is torn apart")
      return String(decoding: data, as: UTF8.self)
    }
    if !decoded.isEmpty {
      let clean = title.unicodeScalars.filter { $0 != "\u{202E}" && $0 != "\r" }
      #expect(decoded.joined() == "Hanaper: " + String(String.UnicodeScalarView(clean)))
    }
  }

  @Test func `no line is longer than a server takes, and no character is torn`() throws {
    let long = String(repeating: "é", count: 1_500)
    let lines = lines(try message(body: "\(long)\nend"))
    #expect(lines.allSatisfy { $0.utf8.count <= 998 })
    #expect(lines.drop { !$0.isEmpty }.joined() == long + "end")
    #expect(lines.contains("Content-Transfer-Encoding: 8bit"))
  }

  @Test(arguments: [
    "a@b@c", "", "@example.org", "name@", "na me@example.org", "name@exam ple.org",
    "a..b@example.org",
    "-f@example.org", "name@.org", "näme@example.org", "a@b\r\nRCPT TO:<x@y>", "<a@b.org>",
  ])
  func `what is no mail address is refused`(_ text: String) {
    #expect(MailAddress(text) == nil)
  }
}
