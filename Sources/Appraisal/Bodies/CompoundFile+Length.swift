// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

// Which sectors of a compound file have to be there: those that are used, as far as the two ends of the
// body tell. How large the allocation table is promises nothing: it may say of many sectors that they are
// free, and those need not be there. Readers open such files whole.
extension CompoundFile {
  /// The shortest that a body can be that has every sector in use.
  func leastLength(of body: BodyEvidence) -> Int64 {
    var seen: Set<Int64> = []
    let directory = chain(from: firstDirectorySector, in: body, &seen)
    var sectors = directory + chain(from: firstSmallTableSector, in: body, &seen)
    for sector in directory {
      for entry in entries(of: sector, in: body) where isInSectors(entry) {
        sectors += chain(from: entry.first, in: body, &seen)
      }
    }
    let last = ([firstDirectorySector] + tableSectors + sectors).max() ?? 0
    return start(of: last + 1)
  }

  private struct Entry {
    let type: UInt8
    let first: Int64
    let size: Int64
  }

  /// The header takes the place of one sector.
  private func start(of sector: Int64) -> Int64 { (sector + 1) * sectorSize }

  /// The sectors of a chain, up to where the table is out of sight, or to one that was seen already.
  private func chain(
    from first: Int64,
    in body: BodyEvidence,
    _ seen: inout Set<Int64>
  ) -> [Int64] {
    var chain: [Int64] = []
    var sector = first
    while sector <= Self.lastSector, seen.insert(sector).inserted {
      chain.append(sector)
      guard let next = next(after: sector, in: body) else { break }
      sector = next
    }
    return chain
  }

  /// What the allocation table says of a sector; nil where that part of it is out of sight.
  private func next(after sector: Int64, in body: BodyEvidence) -> Int64? {
    let perTable = sectorSize / 4
    let index = sector / perTable
    guard index < Int64(tableSectors.count) else { return nil }
    let place = start(of: tableSectors[Int(index)]) + 4 * (sector % perTable)
    return body.bytes(at: place, upTo: 4).flatMap { Array($0).littleEndian(at: 0, width: 4) }
      .map(Int64.init)
  }

  /// The entries of a sector of the directory, 128 bytes each.
  private func entries(of sector: Int64, in body: BodyEvidence) -> [Entry] {
    guard let bytes = body.bytes(at: start(of: sector), upTo: Int(sectorSize)).map(Array.init)
    else {
      return []
    }
    return stride(from: 0, through: bytes.count - 128, by: 128).compactMap { place in
      guard let first = bytes.littleEndian(at: place + 116, width: 4),
        let size = bytes.littleEndian(at: place + 120, width: 4)
      else { return nil }
      return Entry(type: bytes[place + 66], first: Int64(first), size: Int64(size))
    }
  }

  /// Whether an entry has sectors of its own: a stream that is not small, or the root, whose stream holds the
  /// small ones.
  private func isInSectors(_ entry: Entry) -> Bool {
    switch entry.type {
    case 2: entry.size >= max(longestSmallStream, 1)
    case 5: entry.size > 0
    default: false
    }
  }

  /// The last number that a sector can have; higher ones mean the end of a chain, or nothing.
  private static let lastSector: Int64 = 0xFFFF_FFFA
}
