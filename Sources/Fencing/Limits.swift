// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc

/// What a process may use up: setrlimit(2).
package struct Limits: Hashable, Sendable {
  /// Time of the processor.
  package var seconds: UInt
  /// Address space, in bytes.
  package var memory: UInt
  /// The longest file that may be written, in bytes; one in memory is a file.
  package var output: UInt
  package var openFiles: UInt

  package init(seconds: UInt, memory: UInt, output: UInt, openFiles: UInt) {
    (self.seconds, self.memory) = (seconds, memory)
    (self.output, self.openFiles) = (output, openFiles)
  }

  func set() throws(Fence.Failure) {
    // At the softer limit of time comes a signal that could be ignored, at the harder one the end.
    try Self.set(RLIMIT_CPU, seconds, hard: seconds + 1, "the time of the processor")
    try Self.set(RLIMIT_AS, memory, "the memory")
    try Self.set(RLIMIT_FSIZE, output, "what is written")
    try Self.set(RLIMIT_NOFILE, openFiles, "the number of open files")
    // A core dump would hold what was read.
    try Self.set(RLIMIT_CORE, 0, "the core dump")
  }

  private static func set(
    _ resource: __rlimit_resource,
    _ limit: UInt,
    hard: UInt? = nil,
    _ name: String
  ) throws(Fence.Failure) {
    let resource = __rlimit_resource_t(resource.rawValue)
    var limits = rlimit()
    guard getrlimit(resource, &limits) == 0 else {
      throw Fence.Failure(step: "\(name) cannot be limited", cause: .last)
    }
    // Whoever started us may have allowed less.
    limits.rlim_max = min(limits.rlim_max, rlim_t(hard ?? limit))
    limits.rlim_cur = min(limits.rlim_max, rlim_t(limit))
    guard setrlimit(resource, &limits) == 0 else {
      throw Fence.Failure(step: "\(name) cannot be limited", cause: .last)
    }
  }
}
