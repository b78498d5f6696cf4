// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Foundation
public import HTTP

/// What the catalogue says of one document: a row that can be made again from the archive.
public struct DocumentRecord: Hashable, Sendable {
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
  /// The last verdict and the standing, as JSON texts of the rooms that own those words.
  public var verdict: String
  public var standing: String
  /// The standing's bare word, to search by.
  public var standingWord: String
  public var etag: String?
  public var lastModified: String?
  /// The address that gave the validators.
  public var validatorAddress: WebAddress?
  /// How many times in a row the validators failed to spare a transfer of the same bytes.
  public var uselessValidators: Int
  /// Whether other bytes were ever seen under the same validators.
  public var lyingValidators: Bool
  /// When its bytes last came whole, rather than the word that they are unchanged.
  public var lastReceived: Date?
  /// The newest version, nil while nothing is held.
  public var version: Int?
  /// The newest version's payload digest, in hexadecimal digits.
  public var digest: String?
  /// Its size in bytes.
  public var size: Int64?
  /// Its kind, in the words of configuration: `pdf`, `docx`, `page`.
  public var kind: String?
  /// What a page's versions are compared by, in hexadecimal digits; nil for everything else.
  public var fingerprint: String?
}

/// One kept version of a document.
public struct VersionRecord: Hashable, Sendable {
  public let address: WebAddress
  public let number: Int
  /// The payload's digest, in hexadecimal digits.
  public let digest: String
  /// In bytes.
  public let size: Int64
  public let kind: String
  public let capturedAt: Date
  /// The payload's file, relative to the archive.
  public let path: String
  /// The publisher's name for the file.
  public let fileName: String
  public let fingerprint: String?
  /// The title at the time, which names a document until a visit says more.
  public let title: String
  public let role: DocumentRecord.Role

  public init(
    address: WebAddress,
    number: Int,
    digest: String,
    size: Int64,
    kind: String,
    capturedAt: Date,
    path: String,
    fileName: String,
    fingerprint: String?,
    title: String,
    role: DocumentRecord.Role
  ) {
    self.address = address
    self.number = number
    self.digest = digest
    self.size = size
    self.kind = kind
    self.capturedAt = capturedAt
    self.path = path
    self.fileName = fileName
    self.fingerprint = fingerprint
    self.title = title
    self.role = role
  }
}

/// Where and how a source lists a document.
public struct ListedRecord: Hashable, Codable, Sendable {
  public let source: String
  public let text: String
  public let heading: String?
  /// The place among the source's links, from 0.
  public let position: Int

  public init(source: String, text: String, heading: String?, position: Int) {
    self.source = source
    self.text = text
    self.heading = heading
    self.position = position
  }
}

/// What there is to know of a document before it is decided whether to visit it.
public struct DocumentBrief: Hashable, Sendable {
  public let role: DocumentRecord.Role
  /// The last verdict, as JSON text.
  public let verdict: String
  public let lastVisited: Date
  public let isHeld: Bool
  /// Whether it is known that no source asks for it any more.
  public let isRetired: Bool
  /// Whether what is held is a web page, or nothing is.
  public let mayBePage: Bool
}

/// A document that no source asks for any more, or that one asks for again.
public struct RetirementRecord: Hashable, Sendable {
  public let address: WebAddress
  public let at: Date
  public let isRetired: Bool

  public init(address: WebAddress, at: Date, isRetired: Bool) {
    self.address = address
    self.at = at
    self.isRetired = isRetired
  }
}

/// What a visit showed validators to be worth, where that is less than they promise.
public enum ValidatorFault: String, Codable, Sendable {
  /// They were sent, and the bytes came all the same, unchanged.
  case useless
  /// They are those of other bytes than before.
  case lying
}

/// What one visit changes in the catalogue; nil means that it stays as it was.
public struct VisitRecord: Sendable {
  public let address: WebAddress
  public let role: DocumentRecord.Role
  public let at: Date
  public let isAlive: Bool
  public let verdict: String
  /// The status at the end of any redirects; nil where no answer came.
  public let status: Int?
  public let standing: (json: String, word: String)?
  public let title: String?
  public let validators: Validators?
  public let validatorFault: ValidatorFault?
  public let listed: [ListedRecord]?

  public init(
    address: WebAddress,
    role: DocumentRecord.Role,
    at: Date,
    isAlive: Bool,
    verdict: String,
    status: Int?,
    standing: (json: String, word: String)?,
    title: String?,
    validators: Validators?,
    validatorFault: ValidatorFault? = nil,
    listed: [ListedRecord]?
  ) {
    self.address = address
    self.role = role
    self.at = at
    self.isAlive = isAlive
    self.verdict = verdict
    self.status = status
    self.standing = standing
    self.title = title
    self.validators = validators
    self.validatorFault = validatorFault
    self.listed = listed
  }
}
