// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

/// What lies in the place of another of its kind: one fault, not two.
extension ObjectJudgement {
  /// Two records that bear each other's digests were exchanged.
  func exchangedRecords(_ faults: [ObjectFault]) -> [ObjectFault] {
    func record(_ fault: ObjectFault) -> ObjectRecords.Record? {
      if fault.thing == .record { return records.root }
      return fault.versions.first.flatMap { records.versions[VersionNumber($0)] }
    }
    for (index, one) in faults.enumerated() {
      for other in faults[(index + 1)...] {
        guard let (first, second) = pair(record(one), record(other)),
          first.inventory.digest == second.stated, second.inventory.digest == first.stated,
          first.stated != nil, second.stated != nil, first.stated != second.stated
        else { continue }
        var both = ObjectFault(
          one.thing,
          .exchanged,
          versions: one.versions + other.versions,
          at: one.paths + other.paths
        )
        both.copy = one.copy
        return faults.filter { $0 != one && $0 != other } + [both]
      }
    }
    return faults
  }

  private func pair<Value>(_ one: Value?, _ other: Value?) -> (Value, Value)? {
    guard let one, let other else { return nil }
    return (one, other)
  }

  /// Pairs of files and of versions that lie in each other's place are one fault, not two.
  func exchanged(_ faults: [ObjectFault]) -> [ObjectFault] {
    var faults = exchangedVersions(faults)
    let files = Dictionary(
      contents.files.map { ($0.path, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    func digests(_ fault: ObjectFault) -> (expected: Digest, actual: Digest)? {
      guard fault.thing == .content, let file = fault.paths.first.flatMap({ files[$0] }),
        case .changed(let actual) = file.sight
      else { return nil }
      return (file.digest, actual)
    }
    for one in faults {
      for other in faults where one != other {
        guard let (first, second) = pair(digests(one), digests(other)),
          first.actual == second.expected, second.actual == first.expected,
          let place = faults.firstIndex(of: one), faults.contains(other)
        else { continue }
        faults[place] = ObjectFault(
          .content,
          .exchanged,
          versions: Set(one.versions + other.versions).sorted(),
          at: one.paths + other.paths
        )
        faults.removeAll { $0 == other }
      }
    }
    return faults
  }

  private func exchangedVersions(_ faults: [ObjectFault]) -> [ObjectFault] {
    let wrong = faults.filter { $0.thing == .versionRecord && $0.state == .disagrees }
      .flatMap(\.versions)
    func head(_ number: Int) -> Int? {
      records.versions[VersionNumber(number)]?.sound?.headNumber?.value
    }
    for one in wrong {
      guard let other = head(one), other > one, wrong.contains(other), head(other) == one else {
        continue
      }
      let both = ObjectFault(
        .version,
        .exchanged,
        versions: [one, other],
        at: ["v\(one)", "v\(other)"]
      )
      return faults.filter { fault in !fault.paths.allSatisfy(both.covers) } + [both]
    }
    return faults
  }
}
