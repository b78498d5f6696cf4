// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import SystemPackage

/// The manifest, held against the files that the objects have.
struct ManifestComparison {
  /// What the manifest states of a document and its object does not have.
  struct Lost {
    var versions: Set<Int> = []
    var lines: [ChecksumManifest.Line] = []
  }

  /// By the folder of the document.
  private(set) var lost: [String: Lost] = [:]
  /// Lines with another digest than the file has, of which the object vouches.
  private(set) var contradictions: [ChecksumManifest.Line] = []
  /// The numbers of lines that are none, and what they say.
  private(set) var broken: [(number: Int, text: String)] = []
  /// Lines for files that are nowhere, though nothing is lost: their paths were changed.
  private(set) var misnamed: [String] = []
  /// Files that are held and not stated, each with the number of its object.
  private(set) var unstated: Expectations.Keys
  /// Why the manifest could not be read.
  private(set) var fault: FileFault?

  let archive: Archive
  private let unfinished: [ObjectID: UnfinishedVersion]
  private let isMeant: (String) -> Bool
  private var lastSound = 0
  private var inventory: (folder: String, stated: Inventory?) = ("", nil)

  enum FileFault: Hashable {
    case missing
    case notAFile
    case unreadable(String)
  }

  /// - Parameters:
  ///   - archive: whose manifest.
  ///   - expected: the lines that it ought to have.
  ///   - unfinished: versions that it need not state yet.
  ///   - glance: what was seen of it beside the objects.
  ///   - isMeant: whether a document's folder is looked at; what is damaged is told already.
  init(
    of archive: Archive,
    with expected: Expectations.Keys,
    unfinished: [ObjectID: UnfinishedVersion],
    seen glance: Glance? = nil,
    isMeant: @escaping (String) -> Bool
  ) {
    self.archive = archive
    self.unfinished = unfinished
    self.isMeant = isMeant
    if glance?.isOf(expected) == true {
      unstated = [:]
      return
    }
    unstated = expected
    do {
      switch try Disk().entry(at: archive.manifest.path) {
      case .file: try compare()
      case nil: fault = .missing
      default: fault = .notAFile
      }
    } catch {
      fault = .unreadable((error as? FilingError)?.cause.description ?? "\(error)")
    }
    if fault != nil { unstated = [:] }
  }

  private mutating func compare() throws {
    var number = 0
    try TextLines(of: archive.manifest.path, longest: TextLines.longestPair).forEach { text in
      number += 1
      guard text.isWhole, let line = ChecksumManifest.Line(text.text[...]) else {
        broken.append((number, String(text.text.prefix(400))))
        return
      }
      if unstated.removeValue(forKey: Expectations.key(line.file, line.digest)) != nil {
        lastSound = number
      } else if !isUnfinished(line) {
        lastSound = number
        compare(line)
      }
    }
    // An append that was interrupted leaves nothing but its own lines behind it, whole or not.
    if !unfinished.isEmpty { broken.removeAll { $0.number > lastSound } }
  }

  /// Takes lines for lines that were changed, rather than for lost files, where their digests are those of
  /// files that are held and not stated.
  mutating func pair(with unstated: Set<Digest>) {
    for (folder, one) in lost {
      let changed = one.lines.filter { unstated.contains($0.digest) }
      guard !changed.isEmpty else { continue }
      misnamed += changed.map(\.file)
      let rest = one.lines.filter { !unstated.contains($0.digest) }
      lost[folder] =
        rest.isEmpty
        ? nil
        : Lost(
          versions: Set(rest.compactMap { archive.place(of: $0.file)?.version }),
          lines: rest
        )
    }
  }

  private func isUnfinished(_ line: ChecksumManifest.Line) -> Bool {
    guard !unfinished.isEmpty, let place = archive.place(of: line.file) else { return false }
    return unfinished.contains { id, version in
      version.number.value == place.version && archive.folder(of: id) == place.folder
    }
  }

  /// A line that no file known to be intact answers to.
  private mutating func compare(_ line: ChecksumManifest.Line) {
    guard let place = archive.place(of: line.file) else {
      return misnamed.append(line.file)
    }
    guard isMeant(place.folder), !isStated(line, in: place) else { return }
    let path = archive.path.pushing(FilePath(line.file))
    let isContradicted = inventory.stated.map { stated in
      let own = String(line.file.dropFirst(place.folder.count + 1))
      return stated.manifest.values.contains { $0.contains(own) }
    }
    if isContradicted == true, (try? Disk().entry(at: path)) == .file {
      contradictions.append(line)
    } else {
      lost[place.folder, default: Lost()].lines.append(line)
      if let version = place.version { lost[place.folder]?.versions.insert(version) }
    }
  }

  /// Whether the object's own inventory states the same: then what is wrong is the object's affair and told
  /// there, or was written since the object was looked at.
  private mutating func isStated(_ line: ChecksumManifest.Line, in place: DocumentPlace) -> Bool {
    if inventory.folder != place.folder {
      let object = archive.path.pushing(FilePath(place.folder))
      let id = archive.id(ofFolder: place.folder)
      let stated =
        id.flatMap { try? archive.root.inventory(of: $0) }
        ?? (try? archive.root.inventory(at: object))
      // Another document's record says nothing of this one's files.
      let isOwn = stated?.objectID.map { archive.folder(of: $0) == place.folder } ?? false
      inventory = (place.folder, isOwn ? stated : nil)
    }
    let own = String(line.file.dropFirst(place.folder.count + 1))
    return inventory.stated?.manifest[line.digest.hex]?.contains(own) ?? false
  }
}
