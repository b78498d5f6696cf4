// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import Curl
import Fetching
import Foundation
import SystemPackage

extension Fetcher {
  /// A fetcher as a run's plan has it, which asks for nothing that was let go of.
  init(
    _ loop: TransferLoop,
    _ plan: RunPlan,
    memory: HostMemory = HostMemory(),
    spool: FilePath,
    room: (any SpoolRoom)? = nil,
    besides suppressed: Tombstones = Tombstones()
  ) {
    self.init(
      loop,
      politeness: plan.politeness,
      agent: plan.network.userAgent,
      memory: memory,
      retries: plan.retries,
      limits: plan.limits,
      spool: spool,
      room: room,
      usesProxy: plan.network.proxy != nil,
      suppressed: suppressed,
      clock: plan.clock
    )
  }
}
