// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation

extension RunReport {
  /// Tells of damage; of each document and file once, whoever met it first.
  mutating func tell(_ notice: DamageNotice, title: String?) {
    let item = DamagedItem(
      address: notice.address,
      title: title,
      sentence: notice.sentence,
      next: notice.next.description,
      waiting: notice.waiting
    )
    guard let place = damaged.firstIndex(where: { $0.isAbout(item) }) else {
      return damaged.append(item)
    }
    // The one that says where a body waits says more.
    if damaged[place].waiting == nil, item.waiting != nil { damaged[place] = item }
  }

  /// Tells that the catalogue is wrong about a document; once.
  mutating func tell(catalogueFault sentence: String, of address: WebAddress, title: String) {
    guard !catalogueFaults.contains(where: { $0.address == address }) else { return }
    catalogueFaults.append(CatalogueFault(address: address, title: title, sentence: sentence))
  }

  /// Puts in order what many tasks told.
  mutating func sortDamage() {
    damaged.sort { ($0.address?.text ?? "", $0.sentence) < ($1.address?.text ?? "", $1.sentence) }
    catalogueFaults.sort { $0.address < $1.address }
  }
}

extension RunReport.DamagedItem {
  fileprivate func isAbout(_ other: RunReport.DamagedItem) -> Bool {
    address == other.address && (address != nil || sentence == other.sentence)
  }
}
