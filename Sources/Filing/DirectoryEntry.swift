// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// One name in a directory, and what it names.
package struct DirectoryEntry: Hashable, Sendable {
  package enum Kind: Sendable {
    case file, directory, link, other
  }

  /// The name as it is on disk, in any bytes.
  package let component: FilePath.Component
  package let kind: Kind
  /// The name as text; bytes that are not UTF-8 become U+FFFD.
  package let name: String

  init(_ component: FilePath.Component, _ kind: Kind) {
    self.component = component
    self.kind = kind
    name = component.string
  }

  /// Whether ``name`` is the name, and not a repaired reading of bytes that are no UTF-8.
  package var isUTF8: Bool { FilePath.Component(name) == component }
}

extension FilePath {
  /// Whether `string` is the path, and not a repaired reading of bytes that are no UTF-8.
  package var isUTF8: Bool { FilePath(string) == self }
}

extension DirectoryEntry.Kind {
  init(_ type: FileType) {
    switch type {
    case .regular: self = .file
    case .directory: self = .directory
    case .symbolicLink: self = .link
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
