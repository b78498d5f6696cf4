// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Archiving
package import Night
package import Curl
package import Extraction
package import Fetching
package import Filing
package import Foundation
package import Records
package import SystemPackage

/// All that a run is told before it begins.
package struct RunPlan: Sendable {
  package var sources: [Source]
  /// All sources of the configuration, with those that are off or not in this run; nil means that the
  /// run's are all.
  package var configured: [Source]?
  /// The file that says so, by its whole path; nil where none does.
  package var configuration: FilePath?
  /// Whether another configuration is of the archive that is kept here; asked of one that a run of this archive had.
  package var isOfThisArchive: @Sendable (_ configuration: FilePath) -> Bool = { _ in true }
  /// What is to be noted in the report whatever the night is like, in sentences.
  package var remarks: [String] = []
  package var politeness: Politeness
  package var retries = RetryPolicy()
  package var limits: TransferLimits
  package var network: NetworkSettings
  /// How much of the archive's disk stays free.
  package var space = SpaceBudget()
  /// How many bytes suspect bodies may take together.
  package var quarantineBytes = Intake.quarantineBytes
  /// How much there is; asked before every visit.
  package var diskSpace: @Sendable (FilePath) throws -> DiskSpace = { try Disk().space(at: $0) }
  /// Name and version, as captures record it.
  package var tool: String
  /// Which program this is, down to its very file: what another one read is not believed to be what this one would read.
  package var program: String
  /// How whoever runs it can be reached: a mail or web address.
  package var contact: String
  /// Ask for everything whole, whatever the validators say.
  package var isDeep = false
  /// How long the run may take; nil for any time.
  package var longest: Duration?
  /// What reads the text of documents, to say what changed in them; nil to leave that.
  package var reader: TextWorker?
  /// Words to be told of where they stand in a text that came.
  package var watch = Watchwords.none
  /// What stopped a run that was cancelled; asked at its end.
  package var stopCause: @Sendable () -> RunReport.Stop.Cause = { .signal }
  /// What time it is; asked for every visit.
  package var clock: @Sendable () -> Date

  package init(
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
    program = tool
    self.contact = contact
    self.clock = clock
  }

  /// What a night has to know of it.
  func night(
    startingAt date: Date,
    namedHosts: [String: Set<String>],
    places: KnownPlaces,
    successions: Successions,
    rejected: RejectedBodies,
    suppressed: Tombstones,
    pauses: [String: Duration],
    stirred: Set<String>
  ) -> NightPlan {
    NightPlan(
      sources: sources,
      configured: configured,
      isDeep: isDeep,
      namedHosts: namedHosts,
      places: places,
      successions: successions,
      rejected: rejected,
      suppressed: suppressed,
      started: date,
      documentSize: limits.bodyBytes,
      share: NightShare(
        night: longest.map { min($0, politeness.night) } ?? politeness.night,
        delay: politeness.delay,
        delays: pauses
      ),
      stirred: stirred
    )
  }
}

/// How far a run has come.
package struct RunProgress: Sendable {
  package var visited = 0
  package var planned = 0
  /// Received so far.
  package var bytes: Int64 = 0
  /// What has just come about; nil where only the numbers changed.
  package var event: RunEvent?
}

/// Something of a run that may be followed while it goes on.
package enum RunEvent: Sendable {
  /// A source was read; `listed` is nil where it could not be.
  case read(source: String, listed: Int?, sentence: String?)
  /// A document was visited; `status` is nil where nobody answered.
  case visited(WebAddress, sentence: String, status: Int?, bytes: Int64)
}
