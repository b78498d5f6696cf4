// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Foundation
public import HTTP

/// One document looked at in one run: a line of the run's `visits.jsonl`.
///
/// What is nil stayed as it was, so that a night on which nothing happened costs a short line a
/// document. The catalogue's rows are made of these lines and of the captures, in their order.
public struct Visit: Codable, Sendable {
  public static let fileName = "visits.jsonl"
  public static let schema = "hanaper/visit/1"

  /// Nil means ``Visit/schema``, which ours leave out for shortness.
  public var schema: String?
  public let at: Date
  public let address: WebAddress
  public let role: Document.Role
  public let verdict: Verdict
  /// The status at the end of any redirects; nil where no answer came.
  public let status: Int?
  public let standing: Standing?
  public let title: String?
  public var validators: Validators?
  /// What the validators were shown to be worth, where that is less than they promise.
  public let validatorFault: ValidatorFault?
  /// Under which texts which sources list it now.
  public let listed: [ListEntry]?
  /// The version that this visit brought.
  public var version: Int?
  /// Where a suspect body was put, relative to the archive.
  public var quarantined: String?

  public init(
    at: Date,
    address: WebAddress,
    role: Document.Role,
    verdict: Verdict,
    status: Int?,
    standing: Standing?,
    title: String?,
    validators: Validators?,
    validatorFault: ValidatorFault? = nil,
    listed: [ListEntry]?,
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
}
