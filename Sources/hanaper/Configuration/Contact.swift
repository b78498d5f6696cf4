// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing

/// How the sites that are visited can reach whoever visits them.
struct Contact {
  /// What stands in the configuration that ships.
  ///
  /// It is no address, so that nobody's name is given to sites by mistake.
  static let placeholder = "WRITE-YOUR-CONTACT-HERE"

  let text: String

  /// Takes `mailto:` with a mail address or `https://` with a web address, and nothing else.
  init(_ text: String) throws(Fault) {
    guard !text.isEmpty else { throw Fault(description: "it is empty; \(Self.advice)") }
    // It is sent in the comment of a User-Agent field, which neither of these may end or begin.
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.delimiters.contains($0) })
    else {
      throw Fault(
        description:
          "“\(text)” holds a blank, a bracket or a letter that is not ASCII; \(Self.advice)"
      )
    }
    guard Self.isMail(text) || Self.isWeb(text) else {
      let isBegun = ["mailto:", "https:"].contains { text.lowercased().hasPrefix($0) }
      let fault = isBegun ? "is not a whole address" : "begins with neither mailto: nor https://"
      throw Fault(description: "“\(text)” \(fault); \(Self.advice)")
    }
    self.text = text
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  static let advice =
    "write mailto:records@example.org or https://www.example.org/contact, with your own address"

  private static let delimiters = Set("()<>\\\"".utf8)

  private static func isMail(_ text: String) -> Bool {
    guard text.lowercased().hasPrefix("mailto:") else { return false }
    let address = text.dropFirst("mailto:".count).prefix { $0 != "?" }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[0].contains(where: { ",;:/".contains($0) })
    else { return false }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1
      && labels.allSatisfy { label in
        !label.isEmpty && label.first != "-" && label.last != "-"
          && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
      }
  }

  private static func isWeb(_ text: String) -> Bool {
    guard text.lowercased().hasPrefix("https://"), let address = try? WebAddress(text) else {
      return false
    }
    return address.host.contains(".") || address.host.hasPrefix("[")
  }
}
