// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

// How a document stands, as `list`, `show` and `explain` all say it.
extension Standing {
  /// Why it stands so, in as few words as a table takes.
  ///
  /// - Parameters:
  ///   - verdict: the last one.
  ///   - oversize: how large it is, while it is too large.
  /// - Returns: nil where there is nothing to say beyond the standing's own word.
  func reason(after verdict: Verdict?, _ oversize: Oversize?) -> String? {
    switch self {
    case .leftOut(_, .tooLarge): oversize?.words ?? leftOutReason?.words(after: verdict)
    case .leftOut(_, let reason): reason.words(after: verdict)
    case .unreachable, .faulty, .blocked: verdict.flatMap { $0.isAlive ? nil : $0.fewWords }
    case .unknown, .present, .missing, .gone, .delisted, .withdrawn, .suppressed: nil
    }
  }

  /// With why, and since when.
  ///
  /// - Parameters:
  ///   - verdict: the last one.
  ///   - oversize: how large it is, while it is too large.
  /// - Returns: the stable word first.
  func inWords(after verdict: Verdict?, _ oversize: Oversize?) -> String {
    let reason = reason(after: verdict, oversize).map { " (\($0))" } ?? ""
    return word + reason + (since.map { " since \(Readable.day($0))" } ?? "")
  }
}
