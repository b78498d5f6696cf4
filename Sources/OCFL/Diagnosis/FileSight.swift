// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// What a look at a small file showed: its bytes, or why there are none.
enum FileSight: Hashable, Sendable {
  case bytes([UInt8])
  case missing
  case notAFile
  case unreadable(String)

  init(_ path: FilePath) {
    do {
      switch try Disk().entry(at: path) {
      case nil: self = .missing
      case .file: self = .bytes(try Disk().read(path))
      default: self = .notAFile
      }
    } catch {
      self = .unreadable("\(error.cause)")
    }
  }

  var bytes: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  var digest: Digest? { bytes.map { Digest.of($0) } }

  /// How it is not as it was written, given that it is not.
  var state: ObjectFault.State {
    switch self {
    case .bytes: .changed
    case .missing: .missing
    case .notAFile: .notAFile
    case .unreadable(let reason): .unreadable(reason)
    }
  }
}

/// What a look at a content file showed, held against the digest that it ought to have.
enum ContentSight: Hashable, Sendable {
  case intact
  case changed(Digest)
  case missing
  case notAFile
  /// A link leads there, from this place in the object.
  case linked(String)
  case unreadable(String)

  /// - Parameters:
  ///   - path: relative to the object.
  ///   - object: its directory.
  ///   - digest: what the file ought to have.
  init(_ path: String, in object: FilePath, expecting digest: Digest) {
    let place = object.pushing(FilePath(path))
    do {
      if var link = try Disk().link(below: object, onTheWayTo: place.removingLastComponent()) {
        _ = link.removePrefix(object)
        self = .linked(link.string)
        return
      }
    } catch {
      self = .unreadable("\(error.cause)")
      return
    }
    self.init(place, expecting: digest)
  }

  private init(_ path: FilePath, expecting digest: Digest) {
    do {
      switch try Disk().entry(at: path) {
      case nil: self = .missing
      case .file:
        let actual = try FileDigest(of: path, by: digest.algorithm).value
        self = actual == digest ? .intact : .changed(actual)
      default: self = .notAFile
      }
    } catch {
      self = .unreadable("\(error.cause)")
    }
  }

  /// How it is not as it was kept; nil where it is.
  var state: ObjectFault.State? {
    switch self {
    case .intact: nil
    case .changed: .changed
    case .missing: .missing
    case .notAFile: .notAFile
    case .linked(let place): .linked(from: place)
    case .unreadable(let reason): .unreadable(reason)
    }
  }
}
