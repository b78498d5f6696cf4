// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity

/// The declaration, and what nobody knows.
extension ObjectJudgement {
  func declarationFaults() -> [ObjectFault] {
    guard declaration.bytes != Array("ocfl_object_1.1\n".utf8),
      declaration.bytes != nil || !hasOtherDeclaration
    else { return [] }
    if case .missing = declaration, let seat = otherDeclaration {
      return [
        ObjectFault(.declaration, .moved(to: seat), at: [StorageRoot.objectDeclaration, seat])
      ]
    }
    return [ObjectFault(.declaration, declaration.state, at: [StorageRoot.objectDeclaration])]
  }

  /// Another program's object of OCFL 1.0 has another declaration, and nothing is wrong with that.
  private var hasOtherDeclaration: Bool {
    otherDeclaration == "0=ocfl_object_1.0" && inventory?.type != Inventory.type1_1
  }

  private var otherDeclaration: String? {
    contents.strangers.map(\.path).first { $0.contains("ocfl_object_") && !$0.contains("/") }
  }

  /// What nobody knows; what turns out to be something that is missing is taken into that fault.
  func strangers(among faults: inout [ObjectFault]) -> [ObjectFault] {
    var strangers: [ObjectFault] = []
    for stranger in contents.strangers {
      if isHalfReplaced(stranger.path) || stranger.path == appeared?.description { continue }
      if stranger.path == otherDeclaration, hasOtherDeclaration { continue }
      let seat = faults.firstIndex { fault in
        if case .moved(stranger.path) = fault.state { true } else { false }
      }
      if stranger.kind == .link, let behind = fault(behind: stranger.path, among: faults) {
        if !faults[behind].paths.contains(stranger.path) {
          faults[behind].paths.append(stranger.path)
        }
        continue
      }
      if let seat {
        if !faults[seat].paths.contains(stranger.path) { faults[seat].paths.append(stranger.path) }
        continue
      }
      if let holder = faults.firstIndex(where: { explains(stranger, $0) }) {
        faults[holder].paths.append(stranger.path)
        continue
      }
      if stranger.isDirectory, let number = VersionNumber(directory: stranger.path) {
        faults.append(
          ObjectFault(.version, .unknown, versions: [number.value], at: [stranger.path])
        )
      } else if stranger.kind == .link {
        faults.append(ObjectFault(.stranger, .linked(from: stranger.path), at: [stranger.path]))
      } else {
        strangers.append(ObjectFault(.stranger, .unknown, at: [stranger.path]))
      }
    }
    return strangers
  }

  /// The fault of which a link is the cause.
  private func fault(behind link: String, among faults: [ObjectFault]) -> Int? {
    faults.firstIndex { $0.state == .linked(from: link) }
  }

  /// Whether a stranger is what is left of something that is missing: a renamed inventory, say.
  private func explains(_ stranger: ObjectContents.Stranger, _ fault: ObjectFault) -> Bool {
    guard !stranger.isDirectory, [.record, .versionRecord].contains(fault.thing),
      [.missing, .checksumChanged].contains(fault.state), let own = fault.paths.first
    else { return false }
    let parent = own.dropLast(Inventory.fileName.count)
    let name = stranger.path.dropFirst(parent.count)
    guard stranger.path.hasPrefix(parent), !name.contains("/") else { return false }
    let record =
      fault.thing == .record
      ? records.root : fault.versions.first.flatMap { records.versions[VersionNumber($0)] }
    let sidecar = record?.inventory.bytes.map { Digest.of(Inventory.sidecar(of: $0)) }
    return name.contains(Inventory.fileName)
      || stranger.digest != nil && [record?.stated, sidecar].contains(stranger.digest)
  }
}
