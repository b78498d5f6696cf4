// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Filing
import OCFL
import SystemPackage

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

  /// About an object whose record is lost, where a version's own was gone by.
  init(_ address: WebAddress, _ fault: StorageError, goneBy head: String) {
    let loss =
      if case .filing(let error) = fault, error.cause == .noSuchFileOrDirectory {
        "the document's record \(error.path) is missing"
      } else {
        Self.sentence(of: fault)
      }
    self.init(address, "\(loss); \(head) has a record of its own, which was gone by")
  }

  /// About what an error says of a document's object.
  init(_ address: WebAddress, _ error: any Error) {
    self.init(address, Self.sentence(of: error))
  }

  /// About what went wrong with a document's files; nil where that was writing, which is no damage.
  package init?(_ address: WebAddress, unlessWriting error: any Error) {
    guard error.isDamage else { return nil }
    self.init(address, error)
  }

  static func sentence(of error: any Error) -> String {
    switch error {
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
    address.map { "\($0) is damaged: \(sentence)" } ?? "damaged: \(sentence)"
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
