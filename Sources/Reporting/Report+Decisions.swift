// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Archiving
import Foundation
import Records

extension Report {
  /// What came of taking a version back.
  package init(
    ofRejection outcome: Deciding.Outcome,
    of version: Int,
    in wording: Wording
  ) {
    let isDone = !outcome.decisions.isEmpty
    var more: [CleanText] = ["\(outcome.document.address)"]
    more.append("\(outcome.newestInWords(comparedWith: isDone ? outcome.document.version : nil))")
    let undo = wording.command(
      NextCommand("accept", outcome.document.address.text, "--version", "\(version)")
    )
    more.append("v\(version) stays kept; `\(undo)` takes it in again")
    say(
      isDone
        ? "Rejected: v\(version) of \(outcome.name)"
        : "Rejected before: v\(version) of \(outcome.name)",
      more: more
    )
  }

  /// What came of taking something in.
  package init(
    ofAcceptance outcome: Deciding.Outcome,
    of version: Int?,
    in wording: Wording
  ) {
    var more: [CleanText] = ["\(outcome.document.address)"]
    for decision in outcome.decisions {
      guard let version = decision.version else { continue }
      more.append(
        decision.quarantined.map { "v\(version) is what waited in \($0)" }
          ?? "v\(version) is a version again"
      )
    }
    if !outcome.decisions.isEmpty {
      more.append("\(outcome.newestInWords(comparedWith: nil))")
    }
    for place in outcome.left {
      more.append(
        "\(place) holds something else too, and was left: look at it, and remove it by hand"
      )
    }
    for body in outcome.waiting { more.append("\(body.place) waits on") }
    if !outcome.rejected.isEmpty {
      let which = outcome.rejected.map { "v\($0)" }.joined(separator: ", ")
      let command = wording.command(
        NextCommand("accept", outcome.document.address.text, "--version", "N")
      )
      more.append("rejected: \(which); `\(command)` takes one in again")
    }
    let isSettled =
      outcome.decisions.isEmpty && outcome.waiting.isEmpty && outcome.rejected.isEmpty
    if version == nil, isSettled, outcome.damage == nil {
      let newest = outcome.newest.map { "v\($0) is the newest" } ?? "nothing is kept of it"
      more.append(
        "nothing of it waits for a decision, and no version is rejected: \(newest), and there is nothing to do"
      )
    }
    guard outcome.decisions.isEmpty else {
      say("Accepted: \(outcome.name)", more: more)
      return
    }
    let nothing: CleanText =
      version.map { "v\($0) was not rejected: \(outcome.name)" }
      ?? "Nothing was taken in: \(outcome.name)"
    say(nothing, more: more)
  }
}

extension Deciding.Outcome {
  fileprivate var name: String {
    document.title.isEmpty ? document.address.text : document.title
  }

  fileprivate func newestInWords(comparedWith before: Int?) -> String {
    guard let newest else {
      return "nothing else is kept of it: nothing is given unless it is named"
    }
    let again = before.map { $0 != newest } == true ? " again" : ""
    return "v\(newest) is the newest\(again): `restore`, `list` and the next night go by it"
  }
}
