// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension StorageRootCheck {
  /// Checks every object, several at a time, and hands out each check as it is done.
  ///
  /// Nothing of it is taken in: that is for `body` to do, through ``add(_:)``, if it wants to.
  ///
  /// - Parameters:
  ///   - fixity: whether content is read and its digests computed.
  ///   - cores: how many objects are checked at the same time.
  ///   - body: called on the caller's task, in no particular order.
  package func forEachObject(
    fixity: Bool = true,
    cores: Int,
    _ body: (ObjectCheck) throws -> Void
  ) async rethrows {
    try await withThrowingTaskGroup(of: ObjectCheck.self) { group in
      var waiting = objects[...]
      func checkNext() {
        guard let object = waiting.popFirst() else { return }
        group.addTask { ObjectCheck(of: object, fixity: fixity) }
      }
      for _ in 0..<cores { checkNext() }
      while let check = try await group.next() {
        checkNext()
        try body(check)
      }
    }
  }
}
