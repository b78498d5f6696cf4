// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records

// What is left for another night, where a host has more documents than one may ask for.
extension VisitList {
  /// What of a host is left for another night.
  struct PutOff {
    var documents = 0
    /// Days since the one was asked for that waits longest.
    var age: Float = 0
  }

  /// Divides what is due into what is visited in any order, and what was chosen of hosts that have more than a night may ask for.
  ///
  /// - Parameter due: the numbers, in the order of their addresses.
  /// - Returns: all of hosts of which all is visited, in the same order; and of each other one those that are chosen, in the order in which they are to be visited.
  mutating func fit(_ due: [Int]) -> (all: [Int], chosen: [Int]) {
    guard let share else { return (due, []) }
    var counts: [UInt32: Int] = [:]
    for number in due { counts[items[number].host, default: 0] += 1 }
    var rooms: [UInt32: Int] = [:]
    for (host, count) in counts {
      guard let most = share.documents(on: readiness.name(of: Int(host))) else { continue }
      let room = max(0, most - asked[host, default: 0])
      if count > room { rooms[host] = room }
      asked[host, default: 0] += min(count, room)
    }
    guard !rooms.isEmpty else { return (due, []) }
    var crowds: [UInt32: [Int]] = [:]
    var all: [Int] = []
    for number in due {
      let host = items[number].host
      if rooms[host] == nil { all.append(number) } else { crowds[host, default: []].append(number) }
    }
    var chosen: [Int] = []
    for (host, numbers) in crowds.sorted(by: { $0.key < $1.key }) {
      let waiting = numbers.map { number in
        let item = items[number]
        return NightShare.Waiting(
          number: number,
          age: item.age,
          urgency: item.urgency,
          isPressing: item.age.isFinite
            && (item.isOpen || pressing.contains(number) || presumed[number] != nil)
        )
      }
      let taken = NightShare.choose(
        of: waiting,
        room: rooms[host, default: 0],
        everyNights: history.nightsBetweenRuns
      )
      chosen += taken
      if readiness.isWhole { leave(numbers, but: Set(taken), of: host) }
    }
    return (all, chosen)
  }

  private mutating func leave(_ numbers: [Int], but taken: Set<Int>, of host: UInt32) {
    var left = PutOff()
    for number in numbers where !taken.contains(number) {
      left.documents += 1
      left.age = max(left.age, items[number].age)
    }
    putOffs[host] = left.documents == 0 ? nil : left
  }

  /// How many documents of a host are left for another night.
  func putOff(on host: String) -> Int {
    readiness.number(of: host).flatMap { putOffs[UInt32($0)]?.documents } ?? 0
  }

  /// What of which hosts is left for another night, in the order of their names; nil for nothing.
  var outcomesOfPutOff: [RunReport.PutOff]? {
    guard !putOffs.isEmpty else { return nil }
    return putOffs.map { host, left in
      let name = readiness.name(of: Int(host))
      let (asked, all) = (asked[host, default: 0], asked[host, default: 0] + left.documents)
      let needed = NightShare.needed(for: all, everyNights: history.nightsBetweenRuns)
      let perNight = Double(max(1, min(asked, needed))) / max(1, history.nightsBetweenRuns)
      let nights = Int((Double(all) / perNight).rounded(.up))
      let last = history.putOff(of: name)
      return RunReport.PutOff(
        host: name,
        documents: all,
        left: left.documents,
        nights: nights,
        oldest: left.age.isFinite
          ? now.addingTimeInterval(-Double(left.age) * 86_400).wholeSecond : nil,
        isNews: last == nil
          || nights > NightShare.nightsForAll && (last?.nights ?? 0) <= NightShare.nightsForAll
      )
    }.sorted { $0.host < $1.host }
  }
}

extension DocumentBrief {
  /// Whether it is held and has not answered of late: what becomes of that is not to be left for another night.
  func isOpen(asOf now: Date) -> Bool {
    guard isHeld, let lastAlive else { return false }
    return now.timeIntervalSince(lastAlive) <= Double(NightShare.nightsForAll) * 86_400
  }
}
