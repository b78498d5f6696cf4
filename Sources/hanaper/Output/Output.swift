// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Reporting
import Surroundings
import Synchronization
import SystemPackage

/// The one door to standard output.
///
/// A line that cannot be written stops nothing: work goes on and is kept. That the answer was lost is
/// said at the end, in the exit status and on standard error.
enum Output {
  private struct State {
    var failure: Errno?
    var isBrokenPipeExpected = true
  }

  private static let state = Mutex(State())

  /// Called first of all.
  static func open() {
    StandardStream.fillClosedPlaces()
    let isExpected = BrokenPipe.becomesAnError()
    state.withLock { $0.isBrokenPipeExpected = isExpected }
  }

  /// Writes a text and the end of its line.
  static func print(_ text: CleanText = "") {
    write("\(Terminal.rendered(text))\n")
  }

  /// Writes a text to the byte, line ends and all: one of our own making that is checked as it is.
  static func print(verbatim text: String) {
    write(text)
  }

  /// Writes a report.
  static func print(_ report: Report) {
    write(lines: { report.forEachLine($0) })
  }

  /// Writes a report as a message, which a mail may carry: of lines that are not too long for one.
  static func print(message report: Report) {
    write(lines: { report.forEachLine(within: Report.messageWidth, $0) })
  }

  /// Writes lines, many at a time: each by itself would cost more than all else of a long list.
  private static func write(lines: ((CleanText) -> Void) -> Void) {
    var text = ""
    lines { line in
      text += "\(Terminal.rendered(line))\n"
      guard text.utf8.count >= 64 << 10 else { return }
      write(text)
      text = ""
    }
    if !text.isEmpty { write(text) }
  }

  /// Writes a JSON text.
  static func print(json: String) {
    write(Terminal.escaped(json: json))
  }

  private static func write(_ text: String) {
    // In the lock, so that lines do not mix.
    state.withLock { state in
      guard state.failure == nil else { return }
      do throws(Errno) {
        try StandardStream.output.write(text)
      } catch {
        state.failure = error
      }
    }
  }

  /// The status to end with: 1 where the answer was lost, but for damage, which is told first.
  ///
  /// A reader who has seen enough, as `head` has, is no failure; unless whoever started us had SIGPIPE
  /// ignored, and so wants to be told.
  static func status(_ wanted: Int32) -> Int32 {
    let (failure, isBrokenPipeExpected) = state.withLock { ($0.failure, $0.isBrokenPipeExpected) }
    guard let failure, failure != .brokenPipe || !isBrokenPipeExpected else { return wanted }
    Terminal.complain(
      "the answer could not be written to standard output: \(failure); "
        + "what was done is done, only the telling is missing"
    )
    return wanted == ExitStatus.damaged.rawValue ? wanted : ExitStatus.failed.rawValue
  }
}
