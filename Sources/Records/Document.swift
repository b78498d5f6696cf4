// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Fixity
public import Foundation
public import HTTP

/// What is known of one document over time: a row that can be made again from the archive.
public struct Document: Hashable, Sendable {
  /// What a document is for.
  public enum Role: String, Codable, Sendable {
    /// A report, or a page that is kept like one.
    case document
    /// A page that a source is read from.
    case listing
  }

  public let address: WebAddress
  public var role: Role
  public var title: String
  public var firstSeen: Date
  public var lastVisited: Date
  /// When it last answered with something sound.
  public var lastAlive: Date?
  /// The last verdict; nil before the first visit.
  public var verdict: Verdict?
  /// How it stands; nil before its first judged visit.
  public var standing: Standing?
  /// Those that came with the copy that is held; empty where it came without any.
  public var validators: Validators?
  /// How many times in a row the validators failed to spare a transfer of the same bytes.
  public var uselessValidators: Int
  /// Whether other bytes were ever seen under the same validators.
  public var lyingValidators: Bool
  /// When its bytes last came whole, rather than the word that they are unchanged.
  public var lastReceived: Date?
  /// The newest version, nil while nothing is held.
  public var version: Int?
  /// The newest version's payload digest.
  public var digest: Digest?
  /// Its size in bytes.
  public var size: Int64?
  public var kind: BodyKind?
  /// What a page's versions are compared by; nil for everything else.
  public var fingerprint: Digest?

  public init(
    address: WebAddress,
    role: Role,
    title: String,
    firstSeen: Date,
    lastVisited: Date,
    lastAlive: Date? = nil,
    verdict: Verdict? = nil,
    standing: Standing? = nil,
    validators: Validators? = nil,
    uselessValidators: Int = 0,
    lyingValidators: Bool = false,
    lastReceived: Date? = nil,
    version: Int? = nil,
    digest: Digest? = nil,
    size: Int64? = nil,
    kind: BodyKind? = nil,
    fingerprint: Digest? = nil
  ) {
    self.address = address
    self.role = role
    self.title = title
    self.firstSeen = firstSeen
    self.lastVisited = lastVisited
    self.lastAlive = lastAlive
    self.verdict = verdict
    self.standing = standing
    self.validators = validators
    self.uselessValidators = uselessValidators
    self.lyingValidators = lyingValidators
    self.lastReceived = lastReceived
    self.version = version
    self.digest = digest
    self.size = size
    self.kind = kind
    self.fingerprint = fingerprint
  }
}

/// What there is to know of a document before it is decided whether to visit it.
public struct DocumentBrief: Hashable, Sendable {
  public let role: Document.Role
  /// The last verdict; nil before the first visit.
  public let verdict: Verdict?
  public let lastVisited: Date
  public let isHeld: Bool
  /// Whether it is known that no source asks for it any more.
  public let isRetired: Bool
  /// Whether what is held is a web page, or nothing is.
  public let mayBePage: Bool

  public init(
    role: Document.Role,
    verdict: Verdict?,
    lastVisited: Date,
    isHeld: Bool,
    isRetired: Bool,
    mayBePage: Bool
  ) {
    self.role = role
    self.verdict = verdict
    self.lastVisited = lastVisited
    self.isHeld = isHeld
    self.isRetired = isRetired
    self.mayBePage = mayBePage
  }
}
