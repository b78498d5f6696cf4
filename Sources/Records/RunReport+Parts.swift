// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Foundation

// What a report is made of, in the order of its members.
extension RunReport {
  package struct Counts: Codable, Hashable, Sendable {
    package var pages = 0
    package var visited = 0
    package var unchanged = 0
    package var new = 0
    package var changed = 0
    /// Alive and not kept: a page, or a kind that no source asks for.
    package var notKept = 0
    /// Bodies that wait in quarantine, because of damage or as one of several that are the same, until a person decides.
    package var heldBack = 0
    package var failed = 0
    /// Not kept or not fetched, for a reason that an earlier run told; nil for none, and in reports of before that was counted apart.
    package var leftOut: Int?
    /// Lines of `visits.jsonl` that say only that a further source lists a document; nil for none.
    package var relisted: Int?
    /// Bytes of bodies received.
    package var bytes: Int64 = 0
  }

  package struct SourceOutcome: Codable, Sendable {
    package let id: String
    package let title: String
    package let address: WebAddress?
    package var verdict: Verdict?
    /// How many documents it lists.
    package var listed: Int
    package var appeared: Int
    package var disappeared: Int
    package var health: String
    package var sentence: String?
    /// Whether it was read, so that its list is tonight's.
    package var wasReached: Bool
    /// Whether what is said of it is to be told: it was not so in the run before, has lasted three nights, or is over.
    package var isNews = false
    /// Which bounds its page went beyond, in words, so that not all of it was read; nil for none.
    package var limits: [String]?
    /// Which links may lead to reports that are web pages, or lead to sound and film, and are not kept; told with the first list,
    /// and when there is more sound and film.
    package var leftOut: String?
    /// How long its page has not been believed; nil where it is.
    package var illness: Illness?
    /// How many links were left out because they stand in what seems to be a menu; nil for none.
    package var menuLinks: Int?
    /// How many links lead to documents that were let go of here, and are not asked for; nil for none.
    package var suppressed: Int?
    /// How many links lead to sound or film, which no kind keeps; nil for none, and in reports of before these were counted.
    package var recordings: Int?
    /// When it was read last, where it was not tonight; nil where that is not known.
    package var lastRead: Date?
    /// How long it has not been read, where it was not tonight; nil in reports of before that was counted.
    package var unread: Illness?
    /// How long it had not been read before tonight, where that is told as news; else nil.
    package var readAgain: Outage?
    /// How long it has not been read to its end, where it was read tonight; nil where it was, and in reports of before.
    package var partlyRead: Illness?
    /// How long it had not been read to its end before tonight, where that is told as news; else nil.
    package var readWholeAgain: Outage?
    /// How many lists that it goes on to could not be read; nil for none.
    package var unreadLists: Int?
    /// What it does not keep because its links lead to ordinary web pages; nil for nothing.
    package var unkept: Unkept?
    /// Where its page is now, by redirects that are for good; nil where it is where it was configured.
    package var moved: PageMove?
    /// How many of its links are known to be ordinary web pages, which no kind asks for; nil for none.
    package var pages: Int?
    /// By which configuration it was read when its list was last believed; nil in reports of before that was noted.
    package var reading: Reading?
    /// Parameters of its links that seem to be of one load each, and that nobody has named in `queryNoise`; nil for none.
    package var proposedNoise: [String]?
    /// What to do about these, in the run that finds them.
    package var advice: String?
    /// What a person has settled of it and is so still; nil for nothing.
    package var settled: SettledSource?

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

  /// Where the page of a source went for good.
  package struct PageMove: Codable, Hashable, Sendable {
    package let to: WebAddress
    /// Whether no run before told so.
    package let isNews: Bool

    package init(to address: WebAddress, isNews: Bool) {
      (to, self.isNews) = (address, isNews)
    }
  }

  /// A time in which a source was not read, told when it is over.
  package struct Outage: Codable, Hashable, Sendable {
    /// When the first run began that could not read it.
    package let since: Date
    /// When the last of these runs began.
    package let until: Date
    /// How many nights that were.
    package let nights: Int

    package init(since: Date, until: Date, nights: Int) {
      (self.since, self.until, self.nights) = (since, until, nights)
    }
  }

  package struct NewsItem: Codable, Sendable {
    package private(set) var news: News
    package let address: WebAddress
    package let title: String
    package let sources: [String]
    /// In a person's words: what the address answered where it failed, else what the news is.
    package private(set) var sentence: String
    package let standing: Standing
    package let verdict: Verdict
    /// The version that came, or else the newest that is held.
    package let version: Int?
    package let lastAlive: Date?
    /// The page on which it was found, where that is not its source's own.
    package var foundOn: WebAddress?
    /// Where the page that came in its place sends its readers; nil where it sends them nowhere.
    package var sendsOn: WebAddress?
    /// How large it is, where it is too large.
    package var oversize: Oversize?
    /// Of a file that came for several documents, what they have in common, and where it waits; nil of everything else.
    package var digest: String?
    package var waiting: String?
    /// What changed of its text since the version before, in a sentence without its stop; nil where nobody compared it.
    package var change: String?
    /// The run that found it, where that was cut off before it could tell; nil for tonight's.
    package var ofRun: String?
    /// What lies behind the news, where it is more than the document's own; nil as a rule.
    package var cause: Cause?
    /// The sources that it was listed by, where none of them lists it any more; nil where one does.
    package var onceListedBy: [String]?

    /// The sources that it is news of: those that list it, or else those that did.
    package var newsOf: [String] { sources.isEmpty ? onceListedBy ?? [] : sources }

    /// Whose place it takes, since tonight.
    package private(set) var succeeds: WebAddress?
    /// Whose place it seems to take; a person says whether it does.
    package var seemsToSucceed: WebAddress?
    /// Which document takes its place, since tonight.
    package var succeededBy: WebAddress?

    /// Tells what is new as what takes the place of another.
    package mutating func tell(successionOf old: WebAddress) {
      (news, succeeds, seemsToSucceed) = (.succeeded, old, nil)
      sentence = News.succeeded.sentence
    }

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

  /// What lies behind some news and is not the document's own.
  package enum Cause: String, Codable, Sendable {
    /// Its site answered every address with one page, and does so no more.
    case endOfNotice = "end-of-notice"
    /// Its publisher had withdrawn it, and has no more.
    case endOfWithdrawal = "end-of-withdrawal"

    /// In a user's words.
    package var sentence: String {
      switch self {
      case .endOfNotice:
        "the site answers with its documents again, and not with one page for every address"
      case .endOfWithdrawal: "the publisher has taken its notice of withdrawal back"
      }
    }
  }

  package struct Trouble: Codable, Sendable {
    package let address: WebAddress
    package let title: String
    package let verdict: Verdict
    package let sentence: String
    package let standing: Standing
    package let lastAlive: Date?
    /// Where the suspect body was put aside, if it still lies there.
    package var quarantined: String?

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

  package struct HostOutcome: Codable, Sendable {
    package let host: String
    package let sentence: String
    /// Whether the host was well in the run before.
    package let isNews: Bool
    /// How long it has been ill; nil in reports of before this was counted.
    package let illness: Illness?
    /// When any of the documents that failed was last seen alive; nil where that is not known.
    package var lastAlive: Date?
    /// That it was not asked in this run, and is what it was; nil where it was asked.
    package var wasNotAsked: Bool?

    package init(
      host: String,
      sentence: String,
      isNews: Bool,
      illness: Illness? = nil
    ) {
      self.host = host
      self.sentence = sentence
      self.isNews = isNews
      self.illness = illness
    }

    /// The same in a run that did not ask the host.
    package var carriedOn: HostOutcome {
      var host = HostOutcome(host: host, sentence: sentence, isNews: false, illness: illness)
      host.lastAlive = lastAlive
      host.wasNotAsked = true
      return host
    }
  }

  package struct Shortage: Codable, Sendable {
    package let subject: SpaceShortage.Subject
    /// In bytes; in files where the subject is files.
    package let free: Int64
    package let limit: Int64
    /// How many files were not fetched, where the run went on without them.
    package let bodies: Int?
    /// How many bytes were needed that there were not, where a file did not fit.
    package let wanted: Int64?
    package let sentence: String

    package init(_ shortage: SpaceShortage) {
      subject = shortage.subject
      free = shortage.free
      limit = shortage.limit
      bodies = shortage.bodies
      wanted = shortage.wanted
      sentence = shortage.description
    }
  }

  package struct Retired: Codable, Sendable {
    /// The source that asked for them; nil where that is not known.
    package let source: String?
    package let reason: RetirementGround
    package let documents: Int
    package let sentence: String

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

  package struct DamagedItem: Codable, Sendable {
    /// The document; nil where it is about a file that belongs to none.
    package let address: WebAddress?
    package let title: String?
    package let sentence: String
    /// The command that shows more.
    package var next: String
    /// Where the body lies that came and could not be kept, relative to the archive.
    package let waiting: String?
    /// The user who may read it, where only permission is wanting and nothing is known of it; else nil.
    package let readableBy: String?

    package init(
      address: WebAddress?,
      title: String?,
      sentence: String,
      next: String,
      waiting: String?,
      readableBy: String? = nil
    ) {
      self.readableBy = readableBy
      self.address = address
      self.title = title
      self.sentence = sentence
      self.next = next
      self.waiting = waiting
    }
  }

  package struct CatalogueFault: Codable, Sendable {
    package let address: WebAddress
    package let title: String
    package let sentence: String

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

  package struct Note: Codable, Sendable {
    package let sentence: String
    /// Whether the run before did not say so too.
    package let isNews: Bool

    package init(sentence: String, isNews: Bool) {
      self.sentence = sentence
      self.isNews = isNews
    }
  }
}
