// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Takes the place of the standard library's type in a build for the thread sanitizer, as far as it is used.
public struct Atomic<Value: FixedWidthInteger & Sendable>: ~Copyable, Sendable {
  public struct Ordering: Sendable {
    public static var relaxed: Ordering { Ordering() }
  }

  private let value: Mutex<Value>

  public init(_ initialValue: Value) { value = Mutex(initialValue) }

  @discardableResult
  public borrowing func add(
    _ operand: Value,
    ordering: Ordering
  ) -> (oldValue: Value, newValue: Value) {
    value.withLock { value in
      let old = value
      value += operand
      return (old, value)
    }
  }
}
