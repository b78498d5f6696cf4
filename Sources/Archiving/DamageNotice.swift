// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Filing
import OCFL
import SystemPackage
import Text

/// Something kept that a run found not to be as it was, and went on without.
///
/// What is damaged is left alone: it is evidence, and only a person can say what to put in its place.
package struct DamageNotice: Hashable, Sendable {
  /// The document; nil where it is about a file that belongs to none.
  package let address: WebAddress?
  /// What is wrong, in a person's words.
  package let sentence: String
  /// The command that shows more.
  package let next: NextCommand
  /// Where a body lies that came meanwhile and could not be kept, relative to the archive.
  package var waiting: String?
  /// The user who may read it, where only permission is wanting: then nothing is known of it, and it is no damage.
  package private(set) var readableBy: String?

  /// About a document.
  package init(_ address: WebAddress, _ sentence: String) {
    self.address = address
    self.sentence = sentence
    next = NextCommand("verify", address.text)
  }

  /// About a file that belongs to no document.
  package init(_ sentence: String, next: NextCommand = .verify) {
    address = nil
    self.sentence = sentence
    self.next = next
  }

  package init(ofUnsignedTombstone name: String) {
    self.init(
      "the tombstone \(name) is one that nobody signed for in the ledger; what it names is not fetched until a person has looked"
    )
  }

  /// About an object whose record is lost, where a version's own was gone by.
  init(_ address: WebAddress, _ fault: StorageError, goneBy head: String) {
    let loss =
      if case .filing(let error) = fault, error.cause == .noSuchFileOrDirectory {
        "the document's record \(error.path) is missing"
      } else {
        Self.sentence(of: fault)
      }
    self.init(address, "\(loss); \(head) has a record of its own, which was gone by")
    readableBy = fault.closedBy?.name
  }

  /// About what an error says of a document's object.
  init(_ address: WebAddress, _ error: any Error) {
    self.init(address, Self.sentence(of: error))
    readableBy = error.closedBy?.name
  }

  /// About what an error says of a file that belongs to no document.
  init(_ error: any Error) {
    self.init(Self.sentence(of: error))
    readableBy = error.closedBy?.name
  }

  /// About what went wrong with a document's files; nil where that was writing, which is no damage.
  package init?(_ address: WebAddress, unlessWriting error: any Error) {
    guard error.isDamage else { return nil }
    self.init(address, error)
  }

  static func sentence(of error: any Error) -> String {
    if let owner = error.closedBy { return owner.sentence }
    return switch error {
    case StorageError.unreadableInventory(let path, let reason):
      "the inventory \(path) cannot be trusted: \(reason)"
    case StorageError.unknownObject: "its object is not there"
    case ArchiveError.damaged(let path): "\(path) is not what was kept"
    case ArchiveError.damage(let notice): notice.sentence
    default: "\(error)"
    }
  }
}

extension DamageNotice: CustomStringConvertible {
  package var description: String {
    guard readableBy == nil else {
      return address.map { "\($0) could not be looked at: \(sentence)" } ?? sentence
    }
    return address.map { "\($0) is damaged: \(sentence)" } ?? "damaged: \(sentence)"
  }
}

extension FileOwner {
  /// What is wrong, and what opens it; without a full stop.
  fileprivate var sentence: String {
    guard !isReader else {
      return
        "\(path) may not be read: its own mode keeps \(name) out; `chmod u+rwX \(path.string.quotedForShell)` opens it"
    }
    return "\(path) may not be read by \(reader): it belongs to \(name)"
  }
}

extension Error {
  /// Whom that belongs to which could not be read for want of permission; nil where something else is wrong.
  fileprivate var closedBy: FileOwner? {
    if case .filing(let error)? = self as? StorageError { return error.closedBy }
    return (self as? FilingError)?.closedBy
  }
}

extension Error {
  /// Whether this says that something kept is not as it was, or cannot be read; and not that something
  /// could not be written.
  var isDamage: Bool {
    switch self {
    case let error as StorageError: error.isUnreadable
    case let error as FilingError: error.isUnreadable
    case let error as ArchiveError: error.isAboutWhatIsKept
    default: false
    }
  }
}

extension ArchiveError {
  fileprivate var isAboutWhatIsKept: Bool {
    switch self {
    case .damaged, .damage, .otherSchema, .noSuchVersion: true
    default: false
    }
  }
}
