// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A time that stands still until a test moves it.
struct Tick: InstantProtocol, CustomStringConvertible {
  var offset: Duration

  static func seconds(_ seconds: Double) -> Tick { Tick(offset: .seconds(seconds)) }

  func advanced(by duration: Duration) -> Tick { Tick(offset: offset + duration) }

  func duration(to other: Tick) -> Duration { other.offset - offset }

  static func < (left: Tick, right: Tick) -> Bool { left.offset < right.offset }

  var description: String { "\(offset)" }
}
