// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Testing

/// A host that is asked by one after another.
private struct Course {
  var schedule: HostSchedule<Tick>
  /// In seconds.
  var now: Double {
    get { clock.offset / .seconds(1) }
    set { clock = .seconds(newValue) }
  }
  private var clock = Tick.seconds(0)

  init(_ politeness: Politeness, notBefore: [String: Tick] = [:]) {
    schedule = HostSchedule(politeness, notBefore: notBefore)
  }

  /// Asks as soon as may be.
  ///
  /// - Returns: how long that took, in seconds; nil where the host is not asked in this run.
  mutating func ask(
    _ outcome: HostObservation.Outcome,
    taking duration: Double = 0,
    retryAfter: Double? = nil
  ) -> Double? {
    let start = clock
    while true {
      switch schedule.admit(to: "a", at: clock) {
      case .now:
        let waited = start.duration(to: clock) / .seconds(1)
        clock = clock.advanced(by: .seconds(duration))
        let seen = HostObservation(
          duration: .seconds(duration),
          outcome: outcome,
          retryAfter: retryAfter.map { .seconds($0) }
        )
        schedule.leave("a", at: clock, after: seen)
        return waited
      case .at(let instant): clock = instant
      case .notInThisRun, .whenSomebodyLeaves: return nil
      }
    }
  }

  /// The pause before the next request would be let in, in seconds; nil where none is.
  mutating func pause() -> Double? {
    var copy = self
    return copy.ask(.nothing)
  }

  mutating func admission() -> HostSchedule<Tick>.Admission {
    schedule.admit(to: "a", at: clock)
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `How long a host rests` {
  // MARK: For its speed

  @Test(arguments: [
    (0.1, 3.0), (0.6, 3), (1, 5), (2.5, 12.5), (6, 30), (7, 30), (900, 30),
  ])
  func `is five times as long as its last answer took, within bounds`(took: Double, rest: Double) {
    var course = Course(Politeness(delay: .seconds(3)))
    #expect(course.ask(.answered(status: 200), taking: took) == 0)
    #expect(course.pause() == rest)
  }

  @Test
  func `is never shorter than a long delay`() {
    var course = Course(Politeness(delay: .seconds(45)))
    _ = course.ask(.answered(status: 200), taking: 20)
    #expect(course.pause() == 45)
  }

  @Test
  func `follows the last good answer, and is not shortened by an error`() {
    var course = Course(Politeness(delay: .seconds(3)))
    _ = course.ask(.answered(status: 200), taking: 4)
    for outcome in [HostObservation.Outcome.answered(status: 404), .failed, .nothing] {
      _ = course.ask(outcome, taking: 0.1)
      #expect(course.pause() == 20)
    }
    _ = course.ask(.answered(status: 404), taking: 5)
    #expect(course.pause() == 25)
    _ = course.ask(.answered(status: 304), taking: 0.1)
    #expect(course.pause() == 3)
  }

  @Test
  func `is nothing where no delay is wanted`() {
    var course = Course(Politeness(delay: .zero))
    _ = course.ask(.answered(status: 200), taking: 60)
    _ = course.ask(.answered(status: 503), taking: 60)
    #expect(course.pause() == 0)
  }

  // MARK: For its robots.txt

  @Test(arguments: [(10.0, 10.0), (60, 60), (600, 60), (1, 3), (0, 3)])
  func `is what its robots.txt says, within a bound`(crawlDelay: Double, rest: Double) {
    var course = Course(Politeness(delay: .seconds(3)))
    _ = course.ask(.answered(status: 200))
    course.schedule.heed(crawlDelay: .seconds(crawlDelay), of: "a")
    #expect(course.pause() == rest)
  }

  // MARK: For having too much to do

  @Test(arguments: [429, 503])
  func `doubles while it has too much to do, and halves when it has not`(status: Int) {
    var course = Course(Politeness(delay: .seconds(3), failuresInARow: 100))
    var rests: [Double?] = []
    for _ in 1...6 {
      _ = course.ask(.answered(status: status))
      rests.append(course.pause())
    }
    for status in [200, 404, 200, 200, 200] {
      _ = course.ask(.answered(status: status))
      rests.append(course.pause())
    }
    #expect(rests == [15, 30, 60, 120, 120, 120, 60, 30, 15, 3, 3])
  }

  @Test
  func `is not changed by failures that say nothing of that`() {
    var course = Course(Politeness(delay: .seconds(3)))
    _ = course.ask(.answered(status: 503))
    _ = course.ask(.answered(status: 500))
    _ = course.ask(.failed)
    #expect(course.pause() == 15)
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A host's own wish` {
  @Test(arguments: [
    (429, 100.0), (503, 100), (301, 2), (302, 2), (403, 2), (404, 2), (410, 2), (500, 2), (200, 2),
  ])
  func `is waited for, if it is short and the host speaks for itself`(status: Int, rest: Double) {
    var course = Course(Politeness())
    _ = course.ask(.answered(status: status), retryAfter: 100)
    #expect(course.pause() == rest)
  }

  @Test
  func `is left to the next run, if it is long`() {
    var course = Course(Politeness())
    _ = course.ask(.answered(status: 429), retryAfter: 121)
    #expect(course.admission() == .notInThisRun(.deferred(until: .seconds(121))))
    #expect(course.schedule.notBefore(at: .seconds(0)) == ["a": .seconds(121)])
    #expect(course.schedule.notBefore(at: .seconds(121)) == [:])
    // Others are asked as ever.
    #expect(course.schedule.admit(to: "b", at: .seconds(0)) == .now)
  }

  @Test
  func `keeps nobody away for ever`() {
    var course = Course(Politeness())
    _ = course.ask(.answered(status: 503), retryAfter: 3_155_760_000)
    #expect(course.schedule.notBefore(at: .seconds(0)) == ["a": .seconds(7 * 86_400)])
  }

  @Test
  func `is not taken back by a shorter one`() {
    var course = Course(Politeness(connectionsPerHost: 2))
    #expect(course.admission() == .now)
    course.now = 2
    #expect(course.admission() == .now)
    for wait in [100.0, 5] {
      let seen = HostObservation(
        duration: .zero,
        outcome: .answered(status: 503),
        retryAfter: .seconds(wait)
      )
      course.schedule.leave("a", at: .seconds(2), after: seen)
    }
    #expect(course.pause() == 100)
  }

  @Test(arguments: [(0.0, 0.0), (-5, 0), (90, 90), (120, 120), (121, nil), (86_400, nil)])
  func `is remembered from an earlier run`(notBefore: Double, pause: Double?) {
    var course = Course(Politeness(), notBefore: ["a": .seconds(notBefore)])
    #expect(course.pause() == pause)
    if pause == nil {
      #expect(course.schedule.notBefore(at: .seconds(0)) == ["a": .seconds(notBefore)])
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A host that fails` {
  private static let failures: [HostObservation.Outcome] = [
    .failed, .answered(status: 500), .answered(status: 429), .answered(status: 599),
    .answered(status: 503),
  ]

  /// A host that failed five times, whichever way.
  private func failing() -> Course {
    var course = Course(Politeness(delay: .seconds(2)))
    for failure in Self.failures { #expect(course.ask(failure) != nil) }
    return course
  }

  @Test
  func `is left alone after five times, and then tried once more`() {
    var course = failing()
    let now = course.now
    #expect(course.admission() == .at(.seconds(now + 120)))
    course.now += 120
    #expect(course.admission() == .now)
    #expect(course.admission() == .whenSomebodyLeaves(.host))
  }

  @Test(arguments: Self.failures)
  func `is not asked again if it fails once more`(failure: HostObservation.Outcome) {
    var course = failing()
    #expect(course.ask(failure) == 120)
    #expect(course.admission() == .notInThisRun(.failing(times: 6)))
    course.now += 86_400
    #expect(course.admission() == .notInThisRun(.failing(times: 6)))
    #expect(course.schedule.notBefore(at: .seconds(0)) == [:])
  }

  @Test
  func `is as before if it answers`() {
    var course = failing()
    _ = course.ask(.answered(status: 404))
    for failure in Self.failures.dropLast() { #expect(course.ask(failure) != nil) }
    #expect(course.pause().map { $0 < 120 } == true)
  }

  @Test
  func `is tried again if the trial was given up`() {
    var course = failing()
    #expect(course.ask(.nothing) == 120)
    #expect(course.ask(.answered(status: 200)) != nil)
    #expect(course.ask(.failed) != nil)
    #expect(course.ask(.failed) != nil)
  }

  @Test
  func `begins to be counted anew with every answer`() {
    var course = Course(Politeness())
    for _ in 1...20 {
      for _ in 1...4 { #expect(course.ask(.failed).map { $0 < 120 } == true) }
      _ = course.ask(.nothing)
      #expect(course.ask(.answered(status: 410)).map { $0 < 120 } == true)
    }
  }

  @Test
  func `is tried at once where no delay is wanted`() {
    var course = Course(Politeness(delay: .zero, failuresInARow: 2))
    for _ in 1...3 { #expect(course.ask(.failed) == 0) }
    #expect(course.admission() == .notInThisRun(.failing(times: 3)))
  }

  @Test
  func `comes back by the answer to a request that was on its way`() {
    var schedule = HostSchedule<Tick>(
      Politeness(delay: .zero, connectionsPerHost: 2, failuresInARow: 1)
    )
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    schedule.leave("a", at: .seconds(1), after: HostObservation(duration: .zero, outcome: .failed))
    #expect(schedule.admit(to: "a", at: .seconds(1)) == .now)
    schedule.leave("a", at: .seconds(2), after: HostObservation(duration: .zero, outcome: .failed))
    #expect(
      schedule.admit(to: "a", at: .seconds(2)) == .notInThisRun(.failing(times: 2))
    )
    let fine = HostObservation(duration: .zero, outcome: .answered(status: 200))
    schedule.leave("a", at: .seconds(3), after: fine)
    #expect(schedule.admit(to: "a", at: .seconds(3)) == .now)
  }
}
