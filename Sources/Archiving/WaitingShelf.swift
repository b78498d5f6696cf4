// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The bodies that wait for a person, as the names of their folders tell them: of each document the first
/// that came, and the newest.
struct WaitingShelf {
  struct Body: Hashable {
    let name: WaitingName
    /// Its folder; named in another way where it is of an earlier time.
    let folder: String
  }

  private var bodies: [String: [Body]] = [:]

  /// - Parameter found: those of one document in the order in which they came, unless their names say it.
  init(_ found: some Sequence<Body>) {
    for body in found { bodies[body.name.key, default: []].append(body) }
    for key in bodies.keys { bodies[key]?.sort { $0.name.number < $1.name.number } }
  }

  /// Those of a document, the first that came at the beginning.
  func bodies(of key: String) -> [Body] { bodies[key] ?? [] }

  func nextNumber(of key: String) -> Int { (bodies(of: key).last?.name.number ?? 0) + 1 }

  mutating func add(_ body: Body) {
    bodies[body.name.key, default: []].append(body)
  }

  mutating func remove(_ body: Body) {
    bodies[body.name.key]?.removeAll { $0 == body }
  }
}

/// What became of a body that waits.
struct HeldBody: Hashable, Sendable {
  /// Where it lies, relative to the archive.
  let place: String
  /// Where the first of the document lies; nil where this is it.
  var first: String?
  /// How many that had come between the two it took the place of.
  var replaced = 0
}
