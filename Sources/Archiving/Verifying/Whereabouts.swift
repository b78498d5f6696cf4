// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import Records
import SystemPackage

/// A file that is not what its record says, or is not there.
struct LostContent {
  /// Where it ought to be, relative to the archive.
  let place: String
  let expected: Digest
  /// What lies in its place; nil where nothing does.
  let actual: Digest?

  init(place: String, expected: Digest, actual: Digest?) {
    (self.place, self.expected, self.actual) = (place, expected, actual)
  }

  /// Nil where a fault is none of content whose bytes may lie elsewhere.
  init?(_ fault: ObjectFault, in folder: String) {
    guard fault.thing == .content, let expected = fault.expected, let path = fault.paths.first
    else { return nil }
    switch fault.state {
    case .changed, .missing: break
    default: return nil
    }
    self.init(place: "\(folder)/\(path)", expected: expected, actual: fault.actual)
  }
}

/// Where the bytes lie that are not in their place.
///
/// Within a document that is told with the document; this is for those that lie with another one, or in no document at all.
struct Whereabouts {
  /// By the place where they ought to be.
  private var places: [String: String] = [:]
  /// Places of which each has what belongs in the other.
  private var exchanged: Set<String> = []

  /// - Parameters:
  ///   - lost: all files that are not what they ought to be.
  ///   - strangers: files that no record knows, relative to the archive.
  ///   - archive: where they are; of strangers, the bytes are read.
  init(of lost: [LostContent], among strangers: [String], in archive: Archive) {
    guard !lost.isEmpty else { return }
    var found: [Digest: String] = [:]
    for content in lost {
      if let actual = content.actual { found[actual] = content.place }
    }
    if lost.contains(where: { found[$0.expected] == nil }) {
      let algorithms = Set(lost.map(\.expected.algorithm))
      for stranger in strangers {
        let path = archive.path.pushing(FilePath(stranger))
        guard (try? Disk().entry(at: path)) == .file else { continue }
        for algorithm in algorithms {
          guard let digest = try? FileDigest(of: path, by: algorithm).value else { continue }
          if found[digest] == nil { found[digest] = stranger }
        }
      }
    }
    for content in lost {
      guard let place = found[content.expected], place != content.place else { continue }
      places[content.place] = place
    }
    exchanged = Set(places.filter { places[$0.value] == $0.key }.keys)
  }

  /// Where the bytes lie that ought to be in a place; nil where they are nowhere.
  subscript(place: String) -> String? { places[place] }

  /// Whether two places have what belongs in the other.
  func isExchanged(_ place: String) -> Bool { exchanged.contains(place) }
}

extension Archive {
  /// What lies in quarantine because it was in the way of something that was put back; relative to the archive.
  ///
  /// - Returns: the files, and the folders in which a document lies.
  var setAside: (files: [String], folders: [String]) {
    let quarantine = path.appending(Self.quarantine)
    var found: (files: [String], folders: [String]) = ([], [])
    for folder in (try? Disk().list(quarantine)) ?? []
    where folder.kind == .directory && folder.name.hasPrefix(QuarantinedCopies.repairedName("")) {
      let place = quarantine.appending(folder.component)
      for entry in (try? Disk().list(place)) ?? [] {
        let name = "\(Self.quarantine)/\(folder.name)/\(entry.name)"
        switch entry.kind {
        case .file: found.files.append(name)
        case .directory: found.folders.append(name)
        default: continue
        }
      }
    }
    return found
  }

  /// Where the folders of documents lie that are in no place of a document.
  ///
  /// - Parameter candidates: folders, relative to the archive.
  /// - Returns: the first of each document, by its address.
  func strayFolders(among candidates: [String]) -> [String: String] {
    var found: [String: String] = [:]
    for candidate in candidates {
      var place = FilePath(candidate)
      // What says that a document lies there may be the stranger.
      if StorageRoot.objectDeclarationNames.contains(place.lastComponent?.string ?? "") {
        place.removeLastComponent()
      }
      let whole = path.pushing(place)
      guard (try? Disk().entry(at: whole)) == .directory, versionAlone(in: place.string) == nil,
        let id = occupant(of: whole)?.text, found[id] == nil
      else { continue }
      found[id] = place.string
    }
    return found
  }
}

extension ArchiveFinding {
  /// The folder of a version, which lies where no version's belongs.
  static func misplaced(
    _ version: VersionNumber,
    of address: String?,
    at place: String,
    _ home: String,
    _ codes: [String]
  ) -> ArchiveFinding {
    var finding = ArchiveFinding(
      address: address,
      versions: [version.value],
      path: place,
      files: [place, home],
      codes: codes + ["moved"],
      sentence: "the folder of version \(version.value) lies where it does not belong",
      next: "`\(NextCommand("repair"))` puts it back into its place"
    )
    finding.move = Move(from: place, to: home)
    return finding
  }

  /// The folder of a document without the record and the declaration by which it is one.
  static func headless(
    _ address: String?,
    version: String
  ) -> ArchiveFinding {
    let folder = version.split(separator: "/").dropLast().joined(separator: "/")
    return ArchiveFinding(
      address: address,
      path: folder,
      codes: ["E003", "E063"],
      sentence:
        "the record of the document (inventory.json) is missing, and so is the file by which its folder says what it is",
      next: ObjectFault.restoringFolder
    )
  }

  /// Says where the folder of a document lies that is lost.
  mutating func tell(seat: String) {
    move = Move(from: seat, to: path)
    sentence += "; its folder lies at “\(seat)”"
    codes.append("moved")
    files = [path, seat]
    next = "`\(NextCommand("repair"))` puts it back into its place"
  }

  /// Says where the bytes lie that are not in their place.
  mutating func tell(_ whereabouts: Whereabouts) {
    guard let seat = whereabouts[path] else { return }
    move = Move(from: seat, to: path)
    next = "`\(NextCommand("repair"))` puts what is in another's place back into its own"
    if whereabouts.isExchanged(path) {
      sentence = "the file of \(versions.inWords) and “\(seat)” lie in each other's place"
      codes.append("exchanged")
      files = [path, seat]
    } else {
      sentence += "; what lies at “\(seat)” is it"
      codes.append("moved")
      files = [path, seat]
    }
  }

  /// Says that a file is shorter or longer than the one that was kept, where its provenance says how long that was.
  ///
  /// - Parameters:
  ///   - archive: where it is.
  ///   - expected: what it ought to be.
  mutating func tellLength(in archive: Archive, expecting expected: Digest) {
    let file = archive.path.pushing(FilePath(path))
    let provenance = file.removingLastComponent().appending(Capture.fileName)
    guard let size = try? ReadableFile(file).size else { return }
    if file == provenance {
      let last = (try? Disk().read(file))?.last { $0 > UInt8(ascii: " ") }
      guard last != UInt8(ascii: "}") else { return }
      sentence += ": it breaks off after \(size) bytes"
      codes.append("truncated")
      return
    }
    guard let bytes = try? Disk().read(provenance),
      let capture = try? RecordCoding.decode(Capture.self, from: bytes),
      capture.digest == expected, capture.size != size
    else { return }
    sentence += ": it has \(size) bytes, and had \(capture.size)"
    if size < capture.size { codes.append("truncated") }
  }
}
