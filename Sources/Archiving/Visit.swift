// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Appraisal
public import Addressing
public import Cataloguing
public import Foundation
public import HTTP

/// One document looked at in one run: a line of the run's `visits.jsonl`.
///
/// What is nil stayed as it was, so that a night on which nothing happened costs a short line a
/// document. The catalogue's rows are made of these lines and of the captures, in their order.
public struct Visit: Codable, Sendable {
  static let fileName = "visits.jsonl"
  static let schema = "hanaper/visit/1"

  /// Nil means ``Visit/schema``, which ours leave out for shortness.
  var schema: String?
  public let at: Date
  public let address: WebAddress
  public let role: DocumentRecord.Role
  public let verdict: Verdict
  /// The status at the end of any redirects; nil where no answer came.
  public let status: Int?
  public let standing: Standing?
  public let title: String?
  public var validators: Validators?
  /// What the validators were shown to be worth, where that is less than they promise.
  public let validatorFault: ValidatorFault?
  /// Under which texts which sources list it now.
  public let listed: [ListedRecord]?
  /// The version that this visit brought.
  public var version: Int?
  /// Where a suspect body was put, relative to the archive.
  public var quarantined: String?

  public init(
    at: Date,
    address: WebAddress,
    role: DocumentRecord.Role,
    verdict: Verdict,
    status: Int?,
    standing: Standing?,
    title: String?,
    validators: Validators?,
    validatorFault: ValidatorFault? = nil,
    listed: [ListedRecord]?,
    quarantined: String? = nil
  ) {
    self.at = at
    self.address = address
    self.role = role
    self.verdict = verdict
    self.status = status
    self.standing = standing
    self.title = title
    self.validators = validators
    self.validatorFault = validatorFault
    self.listed = listed
    self.quarantined = quarantined
  }

  /// The visit in the catalogue's words.
  var record: VisitRecord {
    get throws {
      try VisitRecord(
        address: address,
        role: role,
        at: at,
        isAlive: verdict.isAlive,
        verdict: verdict.record,
        status: status,
        standing: standing.map { try ($0.record, $0.word) },
        title: title,
        validators: validators,
        validatorFault: validatorFault,
        listed: listed
      )
    }
  }
}

extension Visit {
  /// The visit in `visits.jsonl`, with the line's end.
  var line: String {
    get throws {
      try isPlain ? plainLine : RecordCoding.encodeLine(self)
    }
  }

  /// Whether nothing happened, as with nearly all visits, and nothing in the line needs an escape.
  private var isPlain: Bool {
    standing == nil && title == nil && validators == nil && validatorFault == nil && listed == nil
      && version == nil && quarantined == nil
      && address.text.utf8.allSatisfy {
        $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
  }

  // The encoder's own line, at a tenth of its cost.
  private var plainLine: String {
    get throws {
      let status = status.map { "\"status\":\($0)," } ?? ""
      return """
        {"address":"\(address.text)","at":"\(at.formatted(.iso8601))","role":"\(role.rawValue)",\
        \(status)"verdict":\(try verdict.record)}

        """
    }
  }
}
