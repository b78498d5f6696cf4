// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Foundation
package import HTTP

/// One document looked at in one run: a line of the run's `visits.jsonl`.
///
/// What is nil stayed as it was, so that a night on which nothing happened costs a short line a
/// document. The catalogue's rows are made of these lines and of the captures, in their order.
package struct Visit: Codable, Sendable {
  package static let fileName = "visits.jsonl"
  package static let schema = "hanaper/visit/1"

  /// Nil means `Visit.schema`, which ours leave out for shortness.
  package var schema: String?
  package let at: Date
  package let address: WebAddress
  package let role: Document.Role
  package let verdict: Verdict
  /// The status at the end of any redirects; nil where no answer came.
  package let status: Int?
  package let standing: Standing?
  /// What was last told of it, beside a ``standing`` that was not told: on a night that was not believed, say.
  package let told: Standing?
  package let title: String?
  package var validators: Validators?
  /// What the validators were shown to be worth, where that is less than they promise.
  package let validatorFault: ValidatorFault?
  /// Under which texts which sources list it now.
  package let listed: [ListEntry]?
  /// That it was found to be made anew at each request; stated once.
  package let isMadeAnew: Bool?
  /// The version that came, where the site delivers some in turn and it is another than at the last visit.
  package let edition: Int?
  /// Where the document is found from now on: its own address, or one to which permanent redirects led.
  package let place: WebAddress?
  /// Whose place it takes, where that was not known before.
  package let succeeds: Predecessor?
  /// All that is said of other documents' places besides, where any of it is new.
  package let succeedsToo: [Predecessor]?
  /// Whose place it seems to take, where a person has to say whether it does.
  package let proposes: WebAddress?
  /// The version that this visit brought.
  package var version: Int?
  /// Where a suspect body was put, relative to the archive.
  package var quarantined: String?
  /// What came for it and for others, and waits; where it is not there, and the document is alive, nothing does any more.
  package let shared: SharedBody?
  /// That what is held is not fetched by our own refusal, where something of that is new.
  package let refusal: OwnRefusal?
  /// How large it is, where it is too large and that is new.
  package let oversize: Oversize?

  package init(
    at: Date,
    address: WebAddress,
    role: Document.Role,
    verdict: Verdict,
    status: Int?,
    standing: Standing?,
    told: Standing? = nil,
    title: String?,
    validators: Validators?,
    validatorFault: ValidatorFault? = nil,
    listed: [ListEntry]?,
    isMadeAnew: Bool? = nil,
    edition: Int? = nil,
    place: WebAddress? = nil,
    succeeds: Predecessor? = nil,
    succeedsToo: [Predecessor]? = nil,
    proposes: WebAddress? = nil,
    quarantined: String? = nil,
    shared: SharedBody? = nil,
    refusal: OwnRefusal? = nil,
    oversize: Oversize? = nil
  ) {
    self.at = at
    self.address = address
    self.role = role
    self.verdict = verdict
    self.status = status
    self.standing = standing
    self.told = told
    self.title = title
    self.validators = validators
    self.validatorFault = validatorFault
    self.listed = listed
    self.isMadeAnew = isMadeAnew
    self.edition = edition
    self.place = place
    self.succeeds = succeeds
    self.succeedsToo = succeedsToo
    self.proposes = proposes
    self.quarantined = quarantined
    self.shared = shared
    self.refusal = refusal
    self.oversize = oversize
  }
}

extension Visit {
  /// The documents of which it says who takes their places, or who does not.
  package var placesSpokenOf: [WebAddress] {
    ((succeeds.map { [$0] } ?? []) + (succeedsToo ?? [])).compactMap(\.address)
  }

  /// A document's last visit once more, with what became known since.
  package init(
    saying verdict: Verdict,
    again document: Document,
    listed: [ListEntry]? = nil,
    succeeds: Predecessor?,
    succeedsToo: [Predecessor]? = nil
  ) {
    self.init(
      at: document.lastVisited,
      address: document.address,
      role: document.role,
      verdict: verdict,
      status: nil,
      standing: nil,
      title: nil,
      validators: nil,
      listed: listed,
      succeeds: succeeds,
      succeedsToo: succeedsToo,
      // What is in doubt stays so, whatever else is said of the document.
      shared: document.shared
    )
  }
}
