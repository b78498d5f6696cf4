// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records
import Cataloguing
import OCFL

extension Intake {
  /// What is held of a document, by its own object, and whether the catalogue agrees.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - known: what the catalogue said of it, perhaps some time ago.
  ///   - isPage: whether it is compared by a fingerprint.
  /// - Returns: what is held; where the object cannot be read, a fault that says so.
  /// - Throws: where the catalogue cannot be read.
  package func held(
    of address: WebAddress,
    known: Document?,
    isPage: Bool = false
  ) async throws -> HeldCopy {
    var known = known
    while true {
      await settle(ObjectID(address.text))
      let before = written
      let object: HeldCopy.Stated?
      do {
        object = try HeldCopy.Stated.read(
          of: address,
          in: archive,
          isPage: isPage,
          rejected: known?.rejected ?? []
        )
      } catch {
        guard error.isDamage else { throw error }
        return HeldCopy(DamageNotice(address, error))
      }
      let held = HeldCopy(object, against: known, of: address)
      guard held.fault != nil else { return held }
      // What was read some time ago may have been true then: this run may have kept a version since.
      let now = try await catalogue.document(at: address)
      // Or have become durable while the catalogue was asked.
      guard written == before, (now?.rejected ?? []) == (known?.rejected ?? []) else {
        known = now
        continue
      }
      return HeldCopy(object, against: now, of: address)
    }
  }

  /// Reads what is held of a document, while nothing of it is being written.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - body: reads it; it is given the archive.
  /// - Returns: what was read.
  package func reading<Value: Sendable>(
    _ address: WebAddress,
    _ body: @Sendable (Archive) throws -> Value
  ) async rethrows -> Value {
    await settle(ObjectID(address.text))
    return try body(archive)
  }

  /// Takes in that a document is asked for no more, where its object agrees that there is such a document.
  ///
  /// The line is for ever, and only the catalogue says what it is about.
  ///
  /// - Parameters:
  ///   - retirement: what is to be told.
  ///   - role: what the document is, by the catalogue.
  /// - Returns: why nothing was taken in; nil where it was.
  /// - Throws: where the catalogue cannot be read, or nothing can be written.
  package func record(
    _ retirement: Retirement,
    of role: Document.Role
  ) async throws -> HeldCopy.Fault? {
    let address = retirement.address
    guard address.isNormal else { return .catalogue(HeldCopy.noAddress) }
    let known = try await catalogue.document(at: address)
    let held = try await held(of: address, known: known, isPage: true)
    if let fault = held.fault { return fault }
    do {
      if let version = held.version, role == .listing,
        try !mayBePage(archive.capture(of: address, version: version))
      {
        return .catalogue("the catalogue has it as a list page, and it was kept as a document")
      }
    } catch {
      guard let damage = DamageNotice(address, unlessWriting: error) else { throw error }
      return .damage(damage)
    }
    try await record(retirement)
    return nil
  }

  /// A page may have been kept as the one and be the other now; a file never is a list page.
  private func mayBePage(_ capture: Capture) -> Bool {
    capture.role == .listing || capture.kind == .html
  }
}
