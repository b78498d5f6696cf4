// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl
import Foundation
import Synchronization

/// The one thread that drives libcurl.
///
/// A multi handle belongs to one thread at a time, and this is it. Callers leave transfers in the
/// mailbox and are resumed with the outcome; no libcurl handle leaves the loop, and all that changes
/// while it runs is local to `run()`.
///
/// The loop has no queue and no limit of its own: whoever calls ``perform(_:into:)`` decides how
/// much goes on at once, because a transfer waiting inside libcurl would use up its own time limit.
///
/// Source: <https://curl.se/libcurl/c/threadsafe.html>
package final class TransferLoop: Sendable {
  private struct Mailbox {
    var arrivals: [Transfer] = []
    var cancellations: [Transfer.ID] = []
    /// Of those that waited for their sinks.
    var resumptions: [Transfer.ID] = []
    var isClosing = false
    /// Whether the loop's thread sleeps, or is about to.
    var isAsleep = false
  }

  private let settings: NetworkSettings
  private let mailbox = Mutex(Mailbox())

  // Shared only for `curl_multi_wakeup`, the one multi call that any thread may make.
  // Source: <https://curl.se/libcurl/c/curl_multi_wakeup.html>
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

  // Not thread-safe in itself; a static is made once, before the first loop.
  static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

  private init(_ settings: NetworkSettings) {
    precondition(Self.isLibraryReady, "libcurl could not be initialised")
    guard let multi = curl_multi_init() else { preconditionFailure("out of memory for libcurl") }
    self.settings = settings
    self.multi = multi
  }

  /// Runs `body` with a loop of its own; the loop's thread has ended when this returns.
  package static func withLoop<Value: Sendable>(
    _ settings: NetworkSettings,
    _ body: (TransferLoop) async throws -> Value
  ) async rethrows -> Value {
    let loop = TransferLoop(settings)
    async let _ = withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread {
        loop.run()
        ended.resume()
      }
    }
    defer { loop.post { $0.isClosing = true } }
    return try await body(loop)
  }

  /// Runs one transfer to its end.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - sink: where the body goes, on the loop's thread.
  /// - Returns: the response, whatever its status: a 404 is an answer, not a failure.
  /// - Throws: ``TransferError`` when no whole answer came; `.cancelled` when the calling task was.
  package func perform(
    _ request: Request,
    into sink: any BodySink
  ) async throws(TransferError) -> Response {
    let id = Transfer.ID()
    return try await withTaskCancellationHandler {
      await withCheckedContinuation { caller in
        let allowsPrivateAddresses = settings.allowsPrivateAddresses || settings.proxy != nil
        let transfer = Transfer(
          id,
          request,
          sink,
          allowsPrivateAddresses: allowsPrivateAddresses,
          resume: { self.resume(id) },
          caller
        )
        post { $0.arrivals.append(transfer) }
        // A task cancelled before this point sent its cancellation ahead of its arrival.
        if Task.isCancelled { post { $0.cancellations.append(id) } }
      }
    } onCancel: {
      post { $0.cancellations.append(id) }
    }.get()
  }

  // The wake-up stays inside the lock, so the loop cannot read `isClosing` and free `multi` first.
  private func post(_ change: (inout Mailbox) -> Void) {
    mailbox.withLock { box in
      precondition(!box.isClosing, "a transfer outlived its loop")
      change(&box)
      wake(&box)
    }
  }

  /// Has the loop go on with a transfer; one that has ended needs it no more, nor does a loop.
  private func resume(_ id: Transfer.ID) {
    mailbox.withLock { box in
      guard !box.isClosing else { return }
      box.resumptions.append(id)
      wake(&box)
    }
  }

  private func wake(_ box: inout Mailbox) {
    guard box.isAsleep else { return }
    box.isAsleep = false
    curl_multi_wakeup(multi)
  }

  private func run() {
    let sessions = SharedSessions()
    var running: [UnsafeMutableRawPointer: EasyHandle] = [:]
    while true {
      let mail = mailbox.withLock { box in
        defer { (box.arrivals, box.cancellations, box.resumptions) = ([], [], []) }
        return box
      }
      if mail.isClosing { break }

      for transfer in mail.arrivals {
        do throws(TransferError) {
          let handle = try begin(transfer, sessions)
          running[handle.pointer] = handle
        } catch {
          transfer.end(.failure(error))
        }
      }
      for id in mail.cancellations {
        guard let handle = running.values.first(where: { $0.transfer.id == id }) else { continue }
        end(handle, with: .failure(.cancelled), &running)
      }
      for id in mail.resumptions {
        guard let handle = running.values.first(where: { $0.transfer.id == id }) else { continue }
        let code = handle.resume()
        guard code != CURLE_OK else { continue }
        end(handle, with: handle.transfer.outcome(code, of: handle), &running)
      }

      var active: CInt = 0
      curl_multi_perform(multi, &active)
      while let (easy, code) = nextCompletion() {
        guard let handle = running[easy] else { continue }
        end(handle, with: handle.transfer.outcome(code, of: handle), &running)
      }
      sleepUnlessThereIsMail()
    }
    precondition(running.isEmpty, "a transfer outlived its loop")
    curl_multi_cleanup(multi)
    // The connections that went with it knew of the sessions.
    withExtendedLifetime(sessions) {}
  }

  private func end(
    _ handle: EasyHandle,
    with outcome: Result<Response, TransferError>,
    _ running: inout [UnsafeMutableRawPointer: EasyHandle]
  ) {
    running[handle.pointer] = nil
    curl_multi_remove_handle(multi, handle.pointer)
    handle.transfer.end(outcome)
  }

  private func begin(
    _ transfer: Transfer,
    _ sessions: SharedSessions
  ) throws(TransferError) -> EasyHandle {
    guard let handle = try EasyHandle(for: transfer, settings, sessions) else {
      throw .other(CURLE_OUT_OF_MEMORY, detail: "no handle")
    }
    let code = curl_multi_add_handle(multi, handle.pointer)
    guard code == CURLM_OK else {
      throw .invalidRequest(detail: String(cString: curl_multi_strerror(code)))
    }
    return handle
  }

  private func sleepUnlessThereIsMail() {
    let mayWait = mailbox.withLock { box in
      box.isAsleep =
        box.arrivals.isEmpty && box.cancellations.isEmpty && box.resumptions.isEmpty
        && !box.isClosing
      return box.isAsleep
    }
    guard mayWait else { return }
    curl_multi_poll(multi, nil, 0, 1_000, nil)
    mailbox.withLock { $0.isAsleep = false }
  }

  private func nextCompletion() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
    var waiting: CInt = 0
    while let message = curl_multi_info_read(multi, &waiting) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
        continue
      }
      return (easy, message.pointee.data.result)
    }
    return nil
  }
}
