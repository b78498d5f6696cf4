// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Curl
import Fetching
import Foundation
import SystemPackage

/// What hosts told a run, as fetching and as the archive have it.
extension FetchMemory {
  init(_ memory: HostMemory) {
    self.init()
    for (name, host) in memory.hosts {
      if let date = host.notBefore { notBefore[name] = date }
      guard host.robots != nil || host.robotsUnreachableSince != nil else { continue }
      robots[name] = RobotsMemory(
        copy: host.robots.map(Array.init),
        unreachableSince: host.robotsUnreachableSince
      )
    }
  }

  var hosts: HostMemory {
    var memory = HostMemory()
    for (name, date) in notBefore { memory.hosts[name, default: .init()].notBefore = date }
    for (name, known) in robots {
      memory.hosts[name, default: .init()].robots = known.copy.map { Data($0) }
      memory.hosts[name, default: .init()].robotsUnreachableSince = known.unreachableSince
    }
    return memory
  }
}

extension Fetcher {
  /// A fetcher as a run's plan has it.
  init(
    _ loop: TransferLoop,
    _ plan: RunPlan,
    memory: HostMemory = HostMemory(),
    spool: FilePath,
    room: (any SpoolRoom)? = nil
  ) {
    self.init(
      loop,
      politeness: plan.politeness,
      agent: plan.network.userAgent,
      memory: FetchMemory(memory),
      retries: plan.retries,
      limits: plan.limits,
      spool: spool,
      room: room,
      usesProxy: plan.network.proxy != nil,
      clock: plan.clock
    )
  }
}
