// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
import Foundation
import Records

/// The bodies that persons took back, of all documents: each of them is known not to be what its address is for.
///
/// So it does not come in unseen for a document of which nothing is held, wherever that is; it is none at another address of the same document, where a site moves and leads nobody there; and where it comes for a
/// neighbour on the same host, that one is in doubt at once.
package struct RejectedBodies: Sendable {
  /// One that was taken back.
  package struct Body: Hashable, Sendable {
    package let address: WebAddress
    /// Of its bytes.
    package let digest: Digest
    /// What it is compared by, if it is a page.
    package let fingerprint: Digest?

    package init(address: WebAddress, digest: Digest, fingerprint: Digest?) {
      (self.address, self.digest, self.fingerprint) = (address, digest, fingerprint)
    }
  }

  private let bodies: [Digest: [Body]]
  private let targets: [Substring: [Body]]

  package init(_ bodies: [Body] = []) {
    var byDigest: [Digest: [Body]] = [:]
    for body in bodies {
      for digest in [body.digest, body.fingerprint].compactMap(\.self) {
        byDigest[digest, default: []].append(body)
      }
    }
    self.bodies = byDigest
    targets = Dictionary(grouping: bodies.lazy.filter { $0.address.target.utf8.count > 1 }) {
      $0.address.target
    }
  }

  /// What was taken back of documents that have the same path on another host.
  ///
  /// - Parameter address: that of a document of which nothing is held.
  /// - Returns: the digests of their bytes, and what pages are compared by.
  func ofSamePath(as address: WebAddress) -> Set<Digest> {
    guard !targets.isEmpty else { return [] }
    let others = (targets[address.target] ?? []).filter { $0.address != address }
    return Set(others.flatMap { [$0.digest, $0.fingerprint].compactMap(\.self) })
  }

  /// Why such a body waits: one clause, no capital, no full stop.
  static let sentence = "somebody rejected the same when it came for another document"

  /// What is to be said of a body that comes for a document of which nothing is held, where a person took the same back of another.
  ///
  /// Nobody can tell which of the two it was meant for, an error page or a report behind a wrong address; so it waits, however
  /// long it comes, until a person says.
  ///
  /// - Parameters:
  ///   - finding: what a visit found.
  ///   - start: when the run began.
  /// - Returns: nil where nobody took it back.
  func doubt(of finding: Finding, at start: Date) -> SharedBody? {
    guard !finding.isHeld, let body = finding.bodyInQuestion else { return nil }
    let others = neighbours(
      [body] + (finding.arrivedBytes.map { [$0] } ?? []),
      of: finding.candidate.address
    )
    guard others > 0 else { return nil }
    let last = finding.candidate.known?.shared
    let stay = last?.digest == body ? last?.stay.lasting(until: start) : nil
    return SharedBody(digest: body, documents: others + 1, stay: stay ?? Illness(since: start))
  }

  /// Of how many other documents a body was taken back.
  ///
  /// - Parameters:
  ///   - digests: of its bytes, and what it is compared by.
  ///   - address: that of the document for which it came.
  ///   - hosts: where the others are; nil for anywhere.
  /// - Returns: their number.
  func neighbours(
    _ digests: [Digest],
    of address: WebAddress,
    on hosts: Set<String>? = nil
  ) -> Int {
    guard !bodies.isEmpty else { return 0 }
    let others = digests.flatMap { bodies[$0] ?? [] }.map(\.address)
    return Set(
      others.filter { $0 != address && hosts?.contains(String($0.authority)) != false }
    ).count
  }
}
