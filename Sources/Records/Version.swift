// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Fixity
public import Foundation

/// One kept version of a document.
public struct Version: Hashable, Sendable {
  public let address: WebAddress
  public let number: Int
  /// The payload's digest.
  public let digest: Digest
  /// In bytes.
  public let size: Int64
  public let kind: BodyKind
  public let capturedAt: Date
  /// The payload's file, relative to the archive.
  public let path: String
  /// The publisher's name for the file.
  public let fileName: String
  /// What versions of a page are compared by.
  public let fingerprint: Digest?
  /// The title at the time, which names a document until a visit says more.
  public let title: String
  public let role: Document.Role

  public init(
    address: WebAddress,
    number: Int,
    digest: Digest,
    size: Int64,
    kind: BodyKind,
    capturedAt: Date,
    path: String,
    fileName: String,
    fingerprint: Digest?,
    title: String,
    role: Document.Role
  ) {
    self.address = address
    self.number = number
    self.digest = digest
    self.size = size
    self.kind = kind
    self.capturedAt = capturedAt
    self.path = path
    self.fileName = fileName
    self.fingerprint = fingerprint
    self.title = title
    self.role = role
  }
}
