// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records

/// Which hosts moved, as documents show by the way on which they are found.
///
/// A host is told by its name, or with its scheme where only that is another. A move is told once for all documents: again only
/// where some had stayed behind and now none does, and after the host had moved back. Where a run was stopped, it is told how far it
/// had come, and once more when all were asked for.
struct HostMoves: Sendable {
  private struct Move: Hashable {
    let from: String
    let to: String

    init(from: WebAddress, to: WebAddress) {
      let isSameHost = from.authority == to.authority
      self.from = String(isSameHost ? from.origin : from.authority)
      self.to = String(isSameHost ? to.origin : to.authority)
    }

    func isSame(as told: RunReport.HostMove) -> Bool { told.from == from && told.to == to }
    func isBack(of told: RunReport.HostMove) -> Bool { told.from == to && told.to == from }
  }

  /// How many documents were found to have moved tonight.
  private var moved: [Move: Int] = [:]
  /// How many were found at their own addresses, to which others led that had been theirs.
  private var home: [Move: Int] = [:]
  /// How many of both did not bring the bytes that are held.
  private var changed: [Move: Int] = [:]
  /// How many are where earlier nights found that they had moved to.
  private var settled: [Move: Int] = [:]
  /// On which hosts the documents of each are called.
  private var homes: [Move: Set<String>] = [:]
  /// By origin, how many are found there, and did not come to it tonight.
  private var staying: [Substring: Int] = [:]

  /// Takes in where a document is found that is alive and held.
  ///
  /// - Parameters:
  ///   - name: the document's.
  ///   - place: where it is found.
  ///   - last: where it was found before.
  ///   - isMoved: whether redirects led from there to here tonight.
  ///   - isChanged: whether it brought other bytes than are held.
  mutating func take(
    _ name: WebAddress,
    at place: WebAddress,
    after last: WebAddress,
    isMoved: Bool,
    isChanged: Bool
  ) {
    // At its own address again, and asked for there, it has moved back, redirect or not.
    if last != place, isMoved || place == name {
      let move = Move(from: last, to: place)
      if isChanged { changed[move, default: 0] += 1 }
      homes[move, default: []].insert(String(name.authority))
      if place == name { home[move, default: 0] += 1 } else { moved[move, default: 0] += 1 }
      return
    }
    staying[place.origin, default: 0] += 1
    if last == place, name.origin != place.origin {
      let move = Move(from: name, to: place)
      settled[move, default: 0] += 1
      homes[move, default: []].insert(String(name.authority))
    }
  }

  /// All moves that stand after tonight, those that are news first.
  ///
  /// - Parameters:
  ///   - told: those that stood before.
  ///   - unasked: how many documents of a host were not asked for, because the run was stopped.
  /// - Returns: them; nil for none.
  func outcomes(
    after told: [RunReport.HostMove],
    unasked: (String) -> Int = { _ in 0 }
  ) -> [RunReport.HostMove]? {
    // A link that leads on to where a document always was is no move of its host.
    let back = home.filter { move, _ in told.contains { $0.to == move.from } }
    var moved = moved.merging(back) { $0 + $1 }
    // What a stopped run told of in part is whole now, though all that is left stayed where it was.
    for move in settled.keys
    where moved[move] == nil && told.contains(where: { $0.unasked != nil && move.isSame(as: $0) }) {
      moved[move] = 0
    }
    let tonight = moved.map { move, count in
      let left = staying.lazy.filter { origin, _ in
        origin == move.from || origin.hasSuffix("://" + move.from)
      }.reduce(0) { $0 + $1.value }
      let before = told.first(where: move.isSame)
      let waiting = homes[move, default: []].reduce(0) { $0 + unasked($1) }
      let isPart = before?.unasked != nil
      let earlier = settled[move] ?? (isPart ? before?.documents ?? 0 : 0)
      let changed = (changed[move] ?? 0) + (isPart ? before?.changed ?? 0 : 0)
      return RunReport.HostMove(
        from: move.from,
        to: move.to,
        documents: count + earlier,
        changed: changed == 0 ? nil : changed,
        // What is listed at the old host later is no reason to tell it all again.
        remaining: isPart ? left : min(left, before?.remaining ?? left),
        unasked: waiting == 0 ? nil : waiting,
        isBack: told.contains(where: move.isBack) || isPart && before?.isBack == true,
        isNews: isNews(after: before, left: left, waiting: waiting)
      )
    }.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    let standing = told.filter { old in
      !moved.keys.contains { $0.isSame(as: old) || $0.isBack(of: old) }
    }
    let all = tonight + standing.map(\.carriedOn)
    return all.isEmpty ? nil : Array(all.prefix(Self.most))
  }

  private func isNews(after before: RunReport.HostMove?, left: Int, waiting: Int) -> Bool {
    guard let before else { return true }
    return before.unasked == nil ? before.remaining > 0 && left == 0 && waiting == 0 : waiting == 0
  }

  /// More than so many are not carried on: a site of which each night has another host must not fill the reports.
  private static let most = 200
}
