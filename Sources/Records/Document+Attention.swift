// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// What of a document a person has seen and settled.
package struct Acknowledgement: Hashable, Sendable {
  package let at: Date
  /// How it stood then, as ``Standing/subject``; nil where it has come to stand otherwise since.
  package let subject: String?
  /// The folder in quarantine of the newest body that waited then; nil where none did.
  package let body: String?

  package init(at: Date, subject: String?, body: String?) {
    self.at = at
    self.subject = subject
    self.body = body
  }
}

extension Standing {
  /// What is told of it, in a word; of what is left out with the reason, each of which is told.
  package var subject: String {
    leftOutReason.map { "\(word)/\($0.rawValue)" } ?? word
  }

  /// Whether it is bad news: the address does not deliver what was there, or what was asked for.
  package var isBad: Bool {
    switch self {
    // That was the person's own decision.
    case .leftOut(_, .rejected): false
    case .missing, .gone, .blocked, .faulty, .unreachable, .leftOut: true
    case .unknown, .present, .delisted, .withdrawn, .suppressed: false
    }
  }
}

extension Document {
  /// How it stands, as far as a person has been told.
  package var toldStanding: Standing { told ?? standing ?? .unknown }

  /// How it stands, where that is bad news that was told and that nobody has settled; else nil.
  package var openStanding: Standing? {
    let told = toldStanding
    guard told.isBad, told.subject != acknowledgement?.subject else { return nil }
    // Of reasons that come in turn, the one of the last night is shown.
    return standing?.leftOutReason != nil && told.leftOutReason != nil ? standing : told
  }
}

extension Document {
  /// That it is not fetched by our own refusal, where that was told and nobody has settled it since; else nil.
  package var openRefusal: OwnRefusal? {
    guard let refusal, let told = refusal.toldOn else { return nil }
    return acknowledgement.map { $0.at >= told } == true ? nil : refusal
  }

  /// Whether there is something that a person was told and has settled.
  package var isSettled: Bool {
    let isTold = toldStanding.isBad || refusal?.toldOn != nil
    return isTold && openStanding == nil && openRefusal == nil
  }
}

extension Document {
  /// Whether nothing is held of it though it was asked for: it is left out, or its address has not answered yet.
  package var isAskedForInVain: Bool {
    guard version == nil, role == .document else { return false }
    switch standing {
    case .leftOut, .unreachable: return true
    default: return false
    }
  }

  /// The newest version that is kept, rejected or not; nil where none is.
  package var newestKept: Int? { [version, rejected.max()].compactMap(\.self).max() }
}
