// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

extension RunReport {
  /// Tells of damage; of each document and file once, whoever met it first.
  package mutating func tell(_ item: DamagedItem) {
    guard let place = damaged.firstIndex(where: { $0.isAbout(item) }) else {
      return damaged.append(item)
    }
    // The one that says where a body waits says more.
    if damaged[place].waiting == nil, item.waiting != nil { damaged[place] = item }
  }

  /// Tells that the catalogue is wrong about a document; once.
  package mutating func tell(catalogueFault sentence: String, of address: WebAddress, title: String)
  {
    guard !catalogueFaults.contains(where: { $0.address == address }) else { return }
    catalogueFaults.append(CatalogueFault(address: address, title: title, sentence: sentence))
  }

  /// Puts in order what many tasks told.
  package mutating func sortDamage() {
    damaged.sort { ($0.address?.text ?? "", $0.sentence) < ($1.address?.text ?? "", $1.sentence) }
    catalogueFaults.sort { $0.address < $1.address }
  }
}

extension RunReport.DamagedItem {
  fileprivate func isAbout(_ other: RunReport.DamagedItem) -> Bool {
    address == other.address && (address != nil || sentence == other.sentence)
  }
}
