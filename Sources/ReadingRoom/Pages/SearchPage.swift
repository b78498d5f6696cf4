// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Extraction
import Records
import Reporting

/// What a search in the texts found.
struct SearchPage: Sendable {
  struct Piece: Sendable {
    let text: String
    let isFound: Bool
  }

  struct Hit: Sendable {
    let title: String
    let target: String
    let place: String
    let pieces: [Piece]
    let hasPieces: Bool
    let reason: String?
    /// Opens the version that has the words, at the first page with them.
    let file: String
    let fileName: String
  }

  let frame: Frame
  let words: String
  let isAsked: Bool
  let hits: [Hit]
  let hasHits: Bool
  let remarks: [String]

  /// What there is to say where nothing was looked for, or could be.
  init(words: String, remarks: [String], room: RoomSign, _ links: RoomLinks) {
    frame = Frame("Search", in: .none, of: room, links, words: words)
    (self.words, self.remarks, hits, hasHits) = (words, remarks, [], false)
    isAsked = !words.isEmpty
  }

  init(
    _ found: TextHits,
    words: String,
    unread: Int,
    room: RoomSign,
    _ links: RoomLinks
  ) {
    frame = Frame("Search", in: .none, of: room, links, words: words)
    self.words = words
    isAsked = true
    hits = found.hits.map { Hit($0, links) }
    hasHits = !hits.isEmpty
    var remarks: [String] = []
    if found.isAnyOrder {
      remarks.append("No document has these words in a row; these have all of them.")
    }
    if found.older > 0 {
      remarks.append(
        "\(Readable.count(found.older, "older version")) \(found.older == 1 ? "has" : "have") these words, and no newest one; version:all searches these, too."
      )
    } else if hits.isEmpty {
      remarks.append(
        "No document has all of these words. Fewer words find more; “injur*” finds all that begins so."
      )
    } else if let ranked = found.ranked {
      remarks.append(
        "The words are in very many documents: these are the best of the newest \(ranked). Another word, year:2017 or source:… narrows it down."
      )
    } else if let most = found.moreThan {
      remarks.append(
        "\(Readable.count(hits.count, "document")) of more than \(most), the best first. Another word, year:2017 or source:… narrows it down."
      )
    } else if let count = found.count {
      remarks.append(
        count > hits.count
          ? "\(Readable.count(hits.count, "document")) of \(count), the best first."
          : Readable.count(count, "document") + "."
      )
    }
    if unread > 0 {
      remarks.append(
        "The text of \(Readable.count(unread, "version")) is not read yet, and was not searched."
      )
    }
    self.remarks = remarks
  }
}

extension SearchPage.Hit {
  fileprivate init(_ hit: TextHit, _ links: RoomLinks) {
    title = hit.title.isEmpty ? hit.address.lastPathComponent : hit.title
    target = links.document(hit.address)
    var parts = ["v\(hit.version), kept on \(Readable.day(hit.capturedAt))"]
    if let part = hit.part.flatMap(ExtractedText.Part.init(rawValue:)), !hit.parts.isEmpty {
      let more =
        hit.partCount > hit.parts.count ? " and \(hit.partCount - hit.parts.count) more" : ""
      parts.append(part.naming(hit.parts) + more)
    }
    let page = hit.part == ExtractedText.Part.page.rawValue ? hit.parts.first : nil
    file = links.file(hit.address, hit.version, page: page)
    fileName = "Open v\(hit.version)" + (page.map { " at page \($0)" } ?? "")
    if hit.standing != "present" {
      parts.append(StandingLabel.choices.first { $0.word == hit.standing }?.name ?? hit.standing)
    }
    place = parts.joined(separator: ", ")
    pieces = hit.snippet.map { SearchPage.Piece(text: $0.text, isFound: $0.isFound) }
    hasPieces = !pieces.isEmpty
    reason = hit.reason.flatMap(NoText.init(rawValue:)).map { "found by its title: \($0.sentence)" }
  }
}
