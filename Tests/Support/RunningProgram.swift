// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CTestRun
import Foundation
import Glibc
import Synchronization
import SystemPackage

/// A program that goes on beside the test that started it.
///
///     try await RunningProgram.run("/bin/sleep", ["600"]) { program in
///       program.send(SIGTERM)
///       let ending = await program.ending()
///       #expect(ending == .signal(15))
///     }
///
/// A thread of its own waits for its end. Foundation's `Process` learns of it by a socket instead,
/// which any program that is started meanwhile inherits and keeps open.
package final class RunningProgram: Sendable {
  package enum Ending: Hashable, Sendable {
    case status(Int)
    case signal(Int)
  }

  private struct State {
    var ending: Ending?
    var waiting: [CheckedContinuation<Ending, Never>] = []
  }

  package let identifier: Int32
  private let printed: NamelessFile
  private let complained: NamelessFile
  private let state = Mutex(State())

  private init(_ identifier: pid_t, _ printed: NamelessFile, _ complained: NamelessFile) {
    self.identifier = identifier
    self.printed = printed
    self.complained = complained
  }

  /// Starts a program without input; if it has not ended when `body` has, it is killed.
  ///
  /// Without an environment, the program gets that of this process. It inherits no descriptor of
  /// ours, unless it shall inherit what it can.
  package nonisolated(nonsending) static func run<Value>(
    _ program: String,
    _ arguments: [String],
    environment: [String: String]? = nil,
    isHeir: Bool = false,
    _ body: nonisolated(nonsending) (RunningProgram) async throws -> Value
  ) async throws -> Value {
    let environment = environment ?? ProcessInfo.processInfo.environment
    let running = try await start([program] + arguments, environment, isHeir: isHeir)
    let outcome: Result<Value, any Error>
    do {
      outcome = .success(try await body(running))
    } catch {
      outcome = .failure(error)
    }
    running.send(SIGKILL)
    _ = await running.ending()
    return try outcome.get()
  }

  /// Runs a server for as long as `body` takes, and has it end in order.
  ///
  /// It ends with the thread that waits for it, even where this process is killed.
  ///
  /// - Parameters:
  ///   - words: the program and its arguments.
  ///   - isReady: whether it answers.
  ///   - body: what is done with it.
  /// - Returns: what that returned; nil where the server ended before it answered.
  /// - Throws: what that threw; or where nothing can be started.
  package nonisolated(nonsending) static func serve<Value>(
    _ words: [String],
    until isReady: () -> Bool,
    _ body: nonisolated(nonsending) () async throws -> Value
  ) async throws -> Value? {
    let all = ["--pdeathsig", "TERM"] + words
    return try await run("/usr/bin/setpriv", all) { program in
      while program.isRunning, !isReady() { try await Task.sleep(for: .milliseconds(10)) }
      guard program.isRunning else { return nil }
      let outcome: Result<Value, any Error>
      do {
        outcome = .success(try await body())
      } catch {
        outcome = .failure(error)
      }
      // Not killed, or what it started would go on.
      program.send(SIGTERM)
      _ = await program.ending()
      return try outcome.get()
    }
  }

  package var isRunning: Bool {
    state.withLock { $0.ending == nil }
  }

  /// What it has printed so far.
  package var output: [UInt8] {
    get throws { try printed.contents() }
  }

  package var errorOutput: [UInt8] {
    get throws { try complained.contents() }
  }

  /// Waits until it has printed so many bytes, or has ended.
  package func output(of count: Int) async throws -> [UInt8] {
    while isRunning, try output.count < count { try await Task.sleep(for: .milliseconds(5)) }
    return try output
  }

  /// The most memory it has held so far; nil when it has ended.
  package var peakMemory: Int? {
    guard let text = try? Files.readBytes(FilePath("/proc/\(identifier)/status")) else {
      return nil
    }
    let line = String(decoding: text, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix("VmHWM:")
    }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1_024 }
  }

  /// Sends a signal, unless it has ended: its number may be another program's then.
  package func send(_ signal: Int32) {
    state.withLock { state in
      if state.ending == nil { kill(identifier, signal) }
    }
  }

  /// Waits for its end; whoever is cancelled meanwhile kills it.
  package func ending() async -> Ending {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ending = state.withLock { state in
          if state.ending == nil { state.waiting.append(continuation) }
          return state.ending
        }
        if let ending { continuation.resume(returning: ending) }
      }
    } onCancel: {
      send(SIGKILL)
    }
  }
}

extension RunningProgram {
  private static func start(
    _ words: [String],
    _ environment: [String: String],
    isHeir: Bool
  ) async throws -> RunningProgram {
    let (printed, complained) = (try NamelessFile(), try NamelessFile())
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        do throws(Errno) {
          let outputs = [printed.descriptor, complained.descriptor]
          let identifier = try spawn(words, environment, outputs, isHeir: isHeir)
          let program = RunningProgram(identifier, printed, complained)
          continuation.resume(returning: program)
          program.awaitEnd()
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }

  private func awaitEnd() {
    // It is looked at first and taken away under the lock, so that no signal finds a stranger.
    var news = siginfo_t()
    while waitid(P_PID, id_t(identifier), &news, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    let (ending, waiting) = state.withLock { state in
      var status: CInt = 0
      waitpid(identifier, &status, 0)
      let signal = status & 0x7F
      let ending = signal == 0 ? Ending.status(Int(status >> 8 & 0xFF)) : .signal(Int(signal))
      defer { state.waiting = [] }
      state.ending = ending
      return (ending, state.waiting)
    }
    for continuation in waiting { continuation.resume(returning: ending) }
  }

  private static func spawn(
    _ words: [String],
    _ environment: [String: String],
    _ outputs: [CInt],
    isHeir: Bool
  ) throws(Errno) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, outputs[0], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, outputs[1], STDERR_FILENO)
    if !isHeir { ctestrun_add_close_from(&actions, STDERR_FILENO + 1) }

    // A program begins with no signal held back and none ignored, whatever this thread does.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let settings = environment.map { "\($0.key)=\($0.value)" }
    var (arguments, variables) = (words.map { strdup($0) }, settings.map { strdup($0) })
    defer { for text in arguments + variables { free(text) } }
    arguments.append(nil)
    variables.append(nil)
    var identifier: pid_t = 0
    let fault = posix_spawn(&identifier, words[0], &actions, &attributes, arguments, variables)
    guard fault == 0 else { throw Errno(rawValue: fault) }
    return identifier
  }
}
