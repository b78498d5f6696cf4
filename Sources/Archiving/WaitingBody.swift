// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
import Addressing
import Filing
import Fixity
import SystemPackage

/// A body in quarantine that waits for a person's decision.
package struct WaitingBody: Sendable {
  /// Its folder, relative to the archive.
  package let place: String
  /// How it came.
  package let capture: Capture
  /// Which one it is of its document's.
  fileprivate let number: Int
}

extension Archive {
  /// What waits in quarantine for a person; of each document the one first that came first.
  ///
  /// What is not a body with its record, or cannot be read, is not among them; `verify` tells that.
  package func waitingBodies() -> [WaitingBody] {
    let folder = path.appending(Archive.quarantine)
    let entries = (try? Disk().list(folder)) ?? []
    let bodies = entries.compactMap { entry -> WaitingBody? in
      guard entry.kind == .directory else { return nil }
      let name = WaitingName(entry.name)
      let directory = folder.appending(entry.component)
      if name == nil {
        // So those of an earlier time are named.
        let mark = directory.appending(Archive.waitingMark)
        guard EvidenceName.isDigest(entry.name), (try? Disk().entry(at: mark)) == .file else {
          return nil
        }
      }
      guard let record = try? Disk().read(directory.appending(Capture.fileName)),
        let capture = try? RecordCoding.decode(Capture.self, from: record),
        name == nil || name?.key == WaitingName.key(of: capture.address),
        (try? Disk().entry(at: directory.appending(capture.payloadName))) == .file
      else { return nil }
      return WaitingBody(
        place: "\(Archive.quarantine)/\(entry.name)",
        capture: capture,
        number: name?.number ?? 0
      )
    }
    return bodies.sorted {
      ($0.capture.address, $0.number, $0.capture.capturedAt)
        < ($1.capture.address, $1.number, $1.capture.capturedAt)
    }
  }
}

extension Archive {
  /// The newest body of a document that came damaged, by all that could be told, and lies in quarantine as evidence.
  func damagedBody(of address: WebAddress) -> WaitingBody? {
    let folder = path.appending(Archive.quarantine)
    let key = EvidenceName.key(of: address, Verdict.damaged(.corrupt).word)
    let names = ((try? Disk().list(folder)) ?? []).compactMap { EvidenceName($0.name) }
      .filter { $0.key == key }
    guard let name = names.max() else { return nil }
    let directory = folder.appending(name.text)
    guard let record = try? Disk().read(directory.appending(Capture.fileName)),
      let capture = try? RecordCoding.decode(Capture.self, from: record),
      capture.address == address,
      (try? Disk().entry(at: directory.appending(capture.payloadName))) == .file
    else { return nil }
    return WaitingBody(
      place: "\(Archive.quarantine)/\(name.text)",
      capture: capture,
      number: 0
    )
  }
}

extension WaitingBody {
  /// The body on its way into the archive: a copy, because what waits goes only when the copy is kept.
  func accession(in archive: Archive) -> Accession {
    let source = archive.path.pushing(FilePath(place)).appending(capture.payloadName)
    let stated = capture.digest
    return Accession(capture) { try Disk().copy(source, to: $0, expecting: stated) }
  }

  /// Takes the folder away, now that its body is kept.
  ///
  /// - Returns: false where something else lies in it, so that it stays.
  func takeAway(in archive: Archive, by workshop: FilePath) throws -> Bool {
    let disk = Disk()
    let folder = archive.path.pushing(FilePath(place))
    let own: Set = [Capture.fileName, Archive.waitingMark, capture.payloadName]
    guard try disk.list(folder).allSatisfy({ $0.kind == .file && own.contains($0.name) }) else {
      return false
    }
    let away = workshop.appending("accepted-\(folder.lastComponent?.string ?? "")")
    try disk.rename(folder, to: away)
    try disk.removeTree(away)
    return true
  }
}
