// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl

/// Why a store did not do what it was asked.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// Nobody answers, or it broke off.
    case unreachable
    /// It answers that it cannot now, or has too much to do.
    case busy
    /// Its key or certificate is not the one that it ought to have.
    case stranger
    /// It does not let us in.
    case login
    /// Its clock and ours are too far apart.
    case clock
    /// There is no such bucket or folder.
    case noPlace
    /// It has no room.
    case full
    /// There is no such file.
    case missing
    /// Its answer is none that makes sense.
    case rubbish
    /// It refuses.
    case refused
  }

  package let kind: Kind
  /// Of the store.
  package let place: String
  /// What it said, a clause.
  package let detail: String

  package init(_ kind: Kind, _ place: String, _ detail: String) {
    (self.kind, self.place, self.detail) = (kind, place, detail)
  }

  /// Whether another try may well succeed.
  package var isTransient: Bool { kind == .unreachable || kind == .busy }

  package var description: String {
    let said = detail.isEmpty ? "" : " (\(detail))"
    return switch kind {
    case .unreachable: "\(place) does not answer\(said); see whether it is on and can be reached"
    case .busy: "\(place) has too much to do or is out of order\(said); try again later"
    case .stranger:
      "whoever answers at \(place) is not known\(said); if the host has a new key or certificate, ask who runs it, and write that into the configuration"
    case .login:
      "\(place) does not let us in\(said); see to the user, the key or the secret in the configuration"
    case .clock:
      "the clock of \(place) and this machine's are too far apart\(said); set this one right (`timedatectl`), or have that one set right"
    case .noPlace: "\(place) is not there\(said); make it, or name another in the configuration"
    case .full: "\(place) has no room\(said); make room there and run again"
    case .missing: "\(place) has no such file\(said)"
    case .rubbish: "\(place) gave an answer that makes no sense\(said)"
    case .refused: "\(place) refuses\(said)"
    }
  }
}

extension StoreError {
  /// What a request's failure comes to.
  ///
  /// - Parameters:
  ///   - fault: that.
  ///   - place: of the store.
  /// - Returns: an error of ours, or what a body or receiver threw.
  static func of(_ fault: StoreFault, at place: String) -> any Error {
    switch fault {
    case .unreachable(let detail): StoreError(.unreachable, place, detail)
    case .stranger(let detail): StoreError(.stranger, place, detail)
    case .login(let detail): StoreError(.login, place, detail)
    case .missing: StoreError(.missing, place, "")
    case .refused(let detail), .other(let detail): StoreError(.refused, place, detail)
    case .body(let error): error
    case .cancelled: CancellationError()
    }
  }
}
