// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Foundation
import OCFL
import Records
import SystemPackage

/// Puts files back, one after the other.
///
/// What is put back is copied into staging and compared there, by its digest; then what is damaged goes to quarantine, and the
/// sound file to its place, a rename each. An interruption leaves a damaged archive as damaged as it was, or less.
struct RepairShop {
  private let archive: Archive
  private let now: Date

  init(in archive: Archive, at now: Date) {
    (self.archive, self.now) = (archive, now)
  }

  /// Makes all ready before anything is moved: a step may need what another replaces.
  ///
  /// - Returns: what takes its place, step by step; nil where what a step needs is not where it was.
  /// - Throws: where something cannot be read or written.
  func prepare(_ plan: RepairPlan) throws -> [FilePath?]? {
    var arriving: Set<String> = []
    for case .moveHome(let seat, let folder) in plan.steps {
      guard archive.isTaken(seat) || arriving.contains(seat) else { return nil }
      arriving.insert(folder)
    }
    do {
      return try plan.steps.enumerated().map { try prepare($1, number: $0) }
    } catch let error as FilingError where error.cause == .noSuchFileOrDirectory {
      return nil
    }
  }

  /// - Parameters:
  ///   - plan: what is to be done.
  ///   - fresh: what was made ready for it.
  /// - Returns: the steps that were done, for what one sets aside may have gone with another; and where what was damaged lies by
  ///   now, relative to the archive: nil where nothing was in its place.
  /// - Throws: where something cannot be read or written.
  func carryOut(
    _ plan: RepairPlan,
    _ fresh: [FilePath?]
  ) throws -> (done: [RepairStep], aside: String?) {
    let key = plan.address.map { WaitingName.key(of: WebAddress(alreadyNormal: $0)) } ?? "records"
    let aside = try archive.freePlace(inQuarantine: QuarantinedCopies.repairedName(key))
    var moved: [String] = []
    var done: [RepairStep] = []
    for (step, fresh) in zip(plan.steps, fresh) {
      let place = archive.path.pushing(FilePath(step.file))
      func setAside(_ place: FilePath) throws {
        var file = place
        _ = file.removePrefix(archive.path)
        try Disk().makeDirectory(aside)
        let name = "damaged-\(moved.count + 1)-\(place.lastComponent?.string ?? "")"
        try self.setAside(place, to: aside.appending(name))
        moved.append("\(name)  \(file)")
        try Disk().sync(aside)
      }
      guard let fresh else {
        switch step {
        case .manifest(let folder):
          let wrong = try rewriteManifest(folder)
          guard !wrong.isEmpty else { break }
          try Disk().makeDirectory(aside)
          let name = "damaged-\(moved.count + 1)-lines.txt"
          try Disk().create(aside.appending(name), holding: wrong.map(\.text).joined())
          moved.append("\(name)  \(ChecksumManifest.fileName)")
        case .wholeManifest(let folders):
          try keepManifest(setAside) { name in
            try Disk().makeDirectory(aside)
            moved.append("\(name)  \(ChecksumManifest.fileName)")
            return aside.appending(name)
          }
          try archive.manifest.restate(for: archive, proven: folders)
        case .vouch, .forgo: break
        case .moveHome(let seat, _):
          let seat = archive.path.pushing(FilePath(seat))
          try makeFolders(place.removingLastComponent(), setAside)
          try Disk().rename(seat, to: place)
          try Disk().sync(place.removingLastComponent())
          try archive.removeEmptyFolders(above: seat)
        default:
          // What it lay in may have gone with that.
          guard archive.isTaken(step.file) else { continue }
          try setAside(place)
          if archive.place(of: step.file) == nil { try archive.removeEmptyFolders(above: place) }
        }
        done.append(step)
        continue
      }
      try makeFolders(place.removingLastComponent(), setAside)
      if try Disk().entry(at: place) != nil { try setAside(place) }
      try Disk().rename(fresh, to: place)
      try Disk().sync(place.removingLastComponent())
      done.append(step)
    }
    guard !moved.isEmpty else { return (done, nil) }
    try Disk().create(aside.appending("REPAIRED.txt"), holding: note(moved))
    try Disk().syncFileSystem(of: archive.path)
    return (done, "\(Archive.quarantine)/\(aside.lastComponent?.string ?? "")")
  }

  /// Makes a file ready in staging.
  private func prepare(_ step: RepairStep, number: Int) throws -> FilePath? {
    let fresh = archive.path.appending(Archive.staging).appending("repair-\(number)")
    try Disk().removeFile(fresh)
    switch step {
    case .manifest, .wholeManifest, .setAside, .vouch, .forgo, .moveHome: return nil
    case .write(_, let bytes): try write(bytes, to: fresh)
    case .restate(var stone):
      stone.lifted?.at = now.wholeSecond
      try write(Array(RecordCoding.encode(stone).utf8), to: fresh)
    case .put(let name, let digest, let source):
      try Disk().copy(source, to: fresh, expecting: digest)
      if name.contains("/content/") { try Disk().makeReadOnly(fresh) }
    }
    return fresh
  }

  private func write(_ bytes: [UInt8], to path: FilePath) throws {
    var file = try WritableFile(creating: path)
    try file.append(bytes.span)
    try file.sync()
    try file.close()
  }

  private func setAside(_ place: FilePath, to aside: FilePath) throws {
    let isOfSeals =
      place.starts(with: archive.ledger) && place.lastComponent?.string == DocumentSeals.fileName
    guard isOfSeals, try Disk().entry(at: place) == .file else {
      return try Disk().rename(place, to: aside)
    }
    // What names a document that was let go of is no evidence.
    let stones = try archive.readableTombstones()
    try DocumentSeals(of: archive, inFile: place)
      .copy(to: aside, besides: archive.sealsLetGo().union(stones.flatMap(\.seals)))
    try Disk().removeFile(place)
  }

  /// Makes the folders in which a file belongs; what stands in the place of one is set aside.
  private func makeFolders(_ folder: FilePath, _ setAside: (FilePath) throws -> Void) throws {
    var below = folder
    _ = below.removePrefix(archive.path)
    var place = archive.path
    // From above, because nothing below a link can be looked at.
    for part in below.components {
      place.append(part)
      switch try Disk().entry(at: place) {
      case .directory: continue
      case nil: break
      default: try setAside(place)
      }
      try Disk().makeDirectory(place)
      try Disk().sync(place.removingLastComponent())
    }
  }

  /// Writes the manifest's lines of an object as its inventory has them, which is sound by now.
  ///
  /// - Returns: those that said something else.
  /// - Throws: where something cannot be read or written.
  private func rewriteManifest(_ folder: String) throws -> [ChecksumManifest.Line] {
    let inventory = try Inventory(readFrom: archive.path.pushing(FilePath(folder)))
    let lines = inventory.contents.sorted { $0.key < $1.key }.map {
      ChecksumManifest.Line(digest: $1, file: "\(folder)/\($0)")
    }
    var wrong: [ChecksumManifest.Line] = []
    var missing = Set(lines)
    try archive.manifest.forEachLine { if let line = $0 { missing.remove(line) } }
    let strayed = Set(missing.map(\.digest))
    let own = Set(lines)
    try archive.manifest.forEachLine { line in
      guard let line, !own.contains(line) else { return }
      // A line whose path was altered names a folder that nobody has.
      let isStray = strayed.contains(line.digest) && !archive.isTaken(line.file)
      if line.file.hasPrefix("\(folder)/") || isStray { wrong.append(line) }
    }
    let stray = Set(wrong)
    try archive.manifest.removeLines(in: archive) {
      $0.file.hasPrefix("\(folder)/") || stray.contains($0)
    }
    try archive.manifest.append(lines)
    return wrong
  }

  /// Sees that a damaged manifest is among the evidence, before another one takes its place.
  private func keepManifest(
    _ setAside: (FilePath) throws -> Void,
    _ copyPlace: (String) throws -> FilePath
  ) throws {
    let path = archive.manifest.path
    guard let kind = try Disk().entry(at: path) else { return }
    guard kind == .file, (try? ReadableFile(path)) != nil else { return try setAside(path) }
    // It is not moved: an archive without a manifest is in a worse state than one that has a damaged one.
    let place = try copyPlace("damaged-\(ChecksumManifest.fileName)")
    try archive.manifest.copyEvidence(to: place, of: archive)
    try Disk().sync(place.removingLastComponent())
  }

  private func note(_ moved: [String]) -> String {
    """
    This lay damaged in the archive, and gave way to sound copies on \(now.formatted(.iso8601)):

    \(moved.joined(separator: "\n"))

    It is evidence of what happened to the disk, or of what somebody did. Keep it until `hanaper verify` says that the archive is
    intact. After an older copy of the archive was put back and gone on with, an edition that was kept meanwhile may be among it:
    the next run asks its site for it once more. When you have looked it through, you may remove it by hand.

    """
  }
}
