// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Records

extension RunReport.DamagedItem {
  init(_ notice: DamageNotice, title: String?) {
    self.init(
      address: notice.address,
      title: title,
      sentence: notice.sentence,
      next: notice.next.description,
      waiting: notice.waiting,
      readableBy: notice.readableBy
    )
  }
}

extension RunReport {
  /// Tells of damage; of each document and file once, whoever met it first.
  mutating func tell(_ notice: DamageNotice, title: String?) {
    tell(DamagedItem(notice, title: title))
  }
}
