// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Night
package import Records

extension RunReport.PutOff {
  /// Whether each is asked for as often as it is promised.
  package var isInTime: Bool { nights <= NightShare.nightsForAll }

  /// What there is to know of it.
  package var sentence: String {
    "\(host): \(Readable.count(documents, "document")) are more than one night may ask for; "
      + "\(left) wait for one of the next, and each is asked for within \(nights) nights, the likeliest to have changed first"
  }
}

extension Report {
  /// Of which hosts some documents wait for another night: once, and where that is too long.
  mutating func tellPutOff(of run: RunReport, in wording: Wording) {
    for host in run.putOff ?? [] where host.isNews { tell(host, in: wording) }
  }

  mutating func tell(_ host: RunReport.PutOff, in wording: Wording) {
    let command = NextCommand("config", "--explain", "politeness")
    say(
      "\(host.sentence).",
      more: host.isInTime
        ? []
        : [
          "next: a longer `politeness.night` or a longer `--max-duration`; a shorter `politeness.delay` only where the publisher agrees (`\(wording.command(command))`)"
        ]
    )
  }
}
