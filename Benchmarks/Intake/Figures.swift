// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import SystemPackage

/// What a stretch of work cost this process: time on the wall, time on a core, peaks of memory.
struct Figures {
  private let start = ContinuousClock.now
  private let startOnCore = Self.secondsOnCore
  private let count: Int
  /// The highest resident memory so far after a quarter, a half and all of the documents, in bytes.
  private var peaks: [Int] = []

  /// - Parameter count: how many documents there will be.
  init(of count: Int) {
    self.count = count
  }

  /// Tells that so many documents are done.
  mutating func passed(_ done: Int) throws {
    if done == count / 4 || done == count / 2 { peaks.append(try Self.peakMemory()) }
  }

  /// Ends the stretch.
  ///
  /// - Returns: a JSON object in one line; seconds and bytes.
  mutating func finish() throws -> String {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let onCore = Self.secondsOnCore - startOnCore
    peaks.append(try Self.peakMemory())
    return #"{"seconds": \#(seconds), "cpu": \#(onCore), "peaks": \#(peaks)}"#
  }

  /// User and system time of the process so far.
  private static var secondsOnCore: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Source: `VmHWM` in proc_pid_status(5).
  private static func peakMemory() throws -> Int {
    let status = try Disk().readText("/proc/self/status")
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1_024 } ?? 0
  }
}
