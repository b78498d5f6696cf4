// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
import Filing
package import Foundation
import Records
import SystemPackage

/// How it went last with each copy of an archive: `replicas.json` in it, for whoever asks how the archive stands.
///
/// It follows from nothing else and may be lost: then it is known again after the next copying.
package struct ReplicaNotes: Codable, Sendable {
  package struct Note: Codable, Hashable, Sendable {
    /// Where it is.
    package let place: String
    /// When all was last there; nil where it never was.
    package var wholeAt: Date?
    /// Since when it is not; nil where it is.
    package var problemSince: Date?
    /// What keeps it from being whole.
    package var problem: String?
    /// When a part of it was last read back; nil where none ever was.
    package var readAt: Date?
    /// What that found, which nothing has mended since; nil where all was sound.
    package var readProblem: String?
  }

  private static let schema = "hanaper/replicas/1"
  private static let longest = 1 << 20

  private var schema = ReplicaNotes.schema
  /// By the names of the copies.
  package private(set) var copies: [String: Note] = [:]

  /// - Parameter archive: whose; where nothing is known, nothing is said.
  package init(of archive: Archive) {
    let file = archive.path.appending(Archive.replicasFile)
    guard let bytes = try? Disk().read(file, limit: Self.longest),
      let notes = try? RecordCoding.decode(Self.self, from: bytes), notes.schema == Self.schema
    else { return }
    self = notes
  }

  /// Writes down how it went.
  ///
  /// - Parameters:
  ///   - problem: what keeps the copy from being whole; nil where it is.
  ///   - name: the copy.
  ///   - place: where it is.
  ///   - now: what time it is.
  ///   - archive: whose.
  /// - Throws: where it cannot be written: the archive may be there to be read only.
  package mutating func note(
    _ problem: String?,
    of name: String,
    at place: String,
    _ now: Date,
    in archive: Archive
  ) throws {
    var note = copies[name].flatMap { $0.place == place ? $0 : nil } ?? Note(place: place)
    if let problem {
      note.problemSince = note.problemSince ?? now.wholeSecond
      note.problem = problem
    } else {
      (note.wholeAt, note.problemSince, note.problem) = (now.wholeSecond, nil, nil)
    }
    try write(note, of: name, in: archive)
  }

  /// Writes down what reading it back came to.
  ///
  /// - Parameters:
  ///   - problem: what is wrong with it; nil where all was sound that was read.
  ///   - isOfAll: whether all of it was read: less says nothing of damage that was found before.
  ///   - name: the copy.
  ///   - place: where it is.
  ///   - now: what time it is.
  ///   - archive: whose.
  /// - Throws: where it cannot be written.
  package mutating func noteReading(
    _ problem: String?,
    isOfAll: Bool,
    of name: String,
    at place: String,
    _ now: Date,
    in archive: Archive
  ) throws {
    var note = copies[name].flatMap { $0.place == place ? $0 : nil } ?? Note(place: place)
    note.readAt = now.wholeSecond
    if problem != nil || isOfAll { note.readProblem = problem }
    try write(note, of: name, in: archive)
  }

  private mutating func write(_ note: Note, of name: String, in archive: Archive) throws {
    copies[name] = note
    try Disk().replace(
      archive.path.appending(Archive.replicasFile),
      with: RecordCoding.encode(self)
    )
  }
}
