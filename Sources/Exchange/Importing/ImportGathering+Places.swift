// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Filing
import Foundation
import HTTP
import Records
import SystemPackage

// What may be imported from elsewhere than files of web archives.
extension ImportGathering {
  /// Reads a folder with a list of what is in it.
  ///
  /// - Parameters:
  ///   - folder: it.
  ///   - list: rows of address, file, when it was captured, and a note.
  /// - Throws: `ImportList.Fault`; where the list cannot be read.
  mutating func read(folder: FilePath, list: FilePath) throws {
    let name = list.lastComponent?.string ?? "\(list)"
    for row in try ImportList(of: list).rows {
      let place = "\(name), line \(row.line)"
      func refuse(_ detail: String) {
        refusals.append(
          ImportRefusal(reason: .incomplete, place: place, address: row.address, detail: detail)
        )
      }
      guard let address = try? WebAddress(row.address) else {
        refuse("“\(row.address)” is no address of the web")
        continue
      }
      let file = FilePath(row.file)
      let path = folder.pushing(file)
      guard file.isRelative, file.components.allSatisfy({ $0.kind == .regular }),
        try Disk().link(below: folder, onTheWayTo: path) == nil
      else {
        refuse("“\(row.file)” leads out of the folder")
        continue
      }
      guard try Disk().entry(at: path) == .file else {
        refuse("there is no file “\(row.file)” in the folder")
        continue
      }
      candidates.append(
        ImportCandidate(
          address: address,
          date: row.date,
          body: .bytes(try FilePart(all: path)),
          place: place,
          origin: Capture.Origin(from: "\(name): \(row.file)", at: now, note: row.note ?? note),
          final: address,
          note: row.note ?? note
        )
      )
    }
  }

  /// Reads another archive of ours.
  ///
  /// - Parameter path: it.
  /// - Throws: where it cannot be read.
  mutating func read(archive path: FilePath) throws {
    let other = try Archive(opening: path)
    for link in try other.linkedFolders() {
      damage.append("\(path)/\(link) is a link, and what lies behind it is not read")
    }
    for folder in try other.objectFolders() {
      try Task.checkCancellation()
      let place = "\(path)/\(folder)"
      do {
        for (capture, file) in try other.captures(inFolder: folder) {
          let candidate = ImportCandidate(
            address: capture.address,
            date: capture.capturedAt,
            body: .bytes(try FilePart(all: file)),
            place: place,
            origin: Capture.Origin(
              from: "\(path.lastComponent?.string ?? "an archive")",
              software: capture.tool,
              run: capture.run,
              at: now,
              note: note
            ),
            final: capture.response.address,
            note: note
          )
          candidates.append(candidate.with(capture, from: candidate.origin, at: now, note: note))
        }
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        refusals.append(
          ImportRefusal(reason: .damaged, place: place, address: "", detail: "\(error)")
        )
      }
    }
  }
}

extension ImportCandidate {
  /// The same with the provenance that it had in an archive of ours.
  func with(
    _ capture: Capture,
    from origin: Capture.Origin,
    at now: Date,
    note: String?
  ) -> ImportCandidate {
    // Of what was imported there, the first that kept it is named, too.
    let before = capture.imported.map { ", and before that from \($0.from)" } ?? ""
    var known = ImportCandidate(
      address: capture.address,
      date: capture.capturedAt,
      body: body,
      place: place,
      origin: Capture.Origin(
        from: origin.from + before,
        record: origin.record,
        software: capture.imported == nil ? capture.tool : capture.imported?.software,
        run: capture.imported == nil ? capture.run : capture.imported?.run,
        at: now,
        note: note
      ),
      final: capture.response.address,
      note: note
    )
    known.capture = capture
    (known.payloadDigest, known.fault) = (payloadDigest, fault)
    return known
  }

  /// The same, known by the address that led to it.
  func reached(from first: WebAddress, by hops: [Hop]) -> ImportCandidate {
    var known = ImportCandidate(
      address: first,
      date: date,
      body: body,
      place: place,
      origin: origin,
      final: address,
      peer: peer,
      note: note
    )
    known.redirects = hops
    (known.payloadDigest, known.fault) = (payloadDigest, fault)
    return known
  }
}
