// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// One name in a directory, and what it names.
package struct DirectoryEntry: Hashable, Sendable {
  package enum Kind: Sendable {
    case file, directory, link, other
  }

  package internal(set) var kind: Kind
  /// The name as text; bytes that are not UTF-8 become U+FFFD.
  package let name: String
  /// The name as it is on disk, where that is no UTF-8.
  ///
  /// To make one of these costs more than all else of an entry, and hardly any name needs it.
  private let strange: FilePath.Component?

  /// Nil for what cannot be the name of an entry: an empty one, or one with a slash in it.
  ///
  /// - Parameters:
  ///   - name: as the system hands it out: bytes with a zero behind them.
  ///   - kind: what it names.
  init?(_ name: UnsafePointer<CChar>, _ kind: Kind) {
    guard name.pointee != 0, strchr(name, CInt(UInt8(ascii: "/"))) == nil else { return nil }
    self.kind = kind
    if let text = String(validatingCString: name) {
      self.name = text
      strange = nil
    } else {
      guard let component = FilePath.Component(platformString: name) else { return nil }
      self.name = component.string
      strange = component
    }
  }

  /// The name as it is on disk, in any bytes.
  package var component: FilePath.Component { strange ?? FilePath.Component(stringLiteral: name) }

  /// Whether ``name`` is the name, and not a repaired reading of bytes that are no UTF-8.
  package var isUTF8: Bool { strange == nil }
}

extension FilePath {
  /// Whether `string` is the path, and not a repaired reading of bytes that are no UTF-8.
  package var isUTF8: Bool { FilePath(string) == self }
}

extension FilePath {
  /// Without the zero behind them.
  var bytes: [UInt8] {
    withPlatformString { start in
      start.withMemoryRebound(to: UInt8.self, capacity: strlen(start)) {
        Array(UnsafeBufferPointer(start: $0, count: strlen(start)))
      }
    }
  }

  init(_ bytes: some Collection<UInt8>) {
    self = (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { chars in
      chars.baseAddress.map { FilePath(platformString: $0) } ?? ""
    }
  }
}

extension DirectoryEntry.Kind {
  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .link
    default: self = .other
    }
  }

  /// The kind as the directory itself tells it; nil where the file system leaves it out.
  init?(directoryType: UInt8) {
    switch Int(directoryType) {
    case Int(DT_REG): self = .file
    case Int(DT_DIR): self = .directory
    case Int(DT_LNK): self = .link
    case Int(DT_UNKNOWN): return nil
    default: self = .other
    }
  }
}
