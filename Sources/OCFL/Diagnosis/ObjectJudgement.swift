// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity

/// From what was seen of an object to what is at fault with it; pure.
struct ObjectJudgement {
  let records: ObjectRecords
  let contents: ObjectContents
  let declaration: FileSight
  /// The inventory that can be believed, if any.
  let inventory: Inventory?
  let unfinished: UnfinishedVersion?

  /// - Parameter letter: what a check by the letter found.
  /// - Returns: the faults, each with the codes that it explains; damage first.
  func faults(explaining letter: [Finding]) -> [ObjectFault] {
    var faults = recordFaults() + versionFaults()
    faults += together(contentFaults(besides: faults))
    faults = exchanged(faults) + declarationFaults()
    let strangers = strangers(among: &faults)
    return attribute(letter.filter { !isInterruption($0) }, to: faults + strangers)
  }

  // MARK: The unfinished version

  /// The version that an interrupted batch has put in place and not finished.
  var appeared: VersionNumber? {
    guard let unfinished, records.hasAppeared(unfinished),
      records.versions.keys.max() == unfinished.number
    else { return nil }
    return unfinished.number
  }

  /// Whether a finding is what an interruption leaves, and no damage.
  private func isInterruption(_ finding: Finding) -> Bool {
    guard let appeared, records.isOnItsWay(to: appeared) else { return false }
    switch finding.code {
    case "E046", "E023":
      return finding.path == appeared.description || finding.path.hasPrefix("\(appeared)/")
    case "E060", "E058", "E064":
      return [Inventory.fileName, "\(appeared)/\(Inventory.fileName)"].contains(finding.path)
    case "E001": return isHalfReplaced(finding.path)
    default: return false
    }
  }

  /// Whether a name is that of a root inventory that a recovery was about to put in place.
  func isHalfReplaced(_ name: String) -> Bool {
    unfinished != nil
      && ["\(Inventory.fileName).new", "\(Inventory.sidecarName).new"].contains(name)
  }

  // MARK: Records

  private func recordFaults() -> [ObjectFault] {
    var faults: [ObjectFault] = []
    if let fault = rootFault() { faults.append(fault) }
    let stated = Set(inventory?.numberedVersions.map(\.number) ?? [])
    for (number, record) in records.versions.sorted(by: { $0.key < $1.key })
    where stated.contains(number) && !isClosed(number.description) {
      if let fault = fault(of: record, number) { faults.append(fault) }
    }
    return exchangedRecords(faults)
  }

  private func rootFault() -> ObjectFault? {
    if let appeared, records.isOnItsWay(to: appeared) { return nil }
    if let unfinished, records.versions.isEmpty, unfinished.number == .first { return nil }
    let newest = records.newestSound
    let path = [Inventory.fileName]
    guard records.isRootSound, let root = records.root.sound else {
      let isOther = records.root.sound != nil
      let state =
        isOther
        ? .disagrees : state(of: records.root, like: newest.flatMap { records.versions[$0] })
      // An older one would take the newest version out of the record.
      let isNewest = newest != nil && newest == records.versions.keys.max()
      return ObjectFault(.record, state, at: path, copy: isNewest ? newest?.value : nil)
    }
    // A version that the record ought to have, by the head of what lies in it, is a fault of its own.
    guard let head = root.headNumber, let copy = records.versions[head], copy.sound != nil,
      copy.inventory != records.root.inventory, records.isItsOwn(head)
    else { return nil }
    return ObjectFault(.record, .disagrees, at: path, copy: head.value)
  }

  private func fault(of record: ObjectRecords.Record, _ number: VersionNumber) -> ObjectFault? {
    let path = "\(number)/\(Inventory.fileName)"
    guard record.isThere || isOurs(number) else { return nil }
    let twin = inventory?.head == number.description && records.isRootSound ? records.root : nil
    guard let sound = record.sound else {
      return ObjectFault(
        .versionRecord,
        state(of: record, like: twin),
        versions: [number.value],
        at: [path],
        copy: twin == nil ? nil : 0
      )
    }
    guard sound.head != number.description else { return nil }
    return ObjectFault(.versionRecord, .disagrees, versions: [number.value], at: [path])
  }

  /// Whether a version was written by us; other programs may leave out the inventory of a version.
  private func isOurs(_ number: VersionNumber) -> Bool {
    inventory?.versions[number.description]?.user?.name.hasPrefix("hanaper/") == true
  }

  /// What is wrong with a record, told by another that ought to be the same.
  private func state(
    of record: ObjectRecords.Record,
    like twin: ObjectRecords.Record?
  ) -> ObjectFault.State {
    let state = record.inventory.state
    guard case .changed = state else { return state }
    let isInventorySound =
      if let twin, twin.sound != nil { twin.inventory == record.inventory } else {
        record.stated == nil
      }
    guard isInventorySound else { return .changed }
    return switch record.sidecar {
    case .unreadable(let reason): .unreadable(reason)
    default: .checksumChanged
    }
  }

  // MARK: Versions and content

  private func versionFaults() -> [ObjectFault] {
    let lost = contents.missing.map { number in
      let place = number.description
      let seat = contents.strangers.first { $0.head == place }
      let isLinked = contents.strangers.contains { $0.kind == .link && $0.path == place }
      return ObjectFault(
        .version,
        isLinked ? .linked(from: place) : seat.map { .moved(to: $0.path) } ?? .missing,
        versions: [number.value],
        at: [number.description]
      )
    }
    let closed = contents.closed.map { path, reason in
      ObjectFault(.folder, .unreadable(reason), versions: versions(of: path), at: [path])
    }
    return lost + closed
  }

  private func isClosed(_ path: String) -> Bool {
    contents.closed.contains { $0.path == path || path.hasPrefix("\($0.path)/") }
  }

  private func contentFaults(besides faults: [ObjectFault]) -> [ObjectFault] {
    contents.files.compactMap { file in
      guard let state = file.sight.state,
        !faults.contains(where: {
          [.version, .folder].contains($0.thing) && $0.covers(file.path)
        })
      else { return nil }
      let seat = state == .missing ? contents.strangers.first { $0.digest == file.digest } : nil
      var fault = ObjectFault(
        .content,
        seat.map { .moved(to: $0.path) } ?? state,
        versions: versions(holding: file),
        at: [file.path]
      )
      fault.expected = file.digest
      if case .changed(let actual) = file.sight { fault.actual = actual }
      return fault
    }
  }

  /// Where all files of a version are missing in the same way, its content directory is.
  private func together(_ faults: [ObjectFault]) -> [ObjectFault] {
    var together = faults
    let name = inventory?.contentDirectory ?? Inventory.defaultContentDirectory
    for number in Set(faults.flatMap { versions(of: $0.paths[0]) }) {
      let folder = "v\(number)/\(name)"
      let files = contents.files.filter { $0.path.hasPrefix("\(folder)/") }
      let own = faults.filter { $0.paths[0].hasPrefix("\(folder)/") }
      guard let state = own.first?.state, own.count > 1, own.count == files.count,
        own.allSatisfy({ $0.state == state }), state.isAbsence
      else { continue }
      together.removeAll { own.contains($0) }
      together.append(ObjectFault(.folder, state, versions: [number], at: [folder]))
    }
    return together
  }

  /// The version that a path lies in, if it is in one.
  private func versions(of path: String) -> [Int] {
    VersionNumber(directory: path.prefix { $0 != "/" }).map { [$0.value] } ?? []
  }

  /// The versions of which a file is a part: the one that added it, and those that came back to it.
  private func versions(holding file: ObjectContents.File) -> [Int] {
    let own = versions(of: file.path)
    let all = (inventory?.numberedVersions ?? []).filter { _, version in
      version.state.keys.contains { $0.lowercased() == file.digest.hex }
    }.map(\.number.value)
    return all.isEmpty ? own : all
  }

  // MARK: The broken rules

  /// Gives each finding to the fault that it comes from, and makes one of those that come from none.
  private func attribute(_ letter: [Finding], to faults: [ObjectFault]) -> [ObjectFault] {
    var faults = faults
    var rest: [Finding] = []
    for finding in letter {
      let place =
        faults.firstIndex { $0.isDamage && $0.covers(finding.path) && !$0.paths.contains("") }
        ?? faults.firstIndex { $0.covers(finding.path) }
      if let place { faults[place].explain(finding) } else { rest.append(finding) }
    }
    guard !rest.isEmpty else { return faults }
    if let cause = faults.firstIndex(where: \.isDamage) {
      for finding in rest { faults[cause].explain(finding) }
      return faults
    }
    let errors = rest.filter { $0.severity != .warning }
    var fault = self.fault(behind: errors.isEmpty ? rest : errors, isAdvice: errors.isEmpty)
    for finding in rest { fault.explain(finding) }
    return [fault] + faults
  }

  /// What must be at fault where only broken rules tell of it.
  private func fault(behind findings: [Finding], isAdvice: Bool) -> ObjectFault {
    let paths = findings.map(\.path)
    if isAdvice { return ObjectFault(.rules, .unadvised, at: Set(paths).sorted()) }
    for path in paths where path.hasSuffix("/\(Inventory.fileName)") {
      return ObjectFault(.versionRecord, .disagrees, versions: versions(of: path), at: [path])
    }
    if let unread = findings.first(where: { $0.severity == .unread }) {
      return ObjectFault(
        .folder,
        .unreadable(unread.message),
        versions: versions(of: unread.path),
        at: [unread.path]
      )
    }
    return ObjectFault(.rules, .changed, at: Set(paths).sorted())
  }
}

extension ObjectFault {
  fileprivate mutating func explain(_ finding: Finding) {
    if !codes.contains(finding.code) { codes.append(finding.code) }
    messages.append(finding.description)
  }
}
