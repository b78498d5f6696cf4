// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import Records
package import SystemPackage

/// Why something could not be done to an archive; what to do about it is an ``Advice``.
package enum ArchiveError: Error, Sendable {
  case missing(FilePath)
  /// A directory with a README at the most, where the first run will make an archive.
  case unused(FilePath)
  case notEmpty(FilePath, [String])
  case noCatalogue(FilePath)
  /// The manifest of content files is missing though documents are held.
  case noManifest(FilePath)
  /// Another process holds the lock; `holder` is what it says of itself.
  case locked(FilePath, holder: String)
  /// A file that is to be written exists already.
  case exists(FilePath)
  /// What is to be replaced is no regular file.
  case noFile(FilePath)
  /// A file is to be made among the names of devices and processes.
  case kernelPlace(FilePath)
  /// A file is to be made where only runs may write.
  case insideArchive(FilePath)
  /// An archive is to be made in another, or in an OCFL object or storage root.
  case archiveInside(FilePath)
  /// A folder of the archive's own is no folder, or cannot be read.
  case sideFolder(FilePath, reason: String)
  /// What was read is not what was kept.
  case damaged(FilePath)
  /// What is asked for is not as it was kept, or is gone.
  case damage(DamageNotice)
  /// A record says that it is written in a way that this program does not know.
  case otherSchema(FilePath, found: String, known: String)
  case noSuchVersion(document: String, asked: String)
  case nothingHeld(document: String)
  /// It was let go of.
  case suppressed(Tombstone)
  /// It cannot be known what must not be fetched again.
  case unreadableTombstone(FilePath)
  /// It is not known any more what must not be fetched again; the files are named.
  case lostTombstones([FilePath])
  /// Tombstones are not those that were signed for, so that a run would fetch again what was let go of.
  case alteredTombstones([FilePath])
  /// Every version that is held was taken back by a person.
  case allRejected(document: String)
  /// What is asked for makes sense of documents alone.
  case listPage(String)
}

extension ArchiveError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path): "there is no archive at \(path)"
    case .unused(let path): "nothing is kept in \(path) yet"
    case .notEmpty(let path, let names):
      "\(path) is not empty (\(names.prefix(3).joined(separator: ", "))); "
        + "an archive begins in a new directory"
    case .noCatalogue(let path):
      "the archive \(path) has no catalogue"
    case .noManifest(let path):
      "the archive \(path) has no \(ChecksumManifest.fileName)"
    case .locked(let path, let holder):
      "another run holds the archive \(path): \(holder.isEmpty ? "it does not say who" : holder)"
    case .exists(let path): "\(path) exists; --overwrite replaces it"
    case .noFile(let path): "\(path) is no regular file and is not replaced; name another file"
    case .kernelPlace(let path):
      "\(path) is among the names of devices and processes, where no file is kept; name another place"
    case .insideArchive(let path):
      "\(path) would be in an archive, where nothing but its own runs may write; name a place "
        + "outside with --to"
    case .archiveInside(let path):
      "\(path) would be in an archive, where nothing but its own runs may write; begin the new archive "
        + "in another place"
    case .sideFolder(let path, let reason):
      "\(path) cannot be used: \(reason); nothing was changed. It has to be a folder of the archive's own: "
        + "look who owns it, and at the disk; what stands in its place move away, and keep; then bring the "
        + "folder back from a copy of the archive, or make an empty one"
    case .damaged(let path):
      "\(path) is not what was kept: its digest differs"
    case .damage(let notice): "\(notice)"
    case .otherSchema(let path, let found, let known):
      "\(path) says that it is “\(found)”, and this program knows “\(known)”; use the Hanaper that "
        + "wrote it"
    case .noSuchVersion(let document, let asked):
      "no version \(asked) of \(document)"
    case .suppressed(let stone):
      "the document was let go of on \(stone.at.formatted(.iso8601.year().month().day())) (\(stone.reason.rawValue)); "
        + "nothing of it is here but the tombstone \(stone.name)"
    case .unreadableTombstone(let path):
      "\(path) cannot be read; it says of a document that it was let go of, so that it is not fetched again. Put it back from a copy "
        + "of the archive"
    case .lostTombstones(let paths):
      "of what was let go of, \(paths.count == 1 ? "a tombstone is" : "tombstones are") missing: "
        + paths.map(\.string).joined(separator: ", ")
        + "; a run that does not know of it would fetch it again"
    case .alteredTombstones(let paths):
      "\(paths.map(\.string).joined(separator: ", ")) \(paths.count == 1 ? "is a tombstone that is not the one that was" : "are tombstones that are not those that were") signed for in the ledger; a run would perhaps fetch again what was let go of"
    case .nothingHeld(let document): "nothing is held of \(document)"
    case .allRejected(let document):
      "every version of \(document) was rejected; --version N gives one all the same"
    case .listPage(let address):
      "\(address) is a page that lists others; it is read anew each night, and its versions are not taken back"
    }
  }
}
