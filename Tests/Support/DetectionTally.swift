// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// How many damages were tried, of how many something was told, and of how many the right thing.
package struct DetectionTally: MatrixTally {
  package private(set) var tried = 0
  private var detected = 0
  private var attributed = 0
  /// A line for each of which the wrong thing was told, or nothing.
  package private(set) var bad: [String] = []

  package init() {}

  /// Takes one in.
  ///
  /// - Parameters:
  ///   - damage: what was done.
  ///   - isTold: whether anything was told.
  ///   - complaint: what is wrong with what was told; nil where that is right.
  package mutating func add(_ damage: String, isTold: Bool, _ complaint: String?) {
    tried += 1
    if isTold { detected += 1 }
    if let complaint { bad.append("\(damage): \(complaint)") } else if isTold { attributed += 1 }
  }

  package mutating func add(_ other: DetectionTally) {
    tried += other.tried
    detected += other.detected
    attributed += other.attributed
    bad += other.bad
  }

  /// One line for the log of a test run.
  package func tell(_ what: String) {
    let harmless = tried - attributed - bad.count
    let rest = harmless > 0 ? ", \(harmless.formatted()) that change nothing" : ""
    print(
      "detection matrix, \(what): \(tried.formatted()) tried, \(detected.formatted()) detected, "
        + "\(attributed.formatted()) attributed\(rest)"
    )
  }
}
