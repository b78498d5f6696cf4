// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

@testable import OCFL

/// How far a commit had come when the power went.
enum Interruption: Int, CaseIterable, Comparable, Sendable {
  /// All files are staged.
  case staged
  /// The intent is written beside them.
  case intended
  /// The directories above a new object are made.
  case parentsMade
  /// The new version, or the new object, has its place.
  case moved
  /// The root inventory is the new one, its sidecar still the old one.
  case inventoryReplaced
  /// All is done but for the staging directory.
  case committed

  static func < (left: Interruption, right: Interruption) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension Workshop {
  /// Does what ``CommitBatch/commit()`` does, as far as the interruption.
  func leave(_ versions: [PreparedVersion], at interruption: Interruption) throws {
    if interruption >= .intended { try Intent(of: versions).write(into: staging) }
    for version in versions {
      if interruption >= .parentsMade {
        try Disk().makeDirectories(version.object.removingLastComponent())
      }
      if interruption >= .moved { try move(version) }
      guard !version.isNewObject else { continue }
      if interruption >= .inventoryReplaced { try replace(Inventory.fileName, of: version) }
      if interruption >= .committed { try replace(Inventory.sidecarName, of: version) }
    }
  }

  func move(_ version: PreparedVersion) throws {
    let (object, name) = (version.object, version.number.description)
    try Disk().makeDirectories(object.removingLastComponent())
    if version.isNewObject {
      try Disk().rename(version.staging, to: object)
    } else {
      try Disk().rename(version.staging.appending(name), to: object.appending(name))
    }
  }

  private func replace(_ name: String, of version: PreparedVersion) throws {
    try Disk().rename(version.staging.appending(name), to: version.object.appending(name))
  }

  func recover() throws -> [CommitBatch.Recovered] {
    let recovered = try CommitBatch.recover(from: staging, in: root, quarantine: quarantine)
    try Disk().removeTree(staging)
    return recovered
  }
}

extension CommitBatch.Recovered {
  /// The outcome in words.
  var word: String {
    switch outcome {
    case .rolledForward: "rolled forward"
    case .untouched: "untouched"
    case .unfinished: "unfinished"
    case .setAside: "set aside"
    }
  }
}
