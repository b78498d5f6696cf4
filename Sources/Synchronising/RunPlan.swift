// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
public import Night
public import Curl
public import Fetching
public import Filing
public import Foundation
public import SystemPackage

/// All that a run is told before it begins.
public struct RunPlan: Sendable {
  public var sources: [Source]
  /// All sources of the configuration, with those that are off or not in this run; nil means that the
  /// run's are all.
  public var configured: [Source]?
  public var politeness: Politeness
  public var retries = RetryPolicy()
  public var limits: TransferLimits
  public var network: NetworkSettings
  /// How much of the archive's disk stays free.
  public var space = SpaceBudget()
  /// How many bytes suspect bodies may take together.
  public var quarantineBytes = Intake.quarantineBytes
  /// How much there is; asked before every visit.
  public var diskSpace: @Sendable (FilePath) throws -> DiskSpace = { try Disk().space(at: $0) }
  /// Name and version, as captures record it.
  public var tool: String
  /// How whoever runs it can be reached: a mail or web address.
  public var contact: String
  /// Ask for everything whole, whatever the validators say.
  public var isDeep = false
  /// What time it is; asked for every visit.
  public var clock: @Sendable () -> Date

  public init(
    sources: [Source],
    politeness: Politeness,
    limits: TransferLimits,
    network: NetworkSettings,
    tool: String,
    contact: String,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.sources = sources
    self.politeness = politeness
    self.limits = limits
    self.network = network
    self.tool = tool
    self.contact = contact
    self.clock = clock
  }

  /// What a night has to know of it.
  func night(startingAt date: Date, namedHosts: [String: Set<String>]) -> NightPlan {
    NightPlan(
      sources: sources,
      configured: configured,
      isDeep: isDeep,
      namedHosts: namedHosts,
      started: date
    )
  }
}

/// How far a run has come.
public struct RunProgress: Sendable {
  public var visited = 0
  public var planned = 0
  /// Received so far.
  public var bytes: Int64 = 0
}
