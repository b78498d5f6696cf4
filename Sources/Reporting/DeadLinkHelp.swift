// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
package import Records

/// What there is for a reader of a link that is dead: what we hold first, then where else to look.
package struct DeadLinkHelp: Encodable, Sendable {
  /// The newest version that is held; nil where nothing is.
  let version: Int?
  /// The command that gives it back.
  let restore: String?
  /// Other addresses under which the same bytes were there when they were last asked for.
  let sameBytesAt: [String]
  /// Pages of web archives about the address: hints for a reader, which nobody here has asked for.
  let webArchives: [String]

  /// More copies than this are not named.
  package static let mostCopies = 3

  /// - Parameters:
  ///   - document: what is lost.
  ///   - copies: other documents with the same bytes.
  package init(of document: Document, copies: [Document]) {
    version = document.version
    let command = NextCommand("restore", document.address.text)
    restore = document.version == nil ? nil : command.description
    // Where it was found last is no place to look, where that is what is dead.
    sameBytesAt = copies.map(\.address.text)
    webArchives = Self.webArchives(of: document.address.text)
  }

  /// Where web archives tell what they have of an address: that of the UK's government first, which has its sites and those of
  /// public bodies, then the Wayback Machine.
  ///
  /// - Parameter address: the address, or a word in its place.
  /// - Returns: addresses of pages.
  package static func webArchives(of address: String) -> [String] {
    [
      "https://webarchive.nationalarchives.gov.uk/ukgwa/*/\(address)",
      "https://web.archive.org/web/*/\(address)",
    ]
  }

  func facts(in wording: Wording, _ address: String) -> [(name: String, value: String)] {
    var facts: [(name: String, value: String)] = []
    if let version {
      let command = wording.command(NextCommand("restore", address))
      facts.append(("kept", "v\(version); `\(command)` gives it back"))
    }
    facts += sameBytesAt.map { ("same bytes at", $0) }
    for (position, page) in webArchives.enumerated() {
      facts.append((position == 0 ? "perhaps at" : "", page))
    }
    return facts
  }
}

extension Document {
  /// Whether a link to it leads nowhere.
  package var isLost: Bool {
    switch standing {
    case .missing, .gone, .leftOut(_, .dead): true
    default: false
    }
  }
}
