// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records

extension RunReport.SourceOutcome {
  /// Counts the links to sound and film, and tells of them where there are more than before.
  ///
  /// - Parameters:
  ///   - reading: what the source lists.
  ///   - last: how many the last run counted; nil where it did not.
  mutating func tell(recordingsIn reading: SourceListing, after last: Int?) {
    // What was not read says nothing new of them; of a list that was read in part, what was told stands.
    guard reading.links != nil, reading.limits.isEmpty || reading.recordings.count > last ?? 0
    else {
      recordings = last
      return
    }
    recordings = reading.recordings.isEmpty ? nil : reading.recordings.count
    guard let sentence = reading.sentence(ofRecordingsAfter: last ?? 0) else { return }
    leftOut = leftOut.map { "\($0); \(sentence)" } ?? sentence
  }
}

extension SourceListing {
  /// What is to be said of links to sound and film; nil where there are no more than were told.
  ///
  /// - Parameter told: how many the last run told of.
  /// - Returns: one clause, no capital, no full stop.
  fileprivate func sentence(ofRecordingsAfter told: Int) -> String? {
    guard recordings.count > told, let first = recordings.first else { return nil }
    guard recordings.count > 1 else {
      return "1 link leads to sound or film, of no kind that is kept, and is not fetched: \(first)"
    }
    return
      "\(recordings.count) links lead to sound or film, of no kind that is kept, and are not fetched: "
      + "\(first), say"
  }
}
