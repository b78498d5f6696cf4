// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
package import Records

extension LinkCheckReport {
  /// A file that a file links to.
  package struct File: Encodable, Sendable {
    package let path: String
    package let `class`: Class
    package let sentence: String
    package let places: [Place]

    package init(path: String, _ look: LinkCheck.FileLook, _ places: [Place]) {
      self.path = path
      self.places = places.sorted { $0.order < $1.order }
      (`class`, sentence) =
        switch look {
        case .there: (.alive, "there is such a file")
        case .missing: (.dead, "there is no such file")
        case .unreadable(let reason): (.uncertain, "it could not be looked at: \(reason)")
        }
    }
  }

  /// A part of a page that is linked to and is not there, or may not be: `page#part`.
  package struct Part: Encodable, Sendable {
    /// The page's address, or the path of a file.
    package let address: String
    package let part: String
    package let `class`: Class
    package let sentence: String
    package let places: [Place]

    /// Nil where the part is there.
    package init?(
      _ part: String,
      of address: String,
      _ presence: PageParts.Presence,
      _ places: [Place]
    ) {
      switch presence {
      case .there: return nil
      case .missing:
        `class` = .partMissing
        sentence = "the page is there, and has no part of this name"
      case .uncertain(let doubt):
        `class` = .uncertain
        sentence = "whether the page has this part cannot be told: \(doubt.clause)"
      }
      self.address = address
      self.part = part
      self.places = places.sorted { $0.order < $1.order }
    }
  }

  /// Anything that was linked to and looked at, as a person reads it.
  package struct Finding: Sendable {
    /// The address, with a part if that is what was looked for; or the path of a file.
    package let target: String
    package let `class`: Class
    package let sentence: String
    package let movedTo: WebAddress?
    package let places: [Place]
    package let verdict: Verdict?
    /// What an archive holds of it.
    package var kept: Kept?

    /// Whether it is a dead link, and no file of our own that is not there.
    package var isDeadAddress: Bool { `class` == .dead && verdict != nil }
  }

  /// All that was found, in the order of the pages; what is malformed too.
  package var findings: [Finding] {
    let all =
      links.map { link in
        Finding(
          target: link.address.text,
          class: link.class,
          sentence: link.sentence,
          movedTo: link.movedTo,
          places: link.places,
          verdict: link.verdict,
          kept: link.kept
        )
      } + files.map { Finding($0.path, $0.class, $0.sentence, $0.places) }
      + parts.map { Finding("\($0.address)#\($0.part)", $0.class, $0.sentence, $0.places) }
      + malformed.map { link in
        let place = Place(page: link.page, text: link.text, position: 0)
        return Finding(link.href, .malformed, link.sentence, [place])
      }
    return all.sorted { $0.order < $1.order }
  }
}

extension LinkCheckReport.Finding {
  fileprivate init(
    _ target: String,
    _ class: LinkCheckReport.Class,
    _ sentence: String,
    _ places: [LinkCheckReport.Place]
  ) {
    self.init(
      target: target,
      class: `class`,
      sentence: sentence,
      movedTo: nil,
      places: places,
      verdict: nil
    )
  }

  /// What was named itself comes first.
  fileprivate var order: (String, Int, String) {
    (places.first?.page ?? "", places.first?.position ?? 0, target)
  }
}
