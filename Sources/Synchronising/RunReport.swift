// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Appraisal
import Archiving
import Discovery
public import Foundation

/// What a run saw and did: a value; printing it is somebody else's room.
public struct RunReport: Codable, Sendable {
  public static let schema = Archive.reportSchema
  /// The health of a source that nothing is wrong with; else it is the fault's word.
  public static let healthy = "healthy"

  public var schema = RunReport.schema
  public let run: String
  public let tool: String
  public let started: Date
  public var ended: Date
  /// False where the run was stopped before every document was visited.
  public var isComplete = true
  public var sources: [SourceOutcome] = []
  public var counts = Counts()
  public var news: [NewsItem] = []
  /// Documents whose last visit did not end well, news or not.
  public var troubles: [Trouble] = []
  /// Hosts of which nothing was concluded, and why.
  public var degradedHosts: [HostOutcome] = []
  /// No host could be reached at all: nothing was judged.
  public var isNetworkDown = false
  /// What the archive's disk is short of; the run was stopped for it, or went on without some files.
  public var shortage: Shortage?
  /// What went from quarantine.
  public var droppedEvidence: Dropped?
  /// What no source asks for any more, since the last run in which that was looked at.
  public var retired: [Retired] = []
  /// What a crash of an earlier run left, and what was done about it.
  public var recovered: [String] = []
  /// What is kept and is not as it was; it was left alone, and the rest of the run went on.
  public var damaged: [DamagedItem] = []
  /// Documents about which the catalogue is wrong; the objects were gone by.
  public var catalogueFaults: [CatalogueFault] = []
  /// What was done without, and why.
  public var notes: [Note] = []

  public struct Counts: Codable, Hashable, Sendable {
    public var pages = 0
    public var visited = 0
    public var unchanged = 0
    public var new = 0
    public var changed = 0
    /// Alive and not kept: a page, or a kind that no source asks for.
    public var notKept = 0
    /// Bodies that wait in quarantine, because of damage, until a person decides.
    public var heldBack = 0
    public var failed = 0
    /// Bytes of bodies received.
    public var bytes: Int64 = 0
  }

  public struct SourceOutcome: Codable, Sendable {
    public let id: String
    public let title: String
    public let address: WebAddress?
    public var verdict: Verdict?
    /// How many documents it lists.
    public var listed: Int
    public var appeared: Int
    public var disappeared: Int
    public var health: String
    public var sentence: String?
    /// Whether it was read, so that its list is tonight's.
    public var wasReached: Bool
    /// Whether what the sentence says was not so in the run before.
    public var isNews = false
    /// Which bounds its page went beyond, in words, so that not all of it was read; nil for none.
    public var limits: [String]?
    /// Which links may lead to reports that are web pages, and are not kept; told with the first list.
    public var leftOut: String?
  }

  /// Whether every source was read, and each of their pages to its end.
  public var isWhole: Bool { sources.allSatisfy(\.wasReadToEnd) }

  public struct NewsItem: Codable, Sendable {
    public let news: News
    public let address: WebAddress
    public let title: String
    public let sources: [String]
    /// In a person's words: what the address answered where it failed, else what the news is.
    public let sentence: String
    public let standing: Standing
    public let verdict: Verdict
    /// The version that came, or else the newest that is held.
    public let version: Int?
    public let lastAlive: Date?
  }

  public struct Trouble: Codable, Sendable {
    public let address: WebAddress
    public let title: String
    public let verdict: Verdict
    public let sentence: String
    public let standing: Standing
    public let lastAlive: Date?
    /// Where the suspect body was put aside, if it still lies there.
    public internal(set) var quarantined: String?
  }

  public struct HostOutcome: Codable, Sendable {
    public let host: String
    public let sentence: String
    /// Whether the host was well in the run before.
    public let isNews: Bool
  }

  public struct Shortage: Codable, Sendable {
    public let subject: SpaceShortage.Subject
    /// In bytes; in files where the subject is files.
    public let free: Int64
    public let limit: Int64
    /// How many files were not fetched, where the run went on without them.
    public let bodies: Int?
    /// How many bytes were needed that there were not, where a file did not fit.
    public let wanted: Int64?
    public let sentence: String

    init(_ shortage: SpaceShortage) {
      subject = shortage.subject
      free = shortage.free
      limit = shortage.limit
      bodies = shortage.bodies
      wanted = shortage.wanted
      sentence = shortage.description
    }
  }

  public struct Retired: Codable, Sendable {
    /// The source that asked for them; nil where that is not known.
    public let source: String?
    public let reason: RetirementGround
    public let documents: Int
    public let sentence: String
  }

  public struct DamagedItem: Codable, Sendable {
    /// The document; nil where it is about a file that belongs to none.
    public let address: WebAddress?
    public let title: String?
    public let sentence: String
    /// The command that shows more.
    public var next: String
    /// Where the body lies that came and could not be kept, relative to the archive.
    public let waiting: String?
  }

  public struct CatalogueFault: Codable, Sendable {
    public let address: WebAddress
    public let title: String
    public let sentence: String
  }

  public struct Note: Codable, Sendable {
    public let sentence: String
    /// Whether the run before did not say so too.
    public let isNews: Bool
  }

  /// Whether a person should read on.
  public var hasNews: Bool {
    !news.isEmpty || !damaged.isEmpty || !catalogueFaults.isEmpty || notes.contains(where: \.isNews)
      || isNetworkDown || !recovered.isEmpty || !isComplete || !retired.isEmpty || shortage != nil
      || (droppedEvidence?.bodies ?? 0) > 0
      || sources.contains { $0.isNews || $0.leftOut != nil }
      || degradedHosts.contains(where: \.isNews)
  }
}

extension RunReport.SourceOutcome {
  private var limitsReached: [PageLimit] { (limits ?? []).compactMap(PageLimit.init(rawValue:)) }

  /// Whether it was read, and its page to the end.
  public var wasReadToEnd: Bool { wasReached && !limitsReached.contains(where: \.endsReading) }

  /// Whether all that it lists was met.
  var hidesNoLinks: Bool { wasReached && !limitsReached.contains(where: \.mayHideLinks) }
}
