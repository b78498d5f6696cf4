// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
import Glibc
import Synchronization
package import SystemPackage

/// Ways to stand beside a piece of work and watch its steps on the disk; see ``DiskStep``.
package enum DiskWatch {
  package typealias Observer = @Sendable (DiskStep) -> DiskStep.Ruling

  /// Does the work and tells what it did.
  package static func record(_ work: () throws -> Void) rethrows -> [DiskStep] {
    let steps = Mutex<[DiskStep]>([])
    try DiskStep.$observer.withValue({ step in
      steps.withLock { $0.append(step) }
      return .pass
    }) {
      try work()
    }
    return steps.withLock { $0 }
  }

  package nonisolated(nonsending) static func record(
    _ work: nonisolated(nonsending) () async throws -> Void
  ) async rethrows -> [DiskStep] {
    let steps = Mutex<[DiskStep]>([])
    try await DiskStep.$observer.withValue({ step in
      steps.withLock { $0.append(step) }
      return .pass
    }) {
      try await work()
    }
    return steps.withLock { $0 }
  }

  /// Ends this process, as `kill -9` does, before it takes the step of that number, from 0.
  package static func killing(before number: Int) -> Observer {
    let count = Mutex(0)
    return { _ in
      let isNow = count.withLock { count in
        defer { count += 1 }
        return count == number
      }
      if isNow { kill(getpid(), SIGKILL) }
      return .pass
    }
  }

  /// Has every step of a kind fail.
  package static func failing(
    where isMeant: @escaping @Sendable (DiskStep) -> Bool
  ) -> Observer {
    { isMeant($0) ? .fail(.ioError) : .pass }
  }

  /// Has the step of that number fail, from 0, and what comes after it as the fault has it.
  package static func failing(at number: Int, by fault: DiskFault) -> Observer {
    let count = Mutex(0)
    return { step in
      let distance = count.withLock { count in
        defer { count += 1 }
        return count - number
      }
      return switch distance {
      case ..<0: .pass
      case 0: fault.firstRuling(on: step)
      default: fault.laterRuling(on: step)
      }
    }
  }
}

/// What may be the matter with a disk.
package enum DiskFault: String, CaseIterable, Sendable {
  case full = "no space"
  case quota = "quota exceeded"
  case fault = "input/output error"
  /// Half of what was to be written fits.
  case short = "short write, then no space"
  case staysFull = "no space from then on"
  case staysBroken = "input/output errors from then on"

  package var cause: Errno {
    switch self {
    case .full, .short, .staysFull: .noSpace
    case .quota: .diskQuotaExceeded
    case .fault, .staysBroken: .ioError
    }
  }

  /// Whether it can do to a step what no other can.
  package func befalls(_ step: DiskStep) -> Bool {
    guard self == .short else { return true }
    return if case .write = step { true } else { false }
  }

  fileprivate func firstRuling(on step: DiskStep) -> DiskStep.Ruling {
    if self == .short, case .write(let bytes, _) = step {
      return .cut(after: bytes.count / 2, cause)
    }
    return .fail(cause)
  }

  fileprivate func laterRuling(on step: DiskStep) -> DiskStep.Ruling {
    switch (self, step) {
    case (.staysBroken, _), (.staysFull, .create), (.staysFull, .open), (.staysFull, .write),
      (.staysFull, .makeDirectory):
      .fail(cause)
    default: .pass
    }
  }
}

extension DiskStep {
  /// The step in short, without the bytes of a write.
  package var words: String {
    if case .write(let bytes, let path) = self {
      "write \(bytes.count) bytes to \(path)"
    } else {
      "\(self)"
    }
  }
}
