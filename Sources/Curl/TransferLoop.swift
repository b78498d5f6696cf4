// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl
import Foundation
import Synchronization

/// The one thread that drives libcurl.
///
/// A multi handle belongs to one thread at a time, and this is it. Callers leave transfers in the
/// mailbox and are resumed with the outcome; no libcurl handle leaves the loop, and all that changes
/// while it runs is local to ``run()``.
///
/// The loop has no queue and no limit of its own: whoever calls ``perform(_:into:)`` decides how
/// much goes on at once, because a transfer waiting inside libcurl would use up its own time limit.
///
/// Source: <https://curl.se/libcurl/c/threadsafe.html>
public final class TransferLoop: Sendable {
  private struct Mailbox {
    var arrivals: [Transfer] = []
    var cancellations: [Transfer.ID] = []
    var isClosing = false
  }

  private let settings: NetworkSettings
  private let mailbox = Mutex(Mailbox())

  // Shared only for `curl_multi_wakeup`, the one multi call that any thread may make.
  // Source: <https://curl.se/libcurl/c/curl_multi_wakeup.html>
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

  // Not thread-safe in itself; a static is made once, before the first loop.
  private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

  private init(_ settings: NetworkSettings) {
    precondition(Self.isLibraryReady, "libcurl could not be initialised")
    guard let multi = curl_multi_init() else { preconditionFailure("out of memory for libcurl") }
    self.settings = settings
    self.multi = multi
  }

  /// Runs `body` with a loop of its own; the loop's thread has ended when this returns.
  public static func withLoop<Value: Sendable>(
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
  public func perform(
    _ request: Request,
    into sink: any BodySink
  ) async throws(TransferError) -> Response {
    let id = Transfer.ID()
    return try await withTaskCancellationHandler {
      await withCheckedContinuation { caller in
        post { $0.arrivals.append(Transfer(id, request, sink, caller)) }
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
      curl_multi_wakeup(multi)
    }
  }

  private func run() {
    var running: [UnsafeMutableRawPointer: Transfer] = [:]
    var spare: [UnsafeMutableRawPointer] = []
    while true {
      let mail = mailbox.withLock { box in
        defer { (box.arrivals, box.cancellations) = ([], []) }
        return box
      }
      if mail.isClosing { break }

      for transfer in mail.arrivals {
        guard let easy = spare.popLast() ?? curl_easy_init() else {
          transfer.end(.failure(.other(CURLE_OUT_OF_MEMORY, detail: "no handle")))
          continue
        }
        if let error = transfer.begin(on: easy, of: multi, with: settings) {
          curl_easy_cleanup(easy)
          transfer.end(.failure(error))
        } else {
          running[easy] = transfer
        }
      }
      for id in mail.cancellations {
        guard let (easy, transfer) = running.first(where: { $0.value.id == id }) else { continue }
        running[easy] = nil
        curl_multi_remove_handle(multi, easy)
        curl_easy_cleanup(easy)
        transfer.end(.failure(.cancelled))
      }

      var active: CInt = 0
      curl_multi_perform(multi, &active)
      while let (easy, code) = nextCompletion() {
        let transfer = running.removeValue(forKey: easy)
        let outcome = transfer?.outcome(code, of: easy)
        curl_multi_remove_handle(multi, easy)
        // After a failure 7.88 may hold on to the handle's buffer and refuse it new options.
        if code == CURLE_OK { spare.append(easy) } else { curl_easy_cleanup(easy) }
        if let transfer, let outcome { transfer.end(outcome) }
      }
      curl_multi_poll(multi, nil, 0, 1_000, nil)
    }
    precondition(running.isEmpty, "a transfer outlived its loop")
    for easy in spare { curl_easy_cleanup(easy) }
    curl_multi_cleanup(multi)
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
