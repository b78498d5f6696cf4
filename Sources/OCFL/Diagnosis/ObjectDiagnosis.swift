// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
package import SystemPackage

/// What is at fault with an object of ours, thing by thing.
///
/// An ``ObjectCheck`` tells every rule that is broken, and a single changed byte breaks up to six. Here the
/// inventories, of which there are as many copies as versions, are first asked which of them can be
/// believed; against that one everything else is held. What the check found and this does not explain
/// is told all the same.
package struct ObjectDiagnosis: Sendable {
  /// The identifier, by the inventory that can be believed.
  package let id: String?
  /// That inventory.
  package let inventory: Inventory?
  /// What is at fault; what does not belong here comes last.
  package let faults: [ObjectFault]

  /// Looks at an object once more.
  ///
  /// - Parameters:
  ///   - check: what was found in it, by the letter.
  ///   - place: its directory relative to the storage root.
  ///   - root: the storage root.
  ///   - unfinished: the version that a batch was adding to it.
  package init(
    _ check: ObjectCheck,
    at place: FilePath,
    of root: StorageRoot,
    unfinished: UnfinishedVersion? = nil
  ) {
    let object = check.object
    let entries: [DirectoryEntry]
    do {
      entries = try Disk().list(object)
    } catch {
      var fault = ObjectFault(.folder, .unreadable("\(error.cause)"), at: [""])
      fault.codes = [Finding.unread]
      (id, inventory, faults) = (check.inventory?.id, check.inventory, [fault])
      return
    }
    let records = ObjectRecords(of: object, at: place, by: root.layout, among: entries)
    let inventory = records.effective(unfinished)
    let contents = ObjectContents(
      of: object,
      among: entries,
      by: inventory,
      intact: check.intact,
      isSeeking: records.isIncomplete
    )
    let judgement = ObjectJudgement(
      records: records,
      contents: contents,
      declaration: FileSight(object.appending(StorageRoot.objectDeclaration)),
      inventory: inventory,
      unfinished: unfinished
    )
    id = inventory?.id ?? check.id
    self.inventory = inventory
    faults = judgement.faults(explaining: check.findings)
  }
}
