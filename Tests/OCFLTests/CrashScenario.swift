// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import OCFL
import Support

/// What a run was doing when it was stopped.
enum CrashScenario: String, CaseIterable, Codable, Sendable {
  case newObject = "a new object"
  case newVersion = "a new version"
  case oldBytes = "a version that returns to old bytes"
  case smallBatch = "a batch of 3 objects"
  case batch = "a batch of 100 objects"

  /// An object, the texts of the versions that it had, and that of its new one.
  struct Change: Sendable {
    let id: ObjectID
    let before: [String]
    let after: String
  }

  var changes: [Change] {
    switch self {
    case .newObject: [Self.change(0, of: 0)]
    case .newVersion: [Self.change(0, of: 1)]
    case .oldBytes: [Self.change(0, of: 2)]
    case .smallBatch: (0..<3).map { Self.change($0, of: $0) }
    case .batch: (0..<100).map { Self.change($0, of: $0 % 3) }
    }
  }

  private static func change(_ number: Int, of kind: Int) -> Change {
    let id = ObjectID("urn:\(number)")
    return switch kind {
    case 0: Change(id: id, before: [], after: "first of \(number)")
    case 1: Change(id: id, before: ["first"], after: "second of \(number)")
    default: Change(id: id, before: ["first", "second"], after: "first")
    }
  }

  /// Not touched by the run.
  static let bystander = ObjectID("urn:bystander")

  /// Makes the objects as they were before the run.
  func prepare(_ workshop: Workshop) throws {
    try workshop.commit(Self.bystander, ["report.pdf": "of a bystander"])
    for text in ["first", "second"] {
      let ids = changes.filter { $0.before.contains(text) }.map(\.id)
      if !ids.isEmpty { try workshop.commit(ids, ["report.pdf": text]) }
    }
  }

  /// Does what the run does: stages, prepares, commits, finishes.
  func run(_ workshop: Workshop) throws {
    var batch = try workshop.batch()
    for change in changes {
      try batch.assemble(change.id, ["report.pdf": change.after, "note.txt": "\(rawValue)"])
    }
    _ = try batch.commit()
    try batch.finish()
  }

  /// Whether a state is tried; of the large batch only so many, unless the matrix is to be full.
  func tries(_ number: Int, ofEach stride: Int) -> Bool {
    self != .batch || CrashTally.isFull || number % stride == 0
  }
}
