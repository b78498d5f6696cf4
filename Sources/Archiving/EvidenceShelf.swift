// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The suspect bodies that may go, as the names of their folders tell them.
struct EvidenceShelf {
  struct Body {
    let name: EvidenceName
    /// Its folder; named in another way where it is of an earlier time.
    let folder: String
  }

  private(set) var bytes: Int64 = 0
  private var bodies: [String: [Body]] = [:]
  /// All of them, the oldest first, and some that have gone since.
  private var queue: [Body]
  private var next = 0

  init(_ found: some Sequence<Body>) {
    queue = found.sorted { ($0.name, $0.folder) < ($1.name, $1.folder) }
    for body in queue { count(body) }
  }

  /// Those of the same document and verdict, the oldest first.
  func bodies(like name: EvidenceName) -> [Body] { bodies(of: name.key) }

  func bodies(of key: String) -> [Body] { bodies[key] ?? [] }

  /// Takes in one that came now.
  mutating func add(_ body: Body) {
    queue.append(body)
    count(body)
  }

  mutating func remove(_ body: Body) {
    let index = bodies[body.name.key]?.firstIndex { $0.folder == body.folder }
    guard let index else { return }
    bodies[body.name.key]?.remove(at: index)
    bytes -= body.name.bytes
  }

  mutating func removeOldest() -> Body? {
    while next < queue.count {
      let body = queue[next]
      next += 1
      guard bodies(like: body.name).contains(where: { $0.folder == body.folder }) else { continue }
      remove(body)
      return body
    }
    return nil
  }

  private mutating func count(_ body: Body) {
    bodies[body.name.key, default: []].append(body)
    bytes += body.name.bytes
  }
}
