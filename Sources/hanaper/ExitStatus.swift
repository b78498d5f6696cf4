// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import ArgumentParser
import Cataloguing
import Filing
import Foundation
import OCFL
import Synchronising

/// The exit statuses, the same for every command.
enum ExitStatus: Int32 {
  case done = 0
  case failed = 1
  case findings = 2
  case damaged = 3
  case partly = 4
  case usage = 64
  case noNetwork = 69
  case busy = 75
  case configuration = 78

  static let table = """
    EXIT STATUS
      0   done, nothing needs attention
      1   could not do it, or could not write its answer
      2   done, with findings that --fail-on names (for check: dead or malformed)
      3   the archive is damaged, or the catalogue wrong about it
      4   done in part: sources not reached, pages or files not read to their end
      64  usage
      69  no network; nothing was judged
      75  another run holds the archive, or a signal or the time stopped this one
      78  configuration
    """

  /// The status of an error of ours; nil for those of the argument parser.
  init?(for error: any Error) {
    switch error {
    case is ConfigurationError: self = .configuration
    case is UnknownSource, is UnknownTarget: self = .usage
    case ArchiveError.locked: self = .busy
    case ArchiveError.damaged, ArchiveError.damage, ArchiveError.otherSchema,
      StorageError.unreadableInventory, StorageError.incompleteObject, StorageError.link:
      self = .damaged
    case is ArchiveError, is StorageError, is FilingError, is CatalogueError,
      is DocumentFinder.Failure, is CommandFailure, is SpaceShortage:
      self = .failed
    case is CancellationError: self = .busy
    case is ExitCode, is CleanExit, is ValidationError: return nil
    default:
      // What Foundation and the database throw has no better place than "could not do it". The parser
      // gives its own errors other statuses than that.
      guard Hanaper.exitCode(for: error) == .failure else { return nil }
      self = .failed
    }
  }

  /// Ends the command with this status, silently; everything has been said.
  func end() throws {
    guard self != .done else { return }
    throw ExitCode(rawValue)
  }
}

/// Something a command could not do, in the user's words.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
