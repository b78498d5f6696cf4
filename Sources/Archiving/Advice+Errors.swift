// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Cataloguing
import OCFL
import Records
import SystemPackage

extension Advice {
  /// What to do about an error, to be said after it; nil where the error says it, or nothing can be done.
  package init?(after error: any Error) {
    switch error {
    case let error as ArchiveError: self.init(error)
    case let error as CatalogueError: self.init(error)
    case StorageError.unreadableInventory, StorageError.incompleteObject, StorageError.link:
      self = "run `\(.verify)`"
    case StorageError.notAStorageRoot:
      self =
        "`\(.verify)` says what else is missing; `\(NextCommand("repair"))` writes what follows from the rest"
    case StorageError.contradictedLayout:
      self = "`\(.verify)` says what is to be written into it; move no document"
    case DocumentFinder.Failure.unknown(_, let nearest) where nearest.isEmpty:
      self = "`\(.list) --all` names all that are known"
    default: return nil
    }
  }

  private init?(_ error: ArchiveError) {
    switch error {
    case .missing: self = "make one with `\(NextCommand("init"))`"
    case .unused: self = "run `\(.sync)`"
    case .noCatalogue: self = "make it again with `\(.reindex)`"
    case .noManifest:
      self =
        "bring it back from a copy, or make it again from the inventories with `\(.reindex)`"
    case .lostTombstones(let paths), .alteredTombstones(let paths):
      let name = paths.first?.lastComponent?.stem ?? "NAME"
      self =
        "put \(paths.count == 1 ? "it" : "them") back from a copy of the archive: `\(NextCommand("repair", "--from", "COPY"))`. "
        + .afterLoss(ofTombstone: name)
    case .unreadableTombstone: self = "`\(.verify)` says what ends it"
    case .damaged: self = "run `\(.verify)`"
    case .damage(let notice): self = "next: \(notice.next)"
    case .suppressed(let stone):
      self =
        stone.lifted == nil
        ? "`\(NextCommand("show", stone.name))` says more, and `\(NextCommand("unsuppress", stone.name))` lets it be fetched again"
        : "it may be fetched again: run `\(.sync)`"
    case .noSuchVersion(let document, _):
      self = "`\(NextCommand("show", document))` lists its versions"
    default: return nil
    }
  }

  /// Where no copy has a tombstone.
  static func afterLoss(ofTombstone name: String) -> Advice {
    "No copy has it? `\(NextCommand("repair", "--vouch", name))` signs that you answer for the loss; then `\(NextCommand("suppress", "ADDRESS", "--reason", "CODE"))` lets go of its document anew, where you know which it was: the next run would fetch it"
  }

  private init(_ error: CatalogueError) {
    switch error {
    case .otherSchema(_, let found, let known) where found > known:
      self = "use that program, or make the catalogue again with `\(.reindex)`"
    case .otherSchema, .damaged: self = "make it again with `\(.reindex)`"
    case .unreachable:
      self =
        "see whose it is and whether its disk is full, or make it again with `\(.reindex)`"
    }
  }
}
