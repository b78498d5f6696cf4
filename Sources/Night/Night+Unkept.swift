// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

extension Night {
  /// Tells of sources whose links lead to ordinary pages; of a night that was stopped only what was told before.
  mutating func tellUnkept(isWhole: Bool) {
    for index in report.sources.indices {
      let last = history.last(ofSource: report.sources[index].id)?.unkept
      report.sources[index].unkept =
        isWhole
        ? list.unkept(by: index, of: report.sources[index].listed, after: last) : last?.carriedOn
    }
  }

  /// Takes in what a person settled of sources, once all is known that is wrong with them.
  mutating func carryOnSettled() {
    for index in report.sources.indices {
      report.sources[index].carryOn(history.settled[report.sources[index].id])
    }
  }
}
