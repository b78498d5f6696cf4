// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

extension RunReport {
  /// Tells of damage; of each document and file once, whoever met it first.
  ///
  /// What only another user may read is told by itself, because nothing is known of it.
  package mutating func tell(_ item: DamagedItem) {
    guard item.readableBy != nil else { return damaged.tell(item) }
    unread = unread ?? []
    unread?.tell(item)
  }

  /// Tells that the catalogue is wrong about a document; once.
  package mutating func tell(catalogueFault sentence: String, of address: WebAddress, title: String)
  {
    guard !catalogueFaults.contains(where: { $0.address == address }) else { return }
    catalogueFaults.append(CatalogueFault(address: address, title: title, sentence: sentence))
  }

  /// Puts in order what many tasks told.
  package mutating func sortDamage() {
    damaged.sort(by: DamagedItem.areInOrder)
    unread?.sort(by: DamagedItem.areInOrder)
    catalogueFaults.sort { $0.address < $1.address }
  }
}

extension [RunReport.DamagedItem] {
  fileprivate mutating func tell(_ item: RunReport.DamagedItem) {
    guard let place = firstIndex(where: { $0.isAbout(item) }) else { return append(item) }
    // The one that says where a body waits says more.
    if self[place].waiting == nil, item.waiting != nil { self[place] = item }
  }
}

extension RunReport.DamagedItem {
  fileprivate static func areInOrder(_ left: Self, _ right: Self) -> Bool {
    (left.address?.text ?? "", left.sentence) < (right.address?.text ?? "", right.sentence)
  }

  fileprivate func isAbout(_ other: RunReport.DamagedItem) -> Bool {
    address == other.address && (address != nil || sentence == other.sentence)
  }
}
