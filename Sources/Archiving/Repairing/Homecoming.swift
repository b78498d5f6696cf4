// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Something that lies in another place than its own, both relative to the archive.
struct Move: Hashable, Sendable {
  let from: String
  let to: String
}

/// The way home of folders and files that lie in each other's place; pure.
///
/// Each is a rename. Cut off between two of them, what is on its way lies where nothing belongs, and is found there by the next repair.
enum Homecoming {
  /// - Parameters:
  ///   - moves: what lies where, and belongs where.
  ///   - isTaken: whether something lies in a place.
  /// - Returns: what has to be done, in this order.
  static func steps(
    for moves: some Sequence<Move>,
    isTaken: (String) -> Bool
  ) -> [RepairStep] {
    var homes: [String: String] = [:]
    var taken: Set<String> = []
    for move in moves where homes[move.from] == nil && taken.insert(move.to).inserted {
      homes[move.from] = move.to
    }
    if isEntangled(homes) { return stepsByRooms(for: homes, isTaken) }
    var steps: [RepairStep] = []
    while let start = start(of: homes) {
      var way: [(from: String, to: String)] = []
      var place = start
      while let home = homes.removeValue(forKey: place) {
        way.append((place, home))
        place = home
      }
      if place == start {
        // All places of it are taken: the first makes room.
        let room = freePlace(beside: start, isTaken)
        steps.append(.moveHome(from: start, folder: room))
        way[0].from = room
      } else if isTaken(place) {
        steps.append(.setAside(file: place))
      }
      steps += way.reversed().map { .moveHome(from: $0.from, folder: $0.to) }
    }
    return steps
  }

  /// Whether something lies or belongs within what has to be moved, or to make room, itself.
  private static func isEntangled(_ homes: [String: String]) -> Bool {
    let places = Set(homes.keys).union(homes.values)
    return places.contains { inner in
      places.contains { inner.hasPrefix("\($0)/") }
    }
  }

  /// All go out to where nothing belongs, the innermost first, and then home, the outermost first.
  private static func stepsByRooms(
    for homes: [String: String],
    _ isTaken: (String) -> Bool
  ) -> [RepairStep] {
    var rooms: [String: String] = [:]
    var steps: [RepairStep] = []
    for place in homes.keys.sorted(by: >) {
      let top = place.split(separator: "/").prefix(1).joined()
      let room = freePlace(beside: "\(top)/x") { isTaken($0) || rooms.values.contains($0) }
      rooms[place] = room
      steps.append(.moveHome(from: place, folder: room))
    }
    for (place, home) in homes.sorted(by: { $0.value < $1.value }) {
      guard let room = rooms[place] else { continue }
      if isTaken(home) { steps.append(.setAside(file: home)) }
      steps.append(.moveHome(from: room, folder: home))
    }
    return steps
  }

  /// What nothing else makes room for, if there is such a one: else any of a circle.
  private static func start(of homes: [String: String]) -> String? {
    let targets = Set(homes.values)
    return homes.keys.filter { !targets.contains($0) }.min() ?? homes.keys.min()
  }

  private static func freePlace(beside place: String, _ isTaken: (String) -> Bool) -> String {
    let folder = place.split(separator: "/").dropLast().joined(separator: "/")
    var number = 1
    while isTaken("\(folder)/moved-\(number)") { number += 1 }
    return "\(folder)/moved-\(number)"
  }
}
