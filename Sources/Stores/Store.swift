// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// A place that keeps files by names: a folder, another host over SFTP, or a bucket of an S3-compatible store.
///
/// A name is a path relative to the place, `ocfl/0=ocfl_1.1` say, with `/` between its parts and no part that is empty, `.` or `..`.
package protocol Store: Sendable {
  /// As a person wrote it, without what is secret.
  var place: String { get }
  /// How many connections are worth while at once.
  var connections: Int { get }

  /// Opens a connection; whoever does much at once opens several.
  ///
  /// - Throws: ``StoreError`` where that cannot work, as far as it is known before something is asked.
  func connect() throws -> any StoreConnection
}

/// A connection to a store.
///
/// One thing is done after the other, on the thread that asks for it.
///
/// All throw ``StoreError``, but for what bodies and receivers throw themselves, which goes through.
package protocol StoreConnection: AnyObject {
  /// What the store can do besides keeping files; it is asked, the first time.
  func abilities() throws -> StoreAbilities

  /// Hands out all files below a folder, in no order; none where there is no such folder.
  ///
  /// - Parameters:
  ///   - folder: its name; empty for all.
  ///   - body: gets each.
  /// - Throws: ``StoreError``.
  func forEachFile(below folder: String, _ body: (StoredFile) throws -> Void) throws

  /// Hands out the bytes of a file, from front to back.
  ///
  /// - Parameters:
  ///   - name: which.
  ///   - body: gets them piece by piece.
  /// - Throws: ``StoreError/Kind/missing`` where there is none.
  func read(_ name: String, _ body: (Span<UInt8>) throws -> Void) throws

  /// Keeps a file under a name, in the place of one that is there; who reads it sees the old one or the new one, or for a moment, where
  /// the store can do no better, none.
  ///
  /// - Parameters:
  ///   - content: what is kept.
  ///   - name: under which.
  /// - Throws: ``StoreError``; what the content throws.
  func write(_ content: StoreContent, to name: String) throws

  /// Gives a folder another name, in one step; where that is taken, or cannot be done, it throws.
  ///
  /// - Parameters:
  ///   - folder: its name.
  ///   - name: the new one.
  /// - Throws: ``StoreError``.
  func moveFolder(_ folder: String, to name: String) throws

  /// Removes a file; one that is not there is already removed.
  ///
  /// - Parameter name: which.
  /// - Throws: ``StoreError``.
  func remove(_ name: String) throws

  /// Removes a folder with all in it; one that is not there is already removed.
  ///
  /// - Parameter folder: which.
  /// - Throws: ``StoreError``.
  func removeFolder(_ folder: String) throws

  /// Waits until all that was written, moved and removed so far would survive a loss of power there.
  func settle() throws
}

/// A file in a store.
package struct StoredFile: Hashable, Sendable {
  package let name: String
  /// In bytes.
  package let size: Int64

  package init(name: String, size: Int64) {
    (self.name, self.size) = (name, size)
  }
}

/// What a store can do besides keeping files, as it showed when it was asked to.
package struct StoreAbilities: Hashable, Sendable {
  /// Whether a folder can be given another name in one step.
  package var movesFolders: Bool

  package init(movesFolders: Bool) { self.movesFolders = movesFolders }
}

extension StoreConnection {
  /// The bytes of a short file; nil where there is none.
  ///
  /// - Parameters:
  ///   - name: which.
  ///   - limit: the most bytes to take in.
  /// - Returns: all of them.
  /// - Throws: ``StoreError``; ``TooLong`` where it is longer.
  package func bytes(of name: String, limit: Int) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    do {
      try read(name) { piece in
        guard bytes.count + piece.count <= limit else { throw TooLong(name: name, limit: limit) }
        for index in piece.indices { bytes.append(piece[index]) }
      }
    } catch let error as StoreError where error.kind == .missing {
      return nil
    }
    return bytes
  }

  /// The digest of a file's bytes, by SHA-512; nil where there is none.
  ///
  /// - Parameter name: which.
  /// - Returns: what was read now.
  /// - Throws: ``StoreError``.
  package func digest(of name: String) throws -> Digest? {
    var stream = DigestStream(.sha512)
    do {
      try read(name) { stream.update($0) }
    } catch let error as StoreError where error.kind == .missing {
      return nil
    }
    return stream.finish()
  }
}

extension StoreConnection {
  /// The digest of the beginning of a file, by SHA-512; nil where there is no file.
  ///
  /// - Parameters:
  ///   - name: which.
  ///   - size: how many bytes of it.
  /// - Returns: of all of it, where it is shorter.
  /// - Throws: ``StoreError``.
  package func digest(of name: String, upTo size: Int64) throws -> Digest? {
    var stream = DigestStream(.sha512)
    var left = size
    do {
      try read(name) { piece in
        let part = piece.extracting(first: Int(min(left, Int64(piece.count))))
        stream.update(part)
        left -= Int64(part.count)
        if left == 0 { throw Enough() }
      }
    } catch is Enough {
    } catch let error as StoreError where error.kind == .missing {
      return nil
    }
    return stream.finish()
  }
}

/// Thrown where no more of a file is wanted.
private struct Enough: Error {}

/// Thrown where a file is longer than it can be.
package struct TooLong: Error, CustomStringConvertible {
  let name: String
  let limit: Int

  package var description: String { "\(name) is longer than the \(limit) bytes that it may have" }
}
