// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Foundation

// What a report is made of, in the order of its members.
extension RunReport {
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
    /// Lines of `visits.jsonl` that say only that a further source lists a document; nil for none.
    public var relisted: Int?
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

    package init(
      id: String,
      title: String,
      address: WebAddress?,
      verdict: Verdict? = nil,
      listed: Int,
      appeared: Int,
      disappeared: Int,
      health: String,
      sentence: String? = nil,
      wasReached: Bool,
      limits: [String]? = nil,
      leftOut: String? = nil
    ) {
      self.id = id
      self.title = title
      self.address = address
      self.verdict = verdict
      self.listed = listed
      self.appeared = appeared
      self.disappeared = disappeared
      self.health = health
      self.sentence = sentence
      self.wasReached = wasReached
      self.limits = limits
      self.leftOut = leftOut
    }
  }

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

    package init(
      news: News,
      address: WebAddress,
      title: String,
      sources: [String],
      sentence: String,
      standing: Standing,
      verdict: Verdict,
      version: Int?,
      lastAlive: Date?
    ) {
      self.news = news
      self.address = address
      self.title = title
      self.sources = sources
      self.sentence = sentence
      self.standing = standing
      self.verdict = verdict
      self.version = version
      self.lastAlive = lastAlive
    }
  }

  public struct Trouble: Codable, Sendable {
    public let address: WebAddress
    public let title: String
    public let verdict: Verdict
    public let sentence: String
    public let standing: Standing
    public let lastAlive: Date?
    /// Where the suspect body was put aside, if it still lies there.
    public package(set) var quarantined: String?

    package init(
      address: WebAddress,
      title: String,
      verdict: Verdict,
      sentence: String,
      standing: Standing,
      lastAlive: Date?,
      quarantined: String? = nil
    ) {
      self.address = address
      self.title = title
      self.verdict = verdict
      self.sentence = sentence
      self.standing = standing
      self.lastAlive = lastAlive
      self.quarantined = quarantined
    }
  }

  public struct HostOutcome: Codable, Sendable {
    public let host: String
    public let sentence: String
    /// Whether the host was well in the run before.
    public let isNews: Bool

    package init(
      host: String,
      sentence: String,
      isNews: Bool
    ) {
      self.host = host
      self.sentence = sentence
      self.isNews = isNews
    }
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

    package init(_ shortage: SpaceShortage) {
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

    package init(
      source: String?,
      reason: RetirementGround,
      documents: Int,
      sentence: String
    ) {
      self.source = source
      self.reason = reason
      self.documents = documents
      self.sentence = sentence
    }
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

    package init(
      address: WebAddress?,
      title: String?,
      sentence: String,
      next: String,
      waiting: String?
    ) {
      self.address = address
      self.title = title
      self.sentence = sentence
      self.next = next
      self.waiting = waiting
    }
  }

  public struct CatalogueFault: Codable, Sendable {
    public let address: WebAddress
    public let title: String
    public let sentence: String

    package init(
      address: WebAddress,
      title: String,
      sentence: String
    ) {
      self.address = address
      self.title = title
      self.sentence = sentence
    }
  }

  public struct Note: Codable, Sendable {
    public let sentence: String
    /// Whether the run before did not say so too.
    public let isNews: Bool

    package init(sentence: String, isNews: Bool) {
      self.sentence = sentence
      self.isNews = isNews
    }
  }
}
