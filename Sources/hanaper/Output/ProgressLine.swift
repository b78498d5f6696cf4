// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Reporting
import Surroundings
import Synchronization
import Text

/// One line at the foot of the screen that says how far a long piece of work has come.
///
/// Nothing is written where standard error is not a terminal.
final class ProgressLine: Sendable {
  private let last = Mutex(ContinuousClock.now - .seconds(1))
  private let start = ContinuousClock.now

  /// Shows how much is done, with the rate and the time left; ten times a second at the most.
  func show(done: Int, of total: Int?, what: String, bytes: Int64? = nil) {
    guard Terminal.showsProgress else { return }
    let now = ContinuousClock.now
    let isDue = last.withLock { last in
      guard now - last >= .milliseconds(100) else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let elapsed = (now - start).seconds
    let rate = elapsed > 0 ? Double(done) / elapsed : 0
    var line = total.map { "\(done) of \($0) \(what)" } ?? "\(done) \(what)"
    if let bytes { line += " · \(Readable.size(bytes))" }
    if elapsed > 1 { line += String(format: " · %.1f/s", rate) }
    if let total, rate > 0, elapsed > 2, total > done {
      line += " · \(Readable.time(Double(total - done) / rate)) left"
    }
    Self.put("\(line)")
  }

  static func clear() {
    guard Terminal.showsProgress else { return }
    put("")
  }

  // A terminal that has gone away must not end the work whose progress it showed.
  private static func put(_ text: CleanText) {
    try? StandardStream.error.write("\r\u{1B}[K\(text.description)")
  }
}
