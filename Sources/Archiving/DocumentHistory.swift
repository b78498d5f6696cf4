// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Filing
package import Records
import SystemPackage
import Text

/// What the records of runs say of one document, found without reading what they say of all others.
package struct DocumentHistory: Sendable {
  /// A visit of a run that is worth telling.
  package struct Entry: Sendable {
    package let run: String
    package let visit: Visit
  }

  /// What a person decided.
  package struct Decided: Sendable {
    package let run: String
    package let decision: Decision
  }

  /// The newest first.
  package private(set) var entries: [Entry] = []
  /// The newest first.
  package private(set) var decisions: [Decided] = []
  /// How many runs were looked through.
  package private(set) var runs = 0
  /// Whether there are older runs that were not.
  package private(set) var isCut = false

  /// So much of the records is looked through, in bytes, and so many runs.
  private static let mostBytes: Int64 = 1 << 30
  private static let mostRuns = 400
  private static let mostEntries = 50
  /// No line is longer but one that is damaged.
  private static let longestLine = 8 << 20

  /// Looks through the records, from the newest on.
  ///
  /// Told are the visits that brought a version, changed a standing, or say whose place it takes, and the newest of all.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - archive: whose runs.
  ///   - first: the name that a run has which began when the document was seen first; those before know nothing of it.
  /// - Throws: where the runs cannot be listed; one that cannot be read is passed over, and `verify` tells it.
  package init(
    of address: WebAddress,
    in archive: Archive,
    since first: RunName?
  ) throws(FilingError) {
    let folder = archive.path.appending(Archive.runs)
    guard try Disk().entry(at: folder) == .directory else { return }
    let names = try Disk().list(folder).filter { $0.kind == .directory }.map(\.name)
    let pattern = BytePattern("\"address\":\"\(address.text)\"")
    var bytes: Int64 = 0
    for name in names.reversed() {
      if let first, name < first.text { break }
      let file = folder.appending(name).appending(Visit.fileName)
      guard let size = try? Disk().size(of: file) else { continue }
      guard runs < Self.mostRuns, bytes + size <= Self.mostBytes,
        entries.count < Self.mostEntries
      else {
        isCut = true
        break
      }
      (runs, bytes) = (runs + 1, bytes + size)
      guard let lines = try? Self.lines(in: file, of: address, pattern) else { continue }
      for decision in lines.decisions.reversed() where decisions.count < Self.mostEntries {
        decisions.append(Decided(run: name, decision: decision))
      }
      for visit in lines.visits.reversed()
      where entries.isEmpty || visit.standing != nil || visit.version != nil
        || visit.succeeds != nil || visit.succeedsToo != nil || visit.refusal?.toldOn != nil
      {
        entries.append(Entry(run: name, visit: visit))
      }
    }
  }

  private static func lines(
    in path: FilePath,
    of address: WebAddress,
    _ pattern: BytePattern
  ) throws(FilingError) -> (visits: [Visit], decisions: [Decision]) {
    let newline = UInt8(ascii: "\n")
    let file = try ReadableFile(path)
    var visits: [Visit] = []
    var decisions: [Decision] = []
    var rest: [UInt8] = []
    while case let chunk = try file.nextChunk(), !chunk.isEmpty {
      rest += chunk
      guard let last = rest.lastIndex(of: newline) else {
        guard rest.count < longestLine else { break }
        continue
      }
      var place = 0
      while let found = pattern.first(in: rest.span, from: place), found < last {
        let start = rest[..<found].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let end = rest[found...].firstIndex(of: newline) ?? last
        if let visit = try? RecordCoding.decode(Visit.self, from: rest[start..<end]),
          visit.address == address
        {
          visits.append(visit)
        } else if let decision = try? RecordCoding.decode(Decision.self, from: rest[start..<end]),
          decision.address == address
        {
          decisions.append(decision)
        }
        place = end + 1
      }
      rest.removeFirst(last + 1)
    }
    return (visits, decisions)
  }
}
