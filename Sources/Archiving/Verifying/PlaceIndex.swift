// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Places in an archive, to be found by what lies above and below them, however many there are.
struct PlaceIndex {
  private var places: Set<String> = []
  /// Each place, and each folder above one, with the places at it or below it.
  private var below: [String: [String]] = [:]

  init(_ places: some Sequence<String>) {
    for place in places { insert(place) }
  }

  mutating func insert(_ place: String) {
    guard places.insert(place).inserted else { return }
    for folder in Self.path(to: place) { below[folder, default: []].append(place) }
  }

  /// The places that are this one or lie in it.
  func places(in place: String) -> [String] { below[place] ?? [] }

  /// A place that is this one, or in which this one lies.
  func place(holding place: String) -> String? {
    Self.path(to: place).first(where: places.contains)
  }

  /// A place on whose way this one lies, or that lies on the way to it.
  func related(to place: String) -> String? {
    self.place(holding: place) ?? places(in: place).first
  }

  /// A place, and the folders above it; the longest first.
  static func path(to place: String) -> [String] {
    var path = [place]
    var rest = place[...]
    while let end = rest.lastIndex(of: "/") {
      rest = rest[..<end]
      path.append(String(rest))
    }
    return path
  }
}
