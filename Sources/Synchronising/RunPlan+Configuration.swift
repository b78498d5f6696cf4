// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

extension RunPlan {
  /// What there is to say where another configuration names the same archive: each retires what only the other asks for.
  ///
  /// One that is not there any more was moved; where the archive was copied with its own, the other one is of another archive.
  ///
  /// - Parameter last: the configuration of the last run; nil where nobody knows.
  /// - Returns: a sentence that is the same on nights of the one and of the other, so that it is told once; none where all is well.
  func noteOnOther(_ last: String?) -> [String] {
    guard let own = configuration?.string, let last, last != own,
      (try? Disk().entry(at: FilePath(last))) == .file, isOfThisArchive(FilePath(last))
    else { return [] }
    let both = [own, last].sorted().joined(separator: " and ")
    return [
      "two configurations name this archive, \(both), and each takes what only the other asks for as asked for no more; put all sources "
        + "into one (`sourceFiles` takes them from several files), or give each an archive of its own"
    ]
  }
}
