// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Takes the place of the standard library's type in a build for the thread sanitizer, as far as it is used.
public struct Atomic<Value: Sendable>: ~Copyable, Sendable {
  /// Each is as strict as can be.
  public struct Ordering: Sendable {
    public static var relaxed: Ordering { Ordering() }
    public static var acquiring: Ordering { Ordering() }
    public static var releasing: Ordering { Ordering() }
    public static var sequentiallyConsistent: Ordering { Ordering() }
  }

  private let value: Mutex<Value>

  public init(_ initialValue: Value) { value = Mutex(initialValue) }

  public borrowing func load(ordering: Ordering) -> Value { value.withLock { $0 } }

  public borrowing func store(_ desired: Value, ordering: Ordering) {
    value.withLock { $0 = desired }
  }
}

extension Atomic where Value: FixedWidthInteger {
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
