// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Foundation
import Synchronising
import SystemPackage

extension PageLook {
  /// Looks at a page, with a folder of its own for what comes.
  ///
  /// - Parameters:
  ///   - page: which.
  ///   - plan: how to ask; its sources play no part.
  ///   - isFurther: whether to look into pages that it leads to, and at it once more.
  /// - Returns: what was seen, or why nothing was.
  /// - Throws: what is no fault of the site's; `CancellationError` where a signal came.
  static func outcome(
    at page: WebAddress,
    _ plan: RunPlan,
    further isFurther: Bool = false
  ) async throws -> Outcome {
    let spool = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("hanaper-look-\(ProcessInfo.processInfo.processIdentifier)")
    try Disk().removeTree(spool)
    try Disk().makeDirectory(spool)
    defer { try? Disk().removeTree(spool) }
    return try await Interruption.allowing {
      let look = PageLook(plan, spool: spool)
      let outcome = try await look.look(at: page)
      guard isFurther, case .seen(let proposal) = outcome else { return outcome }
      return .seen(try await look.lookFurther(at: page, proposal))
    }
  }
}
