// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Extraction
import Foundation
import Records
import Reporting

/// What changed between two versions, for readers.
struct ChangesPage: Sendable {
  struct Word: Sendable {
    let text: String
    let isAdded: Bool
    let isRemoved: Bool
  }

  /// A paragraph, before and after, side by side.
  struct Change: Sendable {
    let place: String
    let old: [Word]
    let new: [Word]
    let isNew: Bool
    let isGone: Bool
  }

  let frame: Frame
  let document: String
  let title: String
  let old: String
  let new: String
  let oldFile: String
  let newFile: String
  let action: String
  let olds: [ListPage.Choice]
  let news: [ListPage.Choice]
  let summary: String
  let changes: [Change]
  let hasChanges: Bool
  let more: String?
  let remarks: [String]

  /// So many are shown.
  private static let mostChanges = 500

  struct Side: Sendable {
    let version: Version
    /// Nil where it has none, or was not read yet; then why.
    let text: ExtractedText?
    let reason: String
  }

  init(
    of document: Document,
    _ old: Side,
    _ new: Side,
    among versions: [Version],
    room: RoomSign,
    _ links: RoomLinks
  ) {
    title = document.title.isEmpty ? document.address.lastPathComponent : document.title
    self.document = links.document(document.address)
    frame = Frame("What changed in \(title)", in: .list, of: room, links)
    self.old = "v\(old.version.number), kept on \(Readable.day(old.version.capturedAt))"
    self.new = "v\(new.version.number), kept on \(Readable.day(new.version.capturedAt))"
    (oldFile, newFile) = (links.file(old.version), links.file(new.version))
    action = links.document(document.address) + "/changes"
    func choices(_ chosen: Version) -> [ListPage.Choice] {
      versions.map {
        ListPage.Choice(
          value: "\($0.number)",
          name: "v\($0.number), \(Readable.day($0.capturedAt))",
          isChosen: $0.number == chosen.number
        )
      }
    }
    (olds, news) = (choices(old.version), choices(new.version))
    remarks = [old, new].flatMap { side in
      (side.text?.hidden ?? []).map {
        "v\(side.version.number) holds what its readers do not see: \($0.sentence(side.text?.kind))."
      }
    }
    guard old.version.digest != new.version.digest else {
      (summary, changes, hasChanges, more) = (
        "They are the same file, byte for byte.", [], false, nil
      )
      return
    }
    guard let before = old.text, let after = new.text else {
      let missing = old.text == nil ? old : new
      summary = "v\(missing.version.number) cannot be compared: \(missing.reason)."
      (changes, hasChanges, more) = ([], false, nil)
      return
    }
    let comparison = TextComparison(before.parts, after.parts)
    let sentence = comparison.sentence(after.kind)
    summary = sentence + "."
    let all = comparison.isRewritten ? [] : comparison.changes
    changes = all.prefix(Self.mostChanges).map { Change($0, after.kind) }
    hasChanges = !changes.isEmpty
    more =
      all.count > Self.mostChanges
      ? "\(all.count - Self.mostChanges) more changes; `hanaper diff` shows all of them." : nil
  }
}

extension ChangesPage.Change {
  fileprivate init(_ change: TextComparison.Change, _ part: ExtractedText.Part?) {
    func place(_ number: Int) -> String { part.map { $0.naming([number]) } ?? "text" }
    switch change {
    case .added(let new):
      self.init(
        place: place(new.part),
        old: [],
        new: [.init(text: new.text, isAdded: true, isRemoved: false)],
        isNew: true,
        isGone: false
      )
    case .removed(let old):
      self.init(
        place: place(old.part) + " of before",
        old: [.init(text: old.text, isAdded: false, isRemoved: true)],
        new: [],
        isNew: false,
        isGone: true
      )
    case .changed(_, let new, let words):
      self.init(
        place: place(new.part),
        old: words.filter { $0.side != .new }.map {
          .init(text: $0.text, isAdded: false, isRemoved: $0.side == .old)
        },
        new: words.filter { $0.side != .old }.map {
          .init(text: $0.text, isAdded: $0.side == .new, isRemoved: false)
        },
        isNew: false,
        isGone: false
      )
    }
  }
}
