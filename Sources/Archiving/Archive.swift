// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Cataloguing
import Filing
import Foundation
package import OCFL
package import SystemPackage

/// An archive: the storage root with all that stands beside it.
///
///     Archive/
///       README.md                how to read all this without Hanaper
///       ocfl/                    an OCFL 1.1 storage root; one object for each document
///       manifest-sha512.txt      the digest of every content file
///       tombstones/              what was let go of
///       runs/<UTC time>/         what each run saw: visits.jsonl, report.json
///       quarantine/              suspect bodies, with the response that brought them
///       staging/                 versions being assembled
///       catalogue.sqlite         the index; it can be made again; its checksum beside it
///       text.sqlite              the text of all documents, to be searched; it can be made again
///       checked.txt              when each object was last read whole
///       verified.json            what the last verification came to
///       outputs.json             how mails and other outputs went last
///       hosts.json               what hosts told one run that the next should know
///       replicas.json            how it went last with each copy elsewhere
///       lock                     held by the one process that writes
///
/// An archive is a value and holds no file open; reading needs no lock.
package struct Archive: Hashable, Sendable {
  package let path: FilePath
  package let root: StorageRoot

  /// Opens an archive.
  ///
  /// - Throws: ``ArchiveError/missing(_:)``, or ``ArchiveError/unused(_:)`` where there is a place for
  ///   an archive and nothing in it yet.
  package init(opening path: FilePath) throws {
    self.path = path
    guard try Disk().entry(at: path) == .directory else { throw ArchiveError.missing(path) }
    // Nothing else is looked at where there is a storage root: who reads needs nothing else.
    let hasRoot = try Disk().entry(at: path.appending(Self.storageRoot)) != nil
    guard try hasRoot || Self.holdsStrangers(in: path) else { throw ArchiveError.unused(path) }
    root = try StorageRoot(opening: path.appending(Self.storageRoot)) {
      Self.layout(inManifestOf: path)
    }
  }

  /// The layout by which the manifest names the first object that it does.
  static func layout(inManifestOf path: FilePath) -> StorageLayout? {
    var layout: StorageLayout?
    struct Enough: Error {}
    try? ChecksumManifest(at: path.appending(ChecksumManifest.fileName)).forEachLine { line in
      let names = line?.file.split(separator: "/").map(String.init) ?? []
      guard names.first == storageRoot else { return }
      layout = .ofObject(at: names.dropFirst())
      if layout != nil { throw Enough() }
    }
    return layout
  }

  init(path: FilePath, root: StorageRoot) {
    self.path = path
    self.root = root
  }

  static let storageRoot = "ocfl"
  static let runs = "runs"
  static let quarantine = "quarantine"
  /// Stands beside a body in quarantine that waits for a person's decision: nothing may drop it.
  static let waitingMark = "WAITING.txt"
  static let staging = "staging"
  static let lockName = "lock"
  /// How the outputs went last; whoever serves them writes it.
  package static let outputsName = "outputs.json"
  /// The last file of a run's folder; one without it was cut off.
  static let reportName = "report.json"

  /// The text of all documents, to be searched.
  static let textName = "text.sqlite"

  package var catalogueFile: FilePath { path.appending("catalogue.sqlite") }
  package var textFile: FilePath { path.appending(Self.textName) }
  var manifest: ChecksumManifest { ChecksumManifest(at: path.appending(ChecksumManifest.fileName)) }

  /// Opens the catalogue to ask it; an archive that is empty still has one without a file.
  ///
  /// - Throws: ``ArchiveError/noCatalogue(_:)`` where it is missing though documents are held.
  package func catalogue() async throws -> Catalogue {
    try await hasCatalogue ? Catalogue(at: catalogueFile) : .empty()
  }

  /// Whether there is a catalogue to be asked.
  ///
  /// - Throws: ``ArchiveError/noCatalogue(_:)`` where there ought to be one.
  var hasCatalogue: Bool {
    get throws {
      switch try Disk().entry(at: catalogueFile) {
      case nil:
        guard try isEmpty else { throw ArchiveError.noCatalogue(path) }
        return false
      case .file:
        if try Disk().size(of: catalogueFile) > 0 { return true }
        // A writer that was stopped before its first word left it so.
        guard try isEmpty else { throw ArchiveError.noCatalogue(path) }
        return false
      default: return true
      }
    }
  }

  var isEmpty: Bool {
    get throws {
      try Disk().list(root.path).allSatisfy { $0.kind != .directory || $0.name == "extensions" }
    }
  }

  /// A place in quarantine that nothing has, for a thing of this name.
  func freePlace(inQuarantine name: String) throws -> FilePath {
    let quarantine = path.appending(Self.quarantine)
    var place = quarantine.appending(name)
    var repetition = 1
    while try Disk().entry(at: place) != nil {
      repetition += 1
      place = quarantine.appending("\(name)-\(repetition)")
    }
    return place
  }

  /// A file of an object, relative to the archive: what the manifest and the catalogue speak of.
  func relativePath(of id: ObjectID, _ contentPath: String) -> String {
    "\(folder(of: id))/\(contentPath)"
  }
}
